// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/routing.h"

#include <algorithm>
#include <cmath>

namespace binnacle::layout {
namespace {

constexpr double kClearance = 4;  ///< nearer to a box, a kept line is in its way
constexpr double kEndTolerance = 1.5;
constexpr double kPortGap = 11;     ///< between two lines on one side of a box
constexpr double kPortMargin = 12;  ///< from the corner of a box

using Spans = std::vector<std::pair<double, double>>;

/// Finds the boxes near a range of x without looking at all of them.
class BoxIndex {
  public:
    explicit BoxIndex(const std::vector<Box>& boxes) : m_boxes(boxes) {
        for (Index i = 0; i < boxes.size(); ++i) {
            m_byLeft.push_back(i);
            m_widest = std::max(m_widest, boxes[i].width);
        }
        std::sort(m_byLeft.begin(), m_byLeft.end(), [&](Index a, Index b) {
            return std::pair(boxes[a].left(), a) < std::pair(boxes[b].left(), b);
        });
    }

    /// Calls `visit` on each box that reaches into (from, to), from left to right.
    template <typename Visit>
    void between(double from, double to, Visit visit) const {
        auto at = std::lower_bound(m_byLeft.begin(), m_byLeft.end(), from - m_widest,
                                   [&](Index box, double x) { return m_boxes[box].left() < x; });
        for (; at != m_byLeft.end() && m_boxes[*at].left() < to; ++at) {
            if (m_boxes[*at].right() > from) visit(*at);
        }
    }

  private:
    const std::vector<Box>& m_boxes;
    std::vector<Index> m_byLeft;
    double m_widest = 0;
};

class Router {
  public:
    Router(const Graph& graph, const std::vector<Box>& boxes, const LayoutSpacing& spacing)
        : m_graph(graph), m_boxes(boxes), m_spacing(spacing), m_index(boxes) {}

    bool fits(const PlacedEdge& edge, std::pair<Index, Index> ends) const {
        const auto& route = edge.route;
        if (route.size() < 2 || edge.shape == RouteShape::sideways) return false;
        const auto [start, end] = endsOf(edge.shape, m_boxes[ends.first], m_boxes[ends.second]);
        if (!near(route.front(), start, m_boxes[ends.first])) return false;
        if (!near(route.back(), end, m_boxes[ends.second])) return false;
        for (Index i = 0; i + 1 < route.size(); ++i) {
            if (hits(route[i], route[i + 1], ends)) return false;
        }
        return true;
    }

    void remember(const std::vector<LayoutPoint>& route) {
        for (Index i = 1; i + 2 < route.size(); i += 2) m_lines.push_back({route[i], route[i + 1]});
    }

    std::vector<LayoutPoint> route(RouteShape shape, std::pair<Index, Index> ends) {
        const auto [start, end] = endsOf(shape, m_boxes[ends.first], m_boxes[ends.second]);
        std::vector<LayoutPoint> points{start};
        if (shape == RouteShape::forward) passColumns(start, end, ends, points);
        if (shape == RouteShape::backward) {
            std::vector<LayoutPoint> reverse;
            passColumns(end, start, ends, reverse);
            points.insert(points.end(), reverse.rbegin(), reverse.rend());
        }
        points.push_back(end);
        return points;
    }

  private:
    struct Line {
        LayoutPoint from;
        LayoutPoint to;
    };
    struct Column {
        double left = 0;
        double right = 0;
        std::vector<Index> boxes;
    };

    static bool near(const LayoutPoint& point, const LayoutPoint& side, const Box& box) {
        return std::abs(point.x - side.x) < kEndTolerance && std::abs(point.y - side.y) <= box.height / 2;
    }

    bool hits(const LayoutPoint& a, const LayoutPoint& b, std::pair<Index, Index> ends) const {
        const double left = std::min(a.x, b.x);
        const double right = std::max(a.x, b.x);
        bool hit = false;
        m_index.between(left, right, [&](Index i) {
            if (i == ends.first || i == ends.second) return;
            const Box& box = m_boxes[i];
            const double from = std::max(left, box.left());
            const double to = std::min(right, box.right());
            const double slope = b.x == a.x ? 0 : (b.y - a.y) / (b.x - a.x);
            const double y1 = a.y + slope * (from - a.x);
            const double y2 = a.y + slope * (to - a.x);
            hit = hit ||
                  (std::max(y1, y2) > box.top() - kClearance && std::min(y1, y2) < box.bottom() + kClearance);
        });
        return hit;
    }

    std::vector<Column> columnsBetween(double from, double to, std::pair<Index, Index> ends) const {
        std::vector<Column> columns;
        m_index.between(from, to, [&](Index i) {
            if (i == ends.first || i == ends.second) return;
            const double left = std::max(from, m_boxes[i].left());
            const double right = std::min(to, m_boxes[i].right());
            if (columns.empty() || left > columns.back().right) columns.push_back({left, right, {}});
            columns.back().right = std::max(columns.back().right, right);
            columns.back().boxes.push_back(i);
        });
        return columns;
    }

