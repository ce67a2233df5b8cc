// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/common/theme.h"

#include <QPainter>

namespace binnacle {

/// The small drawn marks of the map: one shape for each health, and one for each kind of badge. Free
/// functions that leave the painter's pen and brush changed; UI thread.

/// A ring whose share `errorRatio` (0..1) is drawn as errors, around the mark of the health.
void drawHealthRing(QPainter& painter, const QPointF& centre, double errorRatio, Health health,
                    const Theme& theme);
/// Good: tick. Degraded: triangle. Failing: cross. Idle: dash.
void drawHealthMark(QPainter& painter, const QPointF& centre, double radius, Health health,
                    const QColor& color);

enum class Badge { split, breaker };
void drawBadge(QPainter& painter, const QPointF& centre, Badge badge, const Theme& theme);
/// The mark of a node outside the mesh: an arrow that leaves a box.
void drawExternalMark(QPainter& painter, const QPointF& centre, const QColor& color);
/// Half a disc: only one side tells.
void drawHalfMark(QPainter& painter, const QPointF& centre, const Theme& theme);
void drawPin(QPainter& painter, const QPointF& centre, const QColor& color);

}  // namespace binnacle
