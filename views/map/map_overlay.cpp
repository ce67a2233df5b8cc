// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_overlay.h"

#include "views/map/map_route.h"

#include <algorithm>
#include <cmath>

namespace binnacle {
namespace {

constexpr double kDotSpeed = 90;    ///< map units a second
constexpr double kWidestGap = 240;  ///< between two dots of a quiet line
constexpr double kNarrowestGap = 36;
constexpr int kMostDots = 600;  ///< in one picture
constexpr double kDotRadius = 2.6;
constexpr double kDotsFrom = 0.3;  ///< scale below which dots would be noise
const QSize kMinimapSize(168, 112);
constexpr int kMinimapMargin = 16;
constexpr double kMinimapPadding = 8;

/// Ten times the rate brings the dots a third closer.
double dotGap(double rate) {
    return std::clamp(kWidestGap / (1 + 1.1 * std::log10(1 + rate)), kNarrowestGap, kWidestGap);
}

QTransform minimapTransform(const MapScene& scene, const QRect& place) {
    const QRectF inner =
        QRectF(place).adjusted(kMinimapPadding, kMinimapPadding, -kMinimapPadding, -kMinimapPadding);
    const QRectF bounds = scene.bounds();
    if (bounds.isEmpty()) return {};
    const double scale = std::min(inner.width() / bounds.width(), inner.height() / bounds.height());
    const QPointF shift = inner.center() - bounds.center() * scale;
    return QTransform::fromTranslate(shift.x(), shift.y()).scale(scale, scale);
}

}  // namespace

MapOverlay::MapOverlay(const MapScene& scene, const MapViewport& viewport, const Theme& theme)
    : m_scene(scene), m_viewport(viewport), m_theme(theme) {}

QRectF MapOverlay::windowRect(int card) const {
    return m_viewport.toWindow(m_scene.cards()[static_cast<std::size_t>(card)].rect);
}

void MapOverlay::paintTraffic(QPainter& painter, const QRectF& visible, double seconds,
                              const MapEmphasis& emphasis) const {
    if (m_viewport.scale() < kDotsFrom) return;
    int dots = 0;
    painter.setPen(Qt::NoPen);
    const auto& lines = m_scene.lines();
    for (int i = 0; i < static_cast<int>(lines.size()) && dots < kMostDots; ++i) {
        const EdgeLine& line = lines[static_cast<std::size_t>(i)];
        const bool still = line.rate <= 0 || line.lengths.empty() || emphasis.line(i) != Presence::lit;
        if (still || !line.bounds.intersects(visible)) continue;
        painter.setBrush(line.health == Health::failing ? m_theme.failing : m_theme.accent);
        const double gap = dotGap(line.rate);
        const double radius = kDotRadius * m_viewport.scale();
        for (double at = std::fmod(seconds * kDotSpeed, gap); at < line.lengths.back(); at += gap) {
            const QPointF dot = pointAlong(line, at);
            if (line.labelRect.contains(dot)) continue;
            painter.drawEllipse(m_viewport.toWindow(dot), radius, radius);
            ++dots;
        }
    }
}

void MapOverlay::paintHover(QPainter& painter, const MapHit& hit, const MapEmphasis& emphasis) const {
    const QColor soft = mixed(m_theme.nodeBorder, m_theme.selection, 0.7);
    painter.setBrush(Qt::NoBrush);
    const auto drawLine = [&](int index) {
        if (emphasis.line(index) == Presence::hidden) return;
        const EdgeLine& line = m_scene.lines()[static_cast<std::size_t>(index)];
        QColor color = m_theme.selection;
        color.setAlpha(110);
        painter.save();
        painter.setTransform(m_viewport.transform(), true);
        painter.setPen(QPen(color, line.width + 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(line.path);
        painter.restore();
    };
    if (hit.kind == MapHit::Kind::line) drawLine(hit.index);
    if (hit.kind != MapHit::Kind::card) return;
    for (const int line : m_scene.linesAt(hit.index)) drawLine(line);
    painter.setPen(QPen(soft, 1.5));
    const double corner = 10 * m_viewport.scale();
    painter.drawRoundedRect(windowRect(hit.index), corner, corner);
}

void MapOverlay::paintCursor(QPainter& painter, int card) const {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.accent, 2, Qt::SolidLine));
    const double corner = 10 * m_viewport.scale() + 4;
    painter.drawRoundedRect(windowRect(card).adjusted(-4, -4, 4, 4), corner, corner);
}

void MapOverlay::paintDragged(QPainter& painter, int card, const QPointF& centre) const {
    QRectF rect = windowRect(card);
    const QPointF home = rect.center();
    rect.moveCenter(m_viewport.toWindow(centre));
    painter.setPen(QPen(m_theme.accent, 1.5, Qt::DashLine));
    painter.drawLine(home, rect.center());
    painter.setPen(QPen(m_theme.accent, 2));
    painter.setBrush(mixed(m_theme.nodeFill, m_theme.accent, 0.1));
    const double corner = 10 * m_viewport.scale();
    painter.drawRoundedRect(rect, corner, corner);
    painter.setPen(m_theme.text);
    const NodeCard& dragged = m_scene.cards()[static_cast<std::size_t>(card)];
    painter.drawText(
        rect, Qt::AlignCenter,
        painter.fontMetrics().elidedText(dragged.title, Qt::ElideMiddle, static_cast<int>(rect.width()) - 8));
}

QRect MapOverlay::minimapPlace(const MapScene& scene, const MapViewport& viewport, const QSize& window) {
    const bool roomy =
        window.width() > 3 * kMinimapSize.width() && window.height() > 3 * kMinimapSize.height();
    if (!roomy || scene.cards().empty() || viewport.visible(window).contains(scene.bounds())) return {};
    return {QPoint(window.width() - kMinimapSize.width() - kMinimapMargin,
                   window.height() - kMinimapSize.height() - kMinimapMargin),
            kMinimapSize};
}

QPointF MapOverlay::minimapToMap(const MapScene& scene, const QRect& place, const QPointF& window) {
    return minimapTransform(scene, place).inverted().map(window);
}

void MapOverlay::paintMinimap(QPainter& painter, const QRect& place, const QSize& window,
                              const MapEmphasis& emphasis) const {
    painter.setPen(QPen(m_theme.border, 1));
    painter.setBrush(m_theme.panel);
    painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    painter.save();
    painter.setClipRect(place.adjusted(2, 2, -2, -2));
    const QTransform transform = minimapTransform(m_scene, place);
    const auto& cards = m_scene.cards();
    for (int i = 0; i < static_cast<int>(cards.size()); ++i) {
        const NodeCard& card = cards[static_cast<std::size_t>(i)];
        if (emphasis.card(i) == Presence::hidden) continue;
        QRectF rect = transform.mapRect(card.rect);
        rect.setHeight(std::max(rect.height(), 1.5));
        painter.fillRect(rect, card.health <= Health::good ? m_theme.idle : m_theme.health(card.health));
    }
    const QRectF shown = transform.mapRect(m_viewport.visible(window));
    painter.setPen(QPen(m_theme.accent, 1.25));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(shown.intersected(QRectF(place).adjusted(3, 3, -3, -3)));
    painter.restore();
}

}  // namespace binnacle
