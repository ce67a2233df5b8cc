// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/layers.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace binnacle::layout {
namespace {

constexpr int kSweepsSmall = 24;
constexpr int kSweepsLarge = 10;
constexpr std::size_t kLargeCells = 1500;
constexpr int kPatience = 6;  ///< sweeps without a better order before giving up
constexpr int kTransposeRounds = 6;

enum class Side : std::uint8_t { left, right };

/// Improves the order of the columns of one graph; keeps the positions of the cells at hand.
class Sorter {
  public:
    Sorter(const Graph& graph, Layers& layers) : m_graph(graph), m_layers(layers) {
        m_position.resize(layers.cells.size());
        m_key.resize(layers.cells.size());
        for (Index l = 0; l < layers.layers.size(); ++l) number(l);
    }

    /// Puts the nodes of each group side by side, whatever that costs: every order from here on keeps them
    /// so.
    void gather() {
        for (Index l = 0; l < m_layers.layers.size(); ++l) {
            auto& cells = m_layers.layers[l];
            for (const Index cell : cells) m_key[cell] = static_cast<double>(m_position[cell]);
            joinGroups(cells);
            sortByKey(l);
        }
    }

    void sweep(int round) {
        const std::size_t count = m_layers.layers.size();
        const bool median = round % 4 >= 2;
        if (round % 2 == 0) {
            for (Index l = 1; l < count; ++l) sortLayer(l, Side::left, median);
        } else {
            for (Index l = count - 1; l > 0; --l) sortLayer(l - 1, Side::right, median);
        }
    }

    void transpose() {
        bool better = true;
        for (int round = 0; better && round < kTransposeRounds; ++round) {
            better = false;
            for (Index l = 0; l < m_layers.layers.size(); ++l) better = transposeLayer(l) || better;
        }
    }

    void renumber() {
        for (Index l = 0; l < m_layers.layers.size(); ++l) number(l);
    }

  private:
    void number(Index layer) {
        const auto& cells = m_layers.layers[layer];
        for (Index i = 0; i < cells.size(); ++i) m_position[cells[i]] = i;
    }

    const std::vector<Index>& neighbours(Index cell, Side side) const {
        return side == Side::left ? m_layers.cells[cell].left : m_layers.cells[cell].right;
    }

    double keyOf(Index cell, Side side, bool median) {
        const auto& others = neighbours(cell, side);
        if (others.empty()) return -1;
        m_ends.clear();
        for (const Index other : others) m_ends.push_back(static_cast<double>(m_position[other]));
        if (median) {
            std::sort(m_ends.begin(), m_ends.end());
            const std::size_t middle = m_ends.size() / 2;
            return m_ends.size() % 2 == 1 ? m_ends[middle] : (m_ends[middle - 1] + m_ends[middle]) / 2;
        }
        double sum = 0;
        for (const double end : m_ends) sum += end;
        return sum / static_cast<double>(m_ends.size());
    }

    /// A cell without neighbours on that side stays where it is among the others: it takes the key of the one
    /// above.
    void fillKeys(const std::vector<Index>& cells, Side side, bool median) {
        double above = 0;
        for (const Index cell : cells) {
            const double key = keyOf(cell, side, median);
            m_key[cell] = key < 0 ? above : key;
            above = m_key[cell];
        }
        joinGroups(cells);
    }

    Index groupOf(Index cell) const {
        const Index node = m_layers.cells[cell].node;
        return node == kNone ? kNone : m_graph.group[node];
    }

    /// The nodes of one group share their mean key, so that sorting puts them side by side.
    void joinGroups(const std::vector<Index>& cells) {
        m_groups.clear();
        for (const Index cell : cells) {
            if (groupOf(cell) == kNone) continue;
            auto& [sum, count] = m_groups[groupOf(cell)];
            sum += m_key[cell];
            ++count;
        }
        for (const Index cell : cells) {
            if (groupOf(cell) == kNone) continue;
            const auto& [sum, count] = m_groups[groupOf(cell)];
            if (count > 1) m_key[cell] = sum / count;
        }
    }

