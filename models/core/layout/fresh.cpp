// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/fresh.h"

#include "models/core/layout/layers.h"
#include "models/core/layout/routing.h"

#include <algorithm>
#include <cmath>

namespace binnacle::layout {
namespace {

constexpr double kAspect = 1.6;  ///< of the whole picture, where there is a choice
constexpr std::size_t kLeastTallest = 8;

struct Column {
    double left = 0;
    double right = 0;
};

std::vector<Column> columnsOf(const Graph& graph, const Layers& layers, const LayoutSpacing& spacing) {
    std::vector<Column> columns;
    double x = 0;
    for (const auto& layer : layers.layers) {
        double width = 1;
        for (const Index cell : layer) {
            const Index node = layers.cells[cell].node;
            if (node != kNone) width = std::max(width, graph.nodes[node].width);
        }
        columns.push_back({x, x + width});
        x += width + spacing.layer;
    }
    return columns;
}

std::vector<LayoutPoint> routeOf(const Layers& layers, const std::vector<Index>& chain,
                                 const std::vector<Column>& columns) {
    std::vector<LayoutPoint> route;
    for (const Index index : chain) {
        const Cell& cell = layers.cells[index];
        if (cell.isNode()) continue;
        const Column& column = columns[static_cast<Index>(cell.layer)];
        route.push_back({column.left, cell.y});
        route.push_back({column.right, cell.y});
    }
    return route;
}

/// How many nodes may stand in one column, for a part of a pleasant shape.
std::size_t tallestColumn(const Graph& graph, const LayoutSpacing& spacing) {
    double area = 0;
    double height = 1;
    for (const LayoutNode& node : graph.nodes) {
        area += (node.width + spacing.layer) * (node.height + spacing.node);
        height = std::max(height, node.height + spacing.node);
    }
    return std::max(kLeastTallest, static_cast<std::size_t>(std::sqrt(area / kAspect) / height) + 1);
}

/// One connected part, with its top left corner at (0, 0).
Draft layOutPart(const Graph& graph, const LayoutSpacing& spacing, const std::stop_token& stop) {
    const Acyclic acyclic = breakCycles(graph);
    Layers layers = buildLayers(graph, acyclic, rankNodes(graph, acyclic, tallestColumn(graph, spacing)));
    orderLayers(graph, layers, stop);
    placeLayers(layers, spacing, stop);
    const std::vector<Column> columns = columnsOf(graph, layers, spacing);

    Draft draft = emptyDraft(graph);
    double top = 0;
    for (const Cell& cell : layers.cells) top = std::min(top, cell.y - cell.height / 2);
    for (Cell& cell : layers.cells) cell.y -= top;
    for (Index node = 0; node < graph.size(); ++node) {
        const Column& column = columns[static_cast<Index>(layers.cells[node].layer)];
        draft.boxes[node].centre = {(column.left + column.right) / 2, layers.cells[node].y};
    }
    for (Index e = 0; e < graph.edges.size(); ++e) {
        auto& route = draft.routes[e];
        route = routeOf(layers, layers.chains[e], columns);
        if (acyclic.reversed[e]) std::reverse(route.begin(), route.end());
        const Box& from = draft.boxes[graph.edges[e].first];
        const Box& to = draft.boxes[graph.edges[e].second];
        const auto ends = endsOf(shapeOf(from, to), from, to);
        route.insert(route.begin(), ends.first);
        route.push_back(ends.second);
    }
    return draft;
}

LayoutPoint sizeOf(const Draft& draft) {
    LayoutPoint size;
    for (const Box& box : draft.boxes) {
        size.x = std::max(size.x, box.right());
        size.y = std::max(size.y, box.bottom());
    }
    for (const auto& route : draft.routes) {
        for (const LayoutPoint& point : route) size.y = std::max(size.y, point.y);
    }
    return size;
}

void shift(Draft& draft, const LayoutPoint& by) {
    for (Box& box : draft.boxes) box.centre = {box.centre.x + by.x, box.centre.y + by.y};
    for (auto& route : draft.routes) {
        for (LayoutPoint& point : route) point = {point.x + by.x, point.y + by.y};
    }
}

/// Rows of parts, the largest first, no wider than a picture of a pleasant shape.
void packParts(std::vector<Draft>& parts, const LayoutSpacing& spacing) {
    std::vector<Index> order(parts.size());
    std::vector<LayoutPoint> sizes;
    double area = 0;
    double widest = 0;
    for (Index i = 0; i < parts.size(); ++i) {
        order[i] = i;
        sizes.push_back(sizeOf(parts[i]));
        area += (sizes[i].x + spacing.component) * (sizes[i].y + spacing.component);
        widest = std::max(widest, sizes[i].x);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](Index a, Index b) { return parts[a].boxes.size() > parts[b].boxes.size(); });
    const double limit = std::max(widest, std::sqrt(area * kAspect));
    LayoutPoint at;
    double rowHeight = 0;
    for (const Index i : order) {
        if (at.x > 0 && at.x + sizes[i].x > limit) {
            at = {0, at.y + rowHeight + spacing.component};
            rowHeight = 0;
        }
        shift(parts[i], at);
        at.x += sizes[i].x + spacing.component;
        rowHeight = std::max(rowHeight, sizes[i].y);
    }
}

/// Where some nodes had a place already, the new picture is laid over the old one.
void alignWithPrevious(const Graph& graph, Draft& draft) {
    for (Index node = 0; node < graph.size(); ++node) {
        const auto& previous = graph.nodes[node].previous;
        if (!previous) continue;
        const LayoutPoint& now = draft.boxes[node].centre;
        shift(draft, {previous->x - now.x, previous->y - now.y});
        return;
    }
}

}  // namespace

