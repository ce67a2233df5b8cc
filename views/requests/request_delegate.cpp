// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/requests/request_delegate.h"

#include "models/qt/item_roles.h"
#include "models/qt/request_table_model.h"
#include "views/common/theme.h"

#include <QPainter>
#include <QPixmap>

namespace binnacle {
namespace {

constexpr int kMarkSize = 12;

QColor colourOf(CellStanding standing) {
    const Theme& theme = Theme::current();
    switch (standing) {
        case CellStanding::neutral:
            return theme.text;
        case CellStanding::muted:
            return theme.textMuted;
        case CellStanding::good:
            return theme.good;
        case CellStanding::warning:
            return theme.degraded;
        case CellStanding::bad:
            return theme.failing;
    }
    return theme.text;
}

/// A shape for each standing: dot, triangle, cross.
void drawMark(QPainter& painter, CellStanding standing) {
    const QColor colour = colourOf(standing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    switch (standing) {
        case CellStanding::good:
            painter.drawEllipse(QRectF(2.5, 2.5, 7, 7));
            break;
        case CellStanding::warning:
            painter.drawPolygon(QPolygonF({QPointF(6, 1), QPointF(11.5, 10.5), QPointF(0.5, 10.5)}));
            break;
        case CellStanding::bad:
            painter.setPen(QPen(colour, 2.2, Qt::SolidLine, Qt::RoundCap));
            painter.drawLine(QPointF(2.5, 2.5), QPointF(9.5, 9.5));
            painter.drawLine(QPointF(9.5, 2.5), QPointF(2.5, 9.5));
            break;
        case CellStanding::neutral:
        case CellStanding::muted:
            break;
    }
}

QIcon markOf(CellStanding standing, qreal ratio) {
    QPixmap pixmap(QSize(kMarkSize, kMarkSize) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    drawMark(painter, standing);
    return QIcon(pixmap);
}

}  // namespace

void RequestDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    const bool isMarked =
        index.column() == RequestTableModel::kStatus || index.column() == RequestTableModel::kFlags;
    if (!isMarked) return;
    const auto standing = static_cast<CellStanding>(index.data(kStandingRole).toInt());
    if (index.column() == RequestTableModel::kStatus) {
        // Room for the mark in every row of the column, so that figures stay in line.
        const qreal ratio = option->widget != nullptr ? option->widget->devicePixelRatioF() : 1;
        option->decorationSize = QSize(kMarkSize, kMarkSize);
        option->icon = markOf(standing, ratio);
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
    if (standing != CellStanding::neutral) option->palette.setColor(QPalette::Text, colourOf(standing));
}

}  // namespace binnacle
