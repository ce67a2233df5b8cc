// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/frame_comparison.h"
#include "views/map/map_types.h"

#include <QPainter>
#include <memory>
#include <vector>

namespace binnacle {

// The map in comparison: calls that are gone are drawn too, lines tell what became of their calls, and a
// legend says how. Free functions; UI thread only.

/// The frame with the calls that only the baseline has, and their nodes, without any figures; the same frame
/// where there are none.
std::shared_ptr<const TopologyFrame> withGoneCalls(const std::shared_ptr<const TopologyFrame>& frame,
                                                   const FrameComparison& comparison);
/// What became of each line's calls; of several protocols the worst.
void writeVerdicts(const FrameComparison& comparison, std::vector<EdgeLine>& lines);
/// Which line means what, how many there are of each, and what the comparison is with.
void paintComparisonLegend(QPainter& painter, const QPointF& topLeft, const FrameComparison& comparison);

}  // namespace binnacle
