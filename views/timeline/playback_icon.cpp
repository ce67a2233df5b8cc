// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/playback_icon.h"

#include "views/common/theme.h"

#include <QPainter>
#include <QPixmap>
#include <QPolygonF>

namespace binnacle {
namespace {

constexpr int kSize = 16;

QPolygonF arrow(double left, double right) {
    return QPolygonF({QPointF(left, 3), QPointF(right, 8), QPointF(left, 13)});
}

void drawSign(QPainter& painter, PlaybackSign sign) {
    switch (sign) {
        case PlaybackSign::play:
            painter.drawPolygon(arrow(4, 13));
            return;
        case PlaybackSign::pause:
            painter.drawRect(QRectF(4, 3, 3, 10));
            painter.drawRect(QRectF(9, 3, 3, 10));
            return;
        case PlaybackSign::stepBack:
            painter.drawPolygon(arrow(10, 3));
            painter.drawRect(QRectF(11, 3, 2, 10));
            return;
        case PlaybackSign::stepForward:
            painter.drawPolygon(arrow(6, 13));
            painter.drawRect(QRectF(3, 3, 2, 10));
            return;
        case PlaybackSign::previousEvent:
            painter.drawRect(QRectF(2, 3, 2, 10));
            painter.drawPolygon(arrow(9, 4));
            painter.drawPolygon(arrow(14, 9));
            return;
        case PlaybackSign::nextEvent:
            painter.drawPolygon(arrow(2, 7));
            painter.drawPolygon(arrow(7, 12));
            painter.drawRect(QRectF(12, 3, 2, 10));
            return;
    }
}

QPixmap drawn(PlaybackSign sign, const QColor& colour) {
    QPixmap pixmap(QSize(kSize, kSize) * 2);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    drawSign(painter, sign);
    return pixmap;
}

}  // namespace

QIcon playbackIcon(PlaybackSign sign) {
    const Theme& theme = Theme::current();
    QIcon icon(drawn(sign, theme.text));
    icon.addPixmap(drawn(sign, mixed(theme.panel, theme.textMuted, 0.5)), QIcon::Disabled);
    return icon;
}

}  // namespace binnacle
