// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"
#include "views/timeline/timeline_geometry.h"

#include <QColor>
#include <QRectF>
#include <QString>
#include <vector>

class QPainter;

namespace binnacle {

/// What tells one kind of mark from another beside its colour.
enum class MarkShape { diamond, triangle, square, drop, circle, bar, flag };

struct MarkLook {
    MarkShape shape = MarkShape::circle;
    bool isHollow = false;  ///< what ended: a breaker closed, a proxy left
    QColor colour;
};

/// How events stand on a timeline: a lane a group, a shape and a colour a kind. UI thread only.
MarkLook markLook(EventKind kind);
std::size_t laneOf(EventKind kind);
/// `events` ascend in time; what is outside of the span is left out of the groups.
std::vector<MarkGroup> placeMarks(const std::vector<Event>& events, const TimeSpan& span,
                                  const PixelRange& pixels);
/// One mark, or the count of those that crowd there, in the middle of `box`.
void paintMarks(QPainter& painter, const QRectF& box, const std::vector<const Event*>& marks);
/// One event a line, at most ten, then how many more. Plain text made safe for a tool tip.
QString marksTip(const std::vector<const Event*>& marks);

}  // namespace binnacle
