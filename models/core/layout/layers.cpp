// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/layers.h"

#include <algorithm>

namespace binnacle::layout {
namespace {

void join(Layers& layers, Index left, Index right) {
    layers.cells[left].right.push_back(right);
    layers.cells[right].left.push_back(left);
}

std::vector<Index> buildChain(Layers& layers, Index from, Index to) {
    std::vector<Index> chain{from};
    const int last = layers.cells[to].layer;
    for (int layer = layers.cells[from].layer + 1; layer < last; ++layer) {
        Cell passing;
        passing.layer = layer;
        layers.cells.push_back(passing);
        const Index cell = layers.cells.size() - 1;
        join(layers, chain.back(), cell);
        chain.push_back(cell);
    }
    join(layers, chain.back(), to);
    chain.push_back(to);
    return chain;
}

/// First order: a walk along the calls, so that a tree comes out without crossings.
void walkOrder(Layers& layers) {
    std::vector<bool> seen(layers.cells.size(), false);
    std::vector<Index> stack;
    std::vector<Index> starts(layers.cells.size());
    for (Index i = 0; i < starts.size(); ++i) starts[i] = i;
    std::stable_sort(starts.begin(), starts.end(),
                     [&](Index a, Index b) { return layers.cells[a].layer < layers.cells[b].layer; });
    for (const Index start : starts) {
        if (!seen[start]) stack.push_back(start);
        while (!stack.empty()) {
            const Index cell = stack.back();
            stack.pop_back();
            if (seen[cell]) continue;
            seen[cell] = true;
            layers.layers[static_cast<Index>(layers.cells[cell].layer)].push_back(cell);
            const auto& right = layers.cells[cell].right;
            stack.insert(stack.end(), right.rbegin(), right.rend());
        }
    }
}

/// Counts inversions of a sequence with a binary indexed tree.
class InversionCounter {
  public:
    explicit InversionCounter(std::size_t size) : m_tree(size + 1, 0) {}

    std::size_t countAbove(Index position) const {
        std::size_t atMost = 0;
        for (Index i = position + 1; i > 0; i -= i & (~i + 1)) atMost += m_tree[i];
        return m_total - atMost;
    }
    void add(Index position) {
        ++m_total;
        for (Index i = position + 1; i < m_tree.size(); i += i & (~i + 1)) ++m_tree[i];
    }

  private:
    std::vector<std::size_t> m_tree;
    std::size_t m_total = 0;
};

}  // namespace

Layers buildLayers(const Graph& graph, const Acyclic& acyclic, const std::vector<int>& rank) {
    Layers layers;
    int highest = 0;
    for (Index node = 0; node < graph.size(); ++node) {
        Cell cell;
        cell.node = node;
        cell.layer = rank[node];
        cell.height = graph.nodes[node].height;
        layers.cells.push_back(cell);
        highest = std::max(highest, rank[node]);
    }
    for (Index e = 0; e < graph.edges.size(); ++e) {
        const auto [from, to] = graph.edges[e];
        layers.chains.push_back(acyclic.reversed[e] ? buildChain(layers, to, from)
                                                    : buildChain(layers, from, to));
    }
    layers.layers.resize(static_cast<Index>(highest) + 1);
    walkOrder(layers);
    return layers;
}

std::size_t countCrossings(const Layers& layers) {
    std::vector<Index> position(layers.cells.size(), 0);
    for (const auto& layer : layers.layers) {
        for (Index i = 0; i < layer.size(); ++i) position[layer[i]] = i;
    }
    std::size_t crossings = 0;
    std::vector<Index> ends;
    for (Index l = 0; l + 1 < layers.layers.size(); ++l) {
        InversionCounter counter(layers.layers[l + 1].size());
        for (const Index cell : layers.layers[l]) {
            ends.clear();
            for (const Index right : layers.cells[cell].right) ends.push_back(position[right]);
            for (const Index end : ends) crossings += counter.countAbove(end);
            for (const Index end : ends) counter.add(end);
        }
    }
    return crossings;
}

}  // namespace binnacle::layout
