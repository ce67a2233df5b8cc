// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_marks.h"

#include <QPainterPath>
#include <algorithm>

namespace binnacle {
namespace {

constexpr double kRingRadius = 14;
constexpr double kRingWidth = 3.5;
constexpr double kMarkRadius = 5.5;
constexpr double kLeastShare = 0.04;  ///< a few errors must still be seen on the ring
constexpr int kFullTurn = 16 * 360;
constexpr int kTop = 16 * 90;

QPen roundPen(const QColor& color, double width) {
    return {color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

QColor errorColor(Health health, const Theme& theme) {
    return health == Health::degraded ? theme.degraded : theme.failing;
}

}  // namespace

void drawHealthRing(QPainter& painter, const QPointF& centre, double errorRatio, Health health,
                    const Theme& theme) {
    const QRectF ring(centre.x() - kRingRadius, centre.y() - kRingRadius, 2 * kRingRadius, 2 * kRingRadius);
    painter.setBrush(Qt::NoBrush);
    const QColor whole = health == Health::idle ? theme.nodeBorder : theme.good;
    painter.setPen(QPen(whole, kRingWidth, Qt::SolidLine, Qt::FlatCap));
    painter.drawEllipse(ring);
    if (errorRatio > 0) {
        const double share = std::clamp(errorRatio, kLeastShare, 1.0);
        painter.setPen(QPen(theme.nodeFill, kRingWidth + 1, Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(ring, kTop + 16 * 5, -static_cast<int>(kFullTurn * share) - 16 * 10);
        painter.setPen(QPen(errorColor(health, theme), kRingWidth + 0.5, Qt::SolidLine, Qt::FlatCap));
        painter.drawArc(ring, kTop, -static_cast<int>(kFullTurn * share));
    }
    drawHealthMark(painter, centre, kMarkRadius, health, theme.health(health));
}

void drawHealthMark(QPainter& painter, const QPointF& centre, double radius, Health health,
                    const QColor& color) {
    const double r = radius;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(roundPen(color, r / 2.7));
    switch (health) {
        case Health::idle:
            painter.drawLine(centre - QPointF(r * 0.7, 0), centre + QPointF(r * 0.7, 0));
            return;
        case Health::good: {
            const QPointF tick[] = {centre + QPointF(-r * 0.8, 0), centre + QPointF(-r * 0.2, r * 0.6),
                                    centre + QPointF(r * 0.85, -r * 0.6)};
            painter.drawPolyline(tick, 3);
            return;
        }
        case Health::degraded: {
            const QPointF triangle[] = {centre + QPointF(0, -r), centre + QPointF(r * 1.05, r * 0.8),
                                        centre + QPointF(-r * 1.05, r * 0.8)};
            painter.setBrush(color);
            painter.drawPolygon(triangle, 3);
            return;
        }
        case Health::failing:
            painter.setPen(roundPen(color, r / 2.2));
            painter.drawLine(centre + QPointF(-r * 0.75, -r * 0.75), centre + QPointF(r * 0.75, r * 0.75));
            painter.drawLine(centre + QPointF(r * 0.75, -r * 0.75), centre + QPointF(-r * 0.75, r * 0.75));
            return;
    }
}

void drawBadge(QPainter& painter, const QPointF& centre, Badge badge, const Theme& theme) {
    painter.setPen(QPen(theme.accent, 1.25));
    painter.setBrush(theme.nodeFill);
    painter.drawEllipse(centre, 9, 9);
    painter.setPen(roundPen(theme.accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    switch (badge) {
        case Badge::split: {
            QPainterPath fork(centre + QPointF(-4.5, 0));
            fork.lineTo(centre + QPointF(-1.5, 0));
            fork.lineTo(centre + QPointF(3.5, -3.2));
            fork.moveTo(centre + QPointF(-1.5, 0));
            fork.lineTo(centre + QPointF(3.5, 3.2));
            painter.drawPath(fork);
            break;
        }
        case Badge::breaker:
            painter.drawLine(centre + QPointF(-5, 1.5), centre + QPointF(-3, 1.5));
            painter.drawLine(centre + QPointF(-2.5, 1), centre + QPointF(2.5, -3));
            painter.drawLine(centre + QPointF(3, 1.5), centre + QPointF(5, 1.5));
            break;
    }
}

void drawExternalMark(QPainter& painter, const QPointF& centre, const QColor& color) {
    painter.setPen(roundPen(color, 1.25));
    painter.setBrush(Qt::NoBrush);
    QPainterPath mark(centre + QPointF(0, -3.5));
    mark.lineTo(centre + QPointF(-4, -3.5));
    mark.lineTo(centre + QPointF(-4, 4));
    mark.lineTo(centre + QPointF(3.5, 4));
    mark.lineTo(centre + QPointF(3.5, 0.5));
    mark.moveTo(centre + QPointF(-0.5, 0.5));
    mark.lineTo(centre + QPointF(4.5, -4.5));
    mark.moveTo(centre + QPointF(1.8, -4.5));
    mark.lineTo(centre + QPointF(4.5, -4.5));
    mark.lineTo(centre + QPointF(4.5, -1.8));
    painter.drawPath(mark);
}

void drawHalfMark(QPainter& painter, const QPointF& centre, const Theme& theme) {
    const QRectF disc(centre.x() - 5, centre.y() - 5, 10, 10);
    painter.setPen(QPen(theme.textMuted, 1.25));
    painter.setBrush(theme.mapBackground);
    painter.drawEllipse(disc);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.textMuted);
    painter.drawPie(disc, 16 * 90, 16 * 180);
}

void drawPin(QPainter& painter, const QPointF& centre, const QColor& color) {
    painter.setPen(roundPen(color, 1.25));
    painter.drawLine(centre, centre + QPointF(0, 4.5));
    painter.setBrush(color);
    painter.drawEllipse(centre + QPointF(0, -1.5), 2.25, 2.25);
}

}  // namespace binnacle
