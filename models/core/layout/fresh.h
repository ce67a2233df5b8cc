// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout_graph.h"

namespace binnacle::layout {

/// Boxes by node and proposed routes by edge, while a layout is made.
struct Draft {
    std::vector<Box> boxes;
    std::vector<std::vector<LayoutPoint>> routes;
};

Draft emptyDraft(const Graph& graph);
/// Lays out the whole graph from nothing: each part in columns, the parts packed. Pins are not looked at.
Draft layOutFresh(const Graph& graph, const LayoutSpacing& spacing, const std::stop_token& stop);
/// Keeps every node where it was while each call still goes to the right; places new nodes beside their
/// callers.
Draft layOutKept(const Graph& graph, const LayoutSpacing& spacing, const std::stop_token& stop);
/// Puts pinned nodes where the user wants them, and moves aside what would be covered.
void applyPins(const Graph& graph, const LayoutSpacing& spacing, Draft& draft);
/// The y nearest to `wanted` where a box of that size at that x is clear of the other boxes.
double freeSlot(const std::vector<Box>& others, const Box& box, const LayoutSpacing& spacing);

}  // namespace binnacle::layout
