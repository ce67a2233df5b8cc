// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/map/map_painter.h"
#include "views/map/map_viewport.h"

namespace binnacle {

/// What is drawn over the map's cached picture: moving dots, what the pointer or the keyboard is on, a
/// dragged node, the minimap. Cheap to draw, so that animation and hovering never repaint the map itself. UI
/// thread only.
class MapOverlay {
  public:
    MapOverlay(const MapScene& scene, const MapViewport& viewport, const Theme& theme);

    /// Dots that run along the lines, the more the higher the rate; `seconds` is the time since the start.
    void paintTraffic(QPainter& painter, const QRectF& visible, double seconds,
                      const MapEmphasis& emphasis) const;
    void paintHover(QPainter& painter, const MapHit& hit, const MapEmphasis& emphasis) const;
    void paintCursor(QPainter& painter, int card) const;
    /// A card on its way to where the user drags it.
    void paintDragged(QPainter& painter, int card, const QPointF& centre) const;
    void paintMinimap(QPainter& painter, const QRect& place, const QSize& window,
                      const MapEmphasis& emphasis) const;

    /// Where the minimap goes in a window of that size; empty while the window shows the whole map.
    static QRect minimapPlace(const MapScene& scene, const MapViewport& viewport, const QSize& window);
    static QPointF minimapToMap(const MapScene& scene, const QRect& place, const QPointF& window);

  private:
    QRectF windowRect(int card) const;

    const MapScene& m_scene;
    const MapViewport& m_viewport;
    const Theme& m_theme;
};

}  // namespace binnacle