Draft emptyDraft(const Graph& graph) {
    Draft draft;
    for (const LayoutNode& node : graph.nodes) draft.boxes.push_back({{}, node.width, node.height});
    draft.routes.resize(graph.edges.size());
    return draft;
}

Draft layOutFresh(const Graph& graph, const LayoutSpacing& spacing, const std::stop_token& stop) {
    const auto members = components(graph);
    std::vector<Draft> parts;
    parts.reserve(members.size());
    for (const auto& part : members) parts.push_back(layOutPart(subgraph(graph, part), spacing, stop));
    packParts(parts, spacing);
    Draft draft = emptyDraft(graph);
    std::vector<Index> partOf(graph.size());
    for (Index p = 0; p < members.size(); ++p) {
        for (Index i = 0; i < members[p].size(); ++i) {
            draft.boxes[members[p][i]] = parts[p].boxes[i];
            partOf[members[p][i]] = p;
        }
    }
    // A part has its edges in the order of the whole, so they come back one after the other.
    std::vector<Index> next(members.size(), 0);
    for (Index e = 0; e < graph.edges.size(); ++e) {
        const Index p = partOf[graph.edges[e].first];
        draft.routes[e] = std::move(parts[p].routes[next[p]++]);
    }
    alignWithPrevious(graph, draft);
    return draft;
}

double freeSlot(const std::vector<Box>& others, const Box& box, const LayoutSpacing& spacing) {
    std::vector<std::pair<double, double>> spans;
    for (const Box& other : others) {
        const bool apart =
            other.right() + spacing.node <= box.left() || box.right() + spacing.node <= other.left();
        if (apart) continue;
        const double reach = (other.height + box.height) / 2 + spacing.node;
        spans.emplace_back(other.centre.y - reach, other.centre.y + reach);
    }
    return std::round(nearestFree(std::move(spans), box.centre.y));
}

void applyPins(const Graph& graph, const LayoutSpacing& spacing, Draft& draft) {
    std::vector<Box> settled;
    std::vector<Index> covered;
    for (Index node = 0; node < graph.size(); ++node) {
        if (!graph.nodes[node].pinned) continue;
        draft.boxes[node].centre = *graph.nodes[node].pinned;
        settled.push_back(draft.boxes[node]);
    }
    if (settled.empty()) return;
    const auto overlaps = [](const Box& a, const Box& b) {
        return a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom();
    };
    const std::vector<Box> pinned = settled;
    for (Index node = 0; node < graph.size(); ++node) {
        if (graph.nodes[node].pinned) continue;
        const Box& box = draft.boxes[node];
        const bool hit =
            std::any_of(pinned.begin(), pinned.end(), [&](const Box& b) { return overlaps(box, b); });
        if (hit) {
            covered.push_back(node);
        } else {
            settled.push_back(box);
        }
    }
    for (const Index node : covered) {
        draft.boxes[node].centre.y = freeSlot(settled, draft.boxes[node], spacing);
        settled.push_back(draft.boxes[node]);
    }
}

}  // namespace binnacle::layout
