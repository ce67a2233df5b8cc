// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/layout.h"

#include "models/core/layout/fresh.h"
#include "models/core/layout/routing.h"

#include <algorithm>

namespace binnacle {
namespace {

using namespace layout;

/// Adding to a picture is worth it only while most of it was there.
bool mostlyNew(const Graph& graph) {
    Index known = 0;
    for (const LayoutNode& node : graph.nodes) known += node.previous || node.pinned ? 1 : 0;
    return known * 2 < graph.size();
}

/// A node that calls itself: a small bow over its upper right corner.
PlacedEdge loopOf(const Graph& graph, const Box& box, Index node) {
    const std::string& id = graph.nodes[node].id;
    const double reach = std::min(box.width, box.height) / 4;
    return {
        id, id, RouteShape::loop, {{box.right() - 2 * reach, box.top()}, {box.right(), box.top() + reach}}};
}

void measure(Layout& layout, const std::vector<Box>& boxes) {
    if (boxes.empty()) return;
    layout.topLeft = {boxes.front().left(), boxes.front().top()};
    layout.bottomRight = layout.topLeft;
    const auto take = [&](double x, double y) {
        layout.topLeft = {std::min(layout.topLeft.x, x), std::min(layout.topLeft.y, y)};
        layout.bottomRight = {std::max(layout.bottomRight.x, x), std::max(layout.bottomRight.y, y)};
    };
    for (const Box& box : boxes) {
        take(box.left(), box.top());
        take(box.right(), box.bottom());
    }
    for (const PlacedEdge& edge : layout.edges) {
        for (const LayoutPoint& point : edge.route) take(point.x, point.y);
    }
}

}  // namespace

Result<Layout> layOut(const LayoutRequest& request, const std::stop_token& stop) {
    const Graph graph = buildGraph(request);
    Draft draft = mostlyNew(graph) ? layOutFresh(graph, request.spacing, stop)
                                   : layOutKept(graph, request.spacing, stop);
    if (stop.stop_requested()) return failure(ErrorCode::cancelled, "layout", "a newer one was asked for");
    applyPins(graph, request.spacing, draft);
    Layout layout;
    for (Index i = 0; i < graph.size(); ++i) {
        layout.nodes.push_back({graph.nodes[i].id, draft.boxes[i].centre});
    }
    layout.edges = routeEdges(graph, draft.boxes, std::move(draft.routes), request.spacing);
    for (const Index node : graph.loops) layout.edges.push_back(loopOf(graph, draft.boxes[node], node));
    std::sort(layout.edges.begin(), layout.edges.end(), [](const PlacedEdge& a, const PlacedEdge& b) {
        return std::tie(a.source, a.destination) < std::tie(b.source, b.destination);
    });
    measure(layout, draft.boxes);
    return layout;
}

}  // namespace binnacle
