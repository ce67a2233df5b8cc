// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace binnacle::layout {

using Index = std::size_t;
inline constexpr Index kNone = static_cast<Index>(-1);

/// A rectangle by its centre and its full size.
struct Box {
    LayoutPoint centre;
    double width = 0;
    double height = 0;

    double left() const { return centre.x - width / 2; }
    double right() const { return centre.x + width / 2; }
    double top() const { return centre.y - height / 2; }
    double bottom() const { return centre.y + height / 2; }
};

/// The request with numbers for names: nodes in the order of their ids, each pair of nodes joined once, loops
/// apart. Internal to the layout; a plain value.
struct Graph {
    std::vector<LayoutNode> nodes;
    std::vector<std::pair<Index, Index>> edges;            ///< ordered, without loops
    std::vector<std::vector<LayoutPoint>> previousRoutes;  ///< by edge
    std::vector<Index> loops;
    std::vector<Index> group;  ///< by node; kNone without one
    std::vector<std::vector<Index>> out;
    std::vector<std::vector<Index>> in;

    Index size() const { return nodes.size(); }
};

Graph buildGraph(const LayoutRequest& request);
/// The nodes of each part that no edge and no group joins to another, each ascending; parts in the order of
/// their first node.
std::vector<std::vector<Index>> components(const Graph& graph);
/// The graph of some of the nodes (ascending), renumbered in that order.
Graph subgraph(const Graph& graph, const std::vector<Index>& members);

/// The edges as an acyclic graph: those that close a cycle run the other way round.
struct Acyclic {
    std::vector<bool> reversed;  ///< by edge of the graph
    std::vector<std::vector<Index>> out;
    std::vector<std::vector<Index>> in;
    std::vector<Index> order;  ///< topological
};

/// Breaks cycles. Nodes that were there keep their left-to-right order inside a cycle; new ones come in the
/// order of a depth-first walk from the callers that nobody calls.
Acyclic breakCycles(const Graph& graph);

/// A column number for each node, edges always to a higher one; short edges preferred. No column gets more
/// than `tallest` nodes: what is too much goes to the columns behind, the ends of calls first.
std::vector<int> rankNodes(const Graph& graph, const Acyclic& acyclic, std::size_t tallest);

}  // namespace binnacle::layout