    void passColumns(const LayoutPoint& from, const LayoutPoint& to, std::pair<Index, Index> ends,
                     std::vector<LayoutPoint>& points) {
        for (const Column& column : columnsBetween(from.x, to.x, ends)) {
            Spans blocked;
            for (const Index i : column.boxes) {
                const Box& box = m_boxes[i];
                blocked.emplace_back(box.top() - m_spacing.aside, box.bottom() + m_spacing.aside);
            }
            for (const Line& line : m_lines) {
                const bool apart = line.to.x <= column.left || line.from.x >= column.right;
                if (apart) continue;
                blocked.emplace_back(line.from.y - m_spacing.route, line.from.y + m_spacing.route);
            }
            const double y = std::round(nearestFree(std::move(blocked), to.y));
            points.push_back({column.left, y});
            points.push_back({column.right, y});
            m_lines.push_back({{column.left, y}, {column.right, y}});
        }
    }

    const Graph& m_graph;
    const std::vector<Box>& m_boxes;
    const LayoutSpacing& m_spacing;
    BoxIndex m_index;
    std::vector<Line> m_lines;
};

/// One end of a line at one side of a box.
struct Port {
    Index edge = 0;
    bool atStart = false;
    double towards = 0;  ///< the y that the line goes to or comes from
};

bool leavesRight(RouteShape shape, bool atStart) {
    switch (shape) {
        case RouteShape::forward:
            return atStart;
        case RouteShape::backward:
            return !atStart;
        case RouteShape::sideways:
        case RouteShape::loop:
            return true;
    }
    return true;
}

/// What to sort by: a line inside columns says it itself; a direct one goes to the other box.
double towardsOf(const PlacedEdge& edge, bool atStart) {
    return atStart ? edge.route[1].y : edge.route[edge.route.size() - 2].y;
}

void spread(std::vector<Port>& ports, const Box& box, std::vector<PlacedEdge>& edges) {
    std::stable_sort(ports.begin(), ports.end(),
                     [](const Port& a, const Port& b) { return a.towards < b.towards; });
    if (ports.size() < 2) return;
    const auto gaps = static_cast<double>(ports.size() - 1);
    const double gap = std::min(kPortGap, std::max(0.0, box.height - 2 * kPortMargin) / gaps);
    double y = box.centre.y - gap * gaps / 2;
    for (const Port& port : ports) {
        auto& route = edges[port.edge].route;
        (port.atStart ? route.front() : route.back()).y = y;
        y += gap;
    }
}

void spreadPorts(const Graph& graph, const std::vector<Box>& boxes, std::vector<PlacedEdge>& edges) {
    std::vector<std::vector<Port>> left(graph.size());
    std::vector<std::vector<Port>> right(graph.size());
    for (Index e = 0; e < edges.size(); ++e) {
        for (const bool atStart : {true, false}) {
            const Index node = atStart ? graph.edges[e].first : graph.edges[e].second;
            auto& side = leavesRight(edges[e].shape, atStart) ? right[node] : left[node];
            side.push_back({e, atStart, towardsOf(edges[e], atStart)});
        }
    }
    for (Index node = 0; node < graph.size(); ++node) {
        spread(left[node], boxes[node], edges);
        spread(right[node], boxes[node], edges);
    }
}

}  // namespace

double nearestFree(std::vector<std::pair<double, double>> spans, double wanted) {
    std::sort(spans.begin(), spans.end());
    double above = wanted;
    double below = wanted;
    // One pass down finds the first gap at or below; one pass up the first gap at or above.
    for (const auto& [from, to] : spans) {
        if (from < below && to > below) below = to;
    }
    for (bool moved = true; moved;) {
        moved = false;
        for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
            if (span->first >= above || span->second <= above) continue;
            above = span->first;
            moved = true;
        }
    }
    return wanted - above <= below - wanted ? above : below;
}

RouteShape shapeOf(const Box& source, const Box& destination) {
    if (source.right() <= destination.left()) return RouteShape::forward;
    if (destination.right() <= source.left()) return RouteShape::backward;
    return RouteShape::sideways;
}

std::pair<LayoutPoint, LayoutPoint> endsOf(RouteShape shape, const Box& source, const Box& destination) {
    const bool backward = shape == RouteShape::backward;
    const double from = backward ? source.left() : source.right();
    const double to = shape == RouteShape::forward ? destination.left() : destination.right();
    return {{from, source.centre.y}, {to, destination.centre.y}};
}

std::vector<PlacedEdge> routeEdges(const Graph& graph, const std::vector<Box>& boxes,
                                   std::vector<std::vector<LayoutPoint>> proposals,
                                   const LayoutSpacing& spacing) {
    Router router(graph, boxes, spacing);
    std::vector<PlacedEdge> edges;
    std::vector<Index> open;
    for (Index e = 0; e < graph.edges.size(); ++e) {
        const auto [from, to] = graph.edges[e];
        PlacedEdge edge{graph.nodes[from].id, graph.nodes[to].id, shapeOf(boxes[from], boxes[to]), {}};
        edge.route = std::move(proposals[e]);
        if (router.fits(edge, graph.edges[e])) {
            router.remember(edge.route);
        } else {
            edge.route.clear();
            open.push_back(e);
        }
        edges.push_back(std::move(edge));
    }
    for (const Index e : open) edges[e].route = router.route(edges[e].shape, graph.edges[e]);
    for (Index e = 0; e < edges.size(); ++e) {
        const auto ends = endsOf(edges[e].shape, boxes[graph.edges[e].first], boxes[graph.edges[e].second]);
        edges[e].route.front() = ends.first;
        edges[e].route.back() = ends.second;
    }
    spreadPorts(graph, boxes, edges);
    return edges;
}

}  // namespace binnacle::layout
