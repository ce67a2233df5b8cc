// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout_graph.h"

namespace binnacle::layout {

/// The y nearest to `wanted` where none of the spans (from, to) covers it. Spans may overlap, in any order.
double nearestFree(std::vector<std::pair<double, double>> spans, double wanted);

RouteShape shapeOf(const Box& source, const Box& destination);
/// Where a line of that shape leaves and arrives, at the middle of the sides.
std::pair<LayoutPoint, LayoutPoint> endsOf(RouteShape shape, const Box& source, const Box& destination);

/// Routes every edge around the boxes; a proposal (from source to destination; may be empty) is taken where
/// its ends still fit and nothing stands in its way. Ends are then spread over the sides of the boxes.
std::vector<PlacedEdge> routeEdges(const Graph& graph, const std::vector<Box>& boxes,
                                   std::vector<std::vector<LayoutPoint>> proposals,
                                   const LayoutSpacing& spacing);

}  // namespace binnacle::layout
