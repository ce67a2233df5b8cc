// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/health_mark.h"

#include <QCoreApplication>
#include <QPolygonF>
#include <algorithm>

namespace binnacle {

void paintHealthMark(QPainter& painter, const QRectF& box, Health health) {
    const Theme& theme = Theme::current();
    const double side = std::min({box.width(), box.height(), 10.0});
    const QRectF mark(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
    const QColor color = theme.health(health);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    switch (health) {
        case Health::idle:
            painter.setPen(QPen(color, 1.5));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(mark.adjusted(1, 1, -1, -1));
            break;
        case Health::good:
            painter.drawEllipse(mark);
            break;
        case Health::degraded:
            painter.drawPolygon(
                QPolygonF({QPointF(mark.center().x(), mark.top()), mark.bottomRight(), mark.bottomLeft()}));
            break;
        case Health::failing: {
            painter.drawRoundedRect(mark, 2, 2);
            painter.setPen(QPen(theme.panel, 1.5));
            const QRectF cross = mark.adjusted(3, 3, -3, -3);
            painter.drawLine(cross.topLeft(), cross.bottomRight());
            painter.drawLine(cross.topRight(), cross.bottomLeft());
            break;
        }
    }
    painter.restore();
}

QString healthText(Health health) {
    switch (health) {
        case Health::idle:
            return QCoreApplication::translate("health", "no traffic");
        case Health::good:
            return QCoreApplication::translate("health", "good");
        case Health::degraded:
            return QCoreApplication::translate("health", "degraded");
        case Health::failing:
            return QCoreApplication::translate("health", "failing");
    }
    return {};
}

HealthMark::HealthMark(QWidget* parent) : QWidget(parent) {
    setFixedSize(16, 16);
}

void HealthMark::setHealth(Health health) {
    m_health = health;
    setAccessibleName(healthText(health));
    update();
}

void HealthMark::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintHealthMark(painter, rect(), m_health);
}

}  // namespace binnacle
