// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/budget_bar.h"

#include "views/common/theme.h"

#include <QPainter>
#include <algorithm>

namespace binnacle {
namespace {

constexpr int kWidth = 96;
constexpr int kHeight = 12;
constexpr double kScarce = 0.25;

Health healthOfBudget(double left) {
    if (left <= 0) return Health::failing;
    return left < kScarce ? Health::degraded : Health::good;
}

}  // namespace

BudgetBar::BudgetBar(QWidget* parent) : QWidget(parent) {
    setFixedSize(kWidth, kHeight);
}

void BudgetBar::setLeft(double share) {
    m_left = share;
    update();
}

void BudgetBar::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    const QColor mark = theme.health(healthOfBudget(m_left));
    QPainter painter(this);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(theme.textMuted);
    painter.drawRect(frame);
    QRectF filled = frame.adjusted(1.5, 1.5, -1.5, -1.5);
    if (m_left <= 0) {
        painter.setPen(QPen(mark, 2));
        painter.drawLine(filled.bottomLeft(), filled.topRight());
        return;
    }
    filled.setWidth(filled.width() * std::min(m_left, 1.0));
    painter.fillRect(filled, mark);
}

}  // namespace binnacle
