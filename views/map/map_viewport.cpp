// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/map/map_viewport.h"

#include <algorithm>
#include <cmath>

namespace binnacle {

QTransform MapViewport::transform() const {
    return QTransform::fromTranslate(-m_origin.x() * m_scale, -m_origin.y() * m_scale)
        .scale(m_scale, m_scale);
}

void MapViewport::zoomAt(const QPointF& window, double factor) {
    if (!std::isfinite(factor) || factor <= 0) return;
    const QPointF anchor = toMap(window);
    m_scale = std::clamp(m_scale * factor, kSmallestScale, kLargestScale);
    m_origin = anchor - window / m_scale;
}

void MapViewport::centreOn(const QPointF& map, const QSizeF& window) {
    m_origin = map - QPointF(window.width(), window.height()) / (2 * m_scale);
}

void MapViewport::fit(const QRectF& bounds, const QSizeF& window, double largest) {
    if (bounds.isEmpty() || window.isEmpty()) return;
    const double fitting = std::min(window.width() / bounds.width(), window.height() / bounds.height());
    m_scale = std::clamp(fitting, kSmallestScale, largest);
    centreOn(bounds.center(), window);
}

}  // namespace binnacle
