// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"
#include "models/core/topology/series.h"
#include "views/timeline/timeline_geometry.h"

#include <QFont>
#include <QRectF>
#include <QSize>
#include <optional>
#include <vector>

class QPainter;

namespace binnacle {

/// Where the parts of a timeline stand in its widget.
struct TimelineLayout {
    QRectF labels;  ///< left of the plot: what the lanes are
    QRectF lanes;   ///< the marks
    QRectF area;    ///< rate and errors
    QRectF axis;    ///< times, below

    static TimelineLayout of(const QSize& size);
    static int height();
    PixelRange pixels() const { return {area.left(), area.right()}; }
    QRectF lane(std::size_t index) const;
    /// The lane under a point; nothing beside the lanes.
    std::optional<std::size_t> laneAt(const QPointF& point) const;
    QRectF plot() const { return lanes.united(area); }
};

/// What is drawn of a span.
struct TimelinePicture {
    TimeSpan span;
    std::vector<RecordedSpan> known;  ///< outside of these nothing is recorded
    const Series& series;
    const std::vector<Event>& events;
    const std::vector<MarkGroup>& groups;
};

/// What moves: the window looked at, or the part being dragged, and how it looks.
struct TimelineWindowLook {
    TimeSpan shown;
    bool isPast = false;
    bool isDragged = false;
};

/// Drawing only: no state, no input. Rate, errors, lanes and times: what holds still while the pointer moves.
/// UI thread only.
void paintTimeline(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture);
/// Over the window, which must not tint them.
void paintTimelineMarks(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture);
void paintTimelineWindow(QPainter& painter, const TimelineLayout& layout, const TimeSpan& span,
                         const TimelineWindowLook& window);
/// The rate at the top of the area: round, at or above the highest step.
double timelinePeak(const Series& series, const TimeSpan& span);

}  // namespace binnacle