    void sortLayer(Index layer, Side side, bool median) {
        fillKeys(m_layers.layers[layer], side, median);
        sortByKey(layer);
    }

    void sortByKey(Index layer) {
        auto& cells = m_layers.layers[layer];
        std::stable_sort(cells.begin(), cells.end(), [&](Index a, Index b) {
            return std::pair(m_key[a], groupOf(a)) < std::pair(m_key[b], groupOf(b));
        });
        number(layer);
    }

    /// How many crossings the lines of two cells have with each other when `upper` is above `lower`.
    std::size_t crossingsOf(Index upper, Index lower, Side side) {
        m_upper.clear();
        m_lower.clear();
        for (const Index other : neighbours(upper, side)) m_upper.push_back(m_position[other]);
        for (const Index other : neighbours(lower, side)) m_lower.push_back(m_position[other]);
        std::sort(m_upper.begin(), m_upper.end());
        std::sort(m_lower.begin(), m_lower.end());
        std::size_t crossings = 0;
        std::size_t below = 0;
        for (const Index end : m_upper) {
            while (below < m_lower.size() && m_lower[below] < end) ++below;
            crossings += below;
        }
        return crossings;
    }

    bool mayPass(Index a, Index b) const {
        const bool grouped = shares(a) || shares(b);
        return !grouped || groupOf(a) == groupOf(b);
    }

    bool shares(Index cell) const {
        const auto& cells = m_layers.layers[static_cast<Index>(m_layers.cells[cell].layer)];
        if (groupOf(cell) == kNone) return false;
        const Index at = m_position[cell];
        const bool above = at > 0 && groupOf(cells[at - 1]) == groupOf(cell);
        return above || (at + 1 < cells.size() && groupOf(cells[at + 1]) == groupOf(cell));
    }

    bool transposeLayer(Index layer) {
        auto& cells = m_layers.layers[layer];
        bool better = false;
        for (Index i = 0; i + 1 < cells.size(); ++i) {
            const Index a = cells[i];
            const Index b = cells[i + 1];
            if (!mayPass(a, b)) continue;
            const std::size_t now = crossingsOf(a, b, Side::left) + crossingsOf(a, b, Side::right);
            if (now == 0) continue;
            const std::size_t then = crossingsOf(b, a, Side::left) + crossingsOf(b, a, Side::right);
            if (then >= now) continue;
            std::swap(cells[i], cells[i + 1]);
            std::swap(m_position[a], m_position[b]);
            better = true;
        }
        return better;
    }

    const Graph& m_graph;
    Layers& m_layers;
    std::vector<Index> m_position;
    std::vector<double> m_key;
    std::vector<double> m_ends;
    std::vector<Index> m_upper;
    std::vector<Index> m_lower;
    std::unordered_map<Index, std::pair<double, int>> m_groups;
};

}  // namespace

void orderLayers(const Graph& graph, Layers& layers, const std::stop_token& stop) {
    if (layers.layers.size() < 2) return;
    Sorter sorter(graph, layers);
    sorter.gather();
    const bool large = layers.cells.size() > kLargeCells;
    const int sweeps = large ? kSweepsLarge : kSweepsSmall;
    auto best = layers.layers;
    std::size_t fewest = countCrossings(layers);
    int withoutGain = 0;
    for (int round = 0; round < sweeps && fewest > 0 && withoutGain < kPatience; ++round) {
        if (stop.stop_requested()) return;
        sorter.sweep(round);
        if (!large || round + 2 >= sweeps || round == 1) sorter.transpose();
        const std::size_t crossings = countCrossings(layers);
        ++withoutGain;
        if (crossings >= fewest) continue;
        fewest = crossings;
        best = layers.layers;
        withoutGain = 0;
    }
    layers.layers = std::move(best);
    sorter.renumber();
    sorter.transpose();
}

}  // namespace binnacle::layout
