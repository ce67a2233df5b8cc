// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace binnacle {

/// Which part of the map a window shows: a scale and the map's point at the window's top left. Pure
/// arithmetic; UI thread.
class MapViewport {
  public:
    static constexpr double kSmallestScale = 0.02;
    static constexpr double kLargestScale = 3;

    double scale() const { return m_scale; }
    QPointF toMap(const QPointF& window) const { return m_origin + window / m_scale; }
    QPointF toWindow(const QPointF& map) const { return (map - m_origin) * m_scale; }
    QRectF toWindow(const QRectF& map) const { return {toWindow(map.topLeft()), map.size() * m_scale}; }
    QRectF visible(const QSizeF& window) const { return {m_origin, window / m_scale}; }
    QTransform transform() const;

    /// Keeps the point of the map under `window` where it is.
    void zoomAt(const QPointF& window, double factor);
    void panBy(const QPointF& window) { m_origin -= window / m_scale; }
    void centreOn(const QPointF& map, const QSizeF& window);
    /// All of `bounds` in the middle of the window, never larger than `largest`.
    void fit(const QRectF& bounds, const QSizeF& window, double largest = 1);

  private:
    double m_scale = 1;
    QPointF m_origin;
};

}  // namespace binnacle
