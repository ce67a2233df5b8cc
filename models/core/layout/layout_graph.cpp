// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/layout_graph.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <unordered_map>

namespace binnacle::layout {
namespace {

constexpr double kSmallest = 1;
constexpr double kLargest = 10'000;
constexpr double kFarthest = 1e9;

double saneLength(double length) {
    return std::isfinite(length) ? std::clamp(length, kSmallest, kLargest) : kSmallest;
}

void dropInsane(std::optional<LayoutPoint>& point) {
    if (!point) return;
    const bool sane = std::isfinite(point->x) && std::isfinite(point->y) && std::abs(point->x) < kFarthest &&
                      std::abs(point->y) < kFarthest;
    if (!sane) point.reset();
}

void takeNodes(const LayoutRequest& request, Graph& graph) {
    graph.nodes = request.nodes;
    const auto byId = [](const LayoutNode& a, const LayoutNode& b) { return a.id < b.id; };
    const auto sameId = [](const LayoutNode& a, const LayoutNode& b) { return a.id == b.id; };
    std::stable_sort(graph.nodes.begin(), graph.nodes.end(), byId);
    graph.nodes.erase(std::unique(graph.nodes.begin(), graph.nodes.end(), sameId), graph.nodes.end());
    std::map<std::string_view, Index> groups;
    for (LayoutNode& node : graph.nodes) {
        node.width = saneLength(node.width);
        node.height = saneLength(node.height);
        dropInsane(node.previous);
        dropInsane(node.pinned);
        if (node.group.empty()) {
            graph.group.push_back(kNone);
        } else {
            graph.group.push_back(groups.try_emplace(node.group, groups.size()).first->second);
        }
    }
}

void takeEdges(const LayoutRequest& request, Graph& graph) {
    std::unordered_map<std::string_view, Index> index;
    for (Index i = 0; i < graph.size(); ++i) index.emplace(graph.nodes[i].id, i);
    std::map<std::pair<Index, Index>, const LayoutEdge*> unique;
    for (const LayoutEdge& edge : request.edges) {
        const auto from = index.find(edge.source);
        const auto to = index.find(edge.destination);
        if (from == index.end() || to == index.end()) continue;
        unique.try_emplace({from->second, to->second}, &edge);
    }
    for (const auto& [ends, edge] : unique) {
        if (ends.first == ends.second) {
            graph.loops.push_back(ends.first);
            continue;
        }
        graph.edges.push_back(ends);
        graph.previousRoutes.push_back(edge->previousRoute);
    }
}

void linkEdges(Graph& graph) {
    graph.out.assign(graph.size(), {});
    graph.in.assign(graph.size(), {});
    for (const auto& [from, to] : graph.edges) {
        graph.out[from].push_back(to);
        graph.in[to].push_back(from);
    }
}

/// Where a node stood, for those that have a place already.
std::optional<LayoutPoint> place(const LayoutNode& node) {
    return node.pinned ? node.pinned : node.previous;
}

/// Nodes in the order in which walks may start: those that nobody calls first, then from left to right, then
/// by id.
std::vector<Index> walkStarts(const Graph& graph) {
    std::vector<Index> starts(graph.size());
    for (Index i = 0; i < starts.size(); ++i) starts[i] = i;
    const auto key = [&](Index node) {
        const auto at = place(graph.nodes[node]);
        return std::tuple(!graph.in[node].empty(), at ? at->x : kFarthest, node);
    };
    std::sort(starts.begin(), starts.end(), [&](Index a, Index b) { return key(a) < key(b); });
    return starts;
}

/// Depth-first walk that keeps its own stack; calls `leave` on each node after all that it reaches.
template <typename Leave>
void walk(const std::vector<std::vector<Index>>& out, Index start, std::vector<bool>& seen, Leave leave) {
    if (seen[start]) return;
    std::vector<std::pair<Index, Index>> stack{{start, 0}};
    seen[start] = true;
    while (!stack.empty()) {
        auto& [node, next] = stack.back();
        if (next == out[node].size()) {
            leave(node);
            stack.pop_back();
            continue;
        }
        const Index child = out[node][next++];
        if (seen[child]) continue;
        seen[child] = true;
        stack.emplace_back(child, 0);
    }
}

/// Nodes in reverse post-order: along every edge that closes no cycle.
std::vector<Index> reversePostOrder(const Graph& graph) {
    std::vector<Index> order;
    std::vector<bool> seen(graph.size(), false);
    const std::vector<Index> starts = walkStarts(graph);
    for (const Index start : starts) walk(graph.out, start, seen, [&](Index node) { order.push_back(node); });
    std::reverse(order.begin(), order.end());
    return order;
}

/// The number of the strongly connected part of each node (Kosaraju).
std::vector<Index> strongParts(const Graph& graph, const std::vector<Index>& order) {
    std::vector<Index> part(graph.size(), kNone);
    std::vector<bool> seen(graph.size(), false);
    Index count = 0;
    for (const Index start : order) {
        if (seen[start]) continue;
        walk(graph.in, start, seen, [&](Index node) { part[node] = count; });
        ++count;
    }
    return part;
}

/// A position along the calls for each node, for use inside cycles: old nodes by where they stand.
std::vector<double> cycleKeys(const Graph& graph, const std::vector<Index>& order) {
    std::vector<double> key(graph.size(), 0);
    bool anyPlaced = false;
    for (const LayoutNode& node : graph.nodes) anyPlaced = anyPlaced || place(node).has_value();
    double walked = 0;
    for (const Index node : order) {
        const auto at = place(graph.nodes[node]);
        if (at) {
            key[node] = at->x;
        } else if (!anyPlaced) {
            key[node] = walked++;
        } else {
            double latest = -kFarthest;
            for (const Index caller : graph.in[node]) {
                if (place(graph.nodes[caller])) latest = std::max(latest, place(graph.nodes[caller])->x);
            }
            key[node] = latest + 1;
        }
    }
    return key;
}

void topologicalOrder(Acyclic& acyclic) {
    std::vector<bool> seen(acyclic.out.size(), false);
    for (Index node = 0; node < acyclic.out.size(); ++node) {
        walk(acyclic.out, node, seen, [&](Index left) { acyclic.order.push_back(left); });
    }
    std::reverse(acyclic.order.begin(), acyclic.order.end());
}

int lowestCallee(const Acyclic& acyclic, const std::vector<int>& rank, Index node) {
    int lowest = rank[acyclic.out[node].front()];
    for (const Index callee : acyclic.out[node]) lowest = std::min(lowest, rank[callee]);
    return lowest;
}

/// Moves a node to the right, and with it what it calls as far as that must make room.
void pushRight(const Acyclic& acyclic, Index node, int to, std::vector<int>& rank) {
    std::vector<std::pair<Index, int>> stack{{node, to}};
    while (!stack.empty()) {
        const auto [moved, least] = stack.back();
        stack.pop_back();
        if (rank[moved] >= least) continue;
        rank[moved] = least;
        for (const Index callee : acyclic.out[moved]) stack.emplace_back(callee, least + 1);
    }
}

void limitHeight(const Acyclic& acyclic, std::size_t tallest, std::vector<int>& rank) {
    std::vector<Index> column;
    for (int at = 0;; ++at) {
        column.clear();
        bool isLast = true;
        for (Index node = 0; node < rank.size(); ++node) {
            if (rank[node] == at) column.push_back(node);
            isLast = isLast && rank[node] <= at;
        }
        if (column.size() <= tallest) {
            if (isLast) return;
            continue;
        }
        std::stable_sort(column.begin(), column.end(),
                         [&](Index a, Index b) { return acyclic.out[a].size() > acyclic.out[b].size(); });
        for (Index i = tallest; i < column.size(); ++i) pushRight(acyclic, column[i], at + 1, rank);
    }
}

}  // namespace

Graph buildGraph(const LayoutRequest& request) {
    Graph graph;
    takeNodes(request, graph);
    takeEdges(request, graph);
    linkEdges(graph);
    return graph;
}

std::vector<std::vector<Index>> components(const Graph& graph) {
    std::map<Index, std::vector<Index>> groups;
    for (Index i = 0; i < graph.size(); ++i) {
        if (graph.group[i] != kNone) groups[graph.group[i]].push_back(i);
    }
    std::vector<std::vector<Index>> parts;
    std::vector<bool> seen(graph.size(), false);
    std::vector<Index> part;
    const auto take = [&](const std::vector<Index>& nodes) {
        for (const Index node : nodes) {
            if (!seen[node]) part.push_back(node);
            seen[node] = true;
        }
    };
    for (Index start = 0; start < graph.size(); ++start) {
        part.clear();
        take({start});
        for (Index i = 0; i < part.size(); ++i) {
            const Index node = part[i];
            take(graph.out[node]);
            take(graph.in[node]);
            if (graph.group[node] != kNone) take(groups[graph.group[node]]);
        }
        std::sort(part.begin(), part.end());
        if (!part.empty()) parts.push_back(part);
    }
    return parts;
}

Graph subgraph(const Graph& graph, const std::vector<Index>& members) {
    Graph sub;
    std::vector<Index> index(graph.size(), kNone);
    for (Index i = 0; i < members.size(); ++i) {
        index[members[i]] = i;
        sub.nodes.push_back(graph.nodes[members[i]]);
        sub.group.push_back(graph.group[members[i]]);
    }
    for (Index e = 0; e < graph.edges.size(); ++e) {
        const auto [from, to] = graph.edges[e];
        if (index[from] == kNone || index[to] == kNone) continue;
        sub.edges.emplace_back(index[from], index[to]);
        sub.previousRoutes.push_back(graph.previousRoutes[e]);
    }
    linkEdges(sub);
    return sub;
}

Acyclic breakCycles(const Graph& graph) {
    const std::vector<Index> order = reversePostOrder(graph);
    const std::vector<Index> part = strongParts(graph, order);
    const std::vector<double> key = cycleKeys(graph, order);
    std::vector<Index> walked(graph.size());
    for (Index i = 0; i < order.size(); ++i) walked[order[i]] = i;
    Acyclic acyclic;
    acyclic.out.assign(graph.size(), {});
    acyclic.in.assign(graph.size(), {});
    for (const auto& [from, to] : graph.edges) {
        const bool inCycle = part[from] == part[to];
        const bool reversed = inCycle && std::pair(key[from], walked[from]) > std::pair(key[to], walked[to]);
        acyclic.reversed.push_back(reversed);
        acyclic.out[reversed ? to : from].push_back(reversed ? from : to);
        acyclic.in[reversed ? from : to].push_back(reversed ? to : from);
    }
    topologicalOrder(acyclic);
    return acyclic;
}

std::vector<int> rankNodes(const Graph& graph, const Acyclic& acyclic, std::size_t tallest) {
    std::vector<int> rank(graph.size(), 0);
    for (const Index node : acyclic.order) {
        for (const Index callee : acyclic.out[node]) rank[callee] = std::max(rank[callee], rank[node] + 1);
    }
    // Longest paths put every caller as far left as they can; one with more lines to its right goes next to
    // them.
    for (auto node = acyclic.order.rbegin(); node != acyclic.order.rend(); ++node) {
        if (acyclic.out[*node].size() <= acyclic.in[*node].size()) continue;
        rank[*node] = lowestCallee(acyclic, rank, *node) - 1;
    }
    const int lowest = rank.empty() ? 0 : *std::min_element(rank.begin(), rank.end());
    for (int& value : rank) value -= lowest;
    limitHeight(acyclic, std::max<std::size_t>(1, tallest), rank);
    return rank;
}

}  // namespace binnacle::layout
