// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/layers.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace binnacle::layout {
namespace {

constexpr int kRounds = 8;
constexpr double kLineWeight = 8;   ///< between two passing points: a long line should be straight
constexpr double kMixedWeight = 2;  ///< between a node and a passing point
constexpr double kNodeWeight = 1;

enum class Use : std::uint8_t { left, right, both };

/// Moves the cells of one column at a time to the mean of their neighbours, as near as order and distances
/// allow: a least-squares fit by pooling adjacent violators.
class Placer {
  public:
    Placer(Layers& layers, const LayoutSpacing& spacing) : m_layers(layers), m_spacing(spacing) {}

    void stack() {
        for (const auto& layer : m_layers.layers) {
            double y = 0;
            for (Index i = 0; i < layer.size(); ++i) {
                if (i > 0) y += distance(layer[i - 1], layer[i]);
                m_layers.cells[layer[i]].y = y;
            }
            for (const Index cell : layer) m_layers.cells[cell].y -= y / 2;
        }
    }

    void fit(Index layer, Use use) {
        const auto& cells = m_layers.layers[layer];
        m_blocks.clear();
        double offset = 0;
        for (Index i = 0; i < cells.size(); ++i) {
            if (i > 0) offset += distance(cells[i - 1], cells[i]);
            const auto [wanted, weight] = pull(cells[i], use);
            m_blocks.push_back({(wanted - offset) * weight, weight, 1});
            while (m_blocks.size() > 1 && m_blocks[m_blocks.size() - 2].mean() >= m_blocks.back().mean()) {
                const Block last = m_blocks.back();
                m_blocks.pop_back();
                m_blocks.back().take(last);
            }
        }
        offset = 0;
        Index i = 0;
        for (const Block& block : m_blocks) {
            for (Index k = 0; k < block.size; ++k, ++i) {
                if (i > 0) offset += distance(cells[i - 1], cells[i]);
                m_layers.cells[cells[i]].y = block.mean() + offset;
            }
        }
    }

  private:
    struct Block {
        double sum = 0;
        double weight = 0;
        Index size = 0;

        double mean() const { return sum / weight; }
        void take(const Block& other) {
            sum += other.sum;
            weight += other.weight;
            size += other.size;
        }
    };

    double distance(Index above, Index below) const {
        const Cell& a = m_layers.cells[above];
        const Cell& b = m_layers.cells[below];
        const bool lines = !a.isNode() && !b.isNode();
        const double gap = lines                      ? m_spacing.route
                           : a.isNode() && b.isNode() ? m_spacing.node
                                                      : m_spacing.aside;
        return (a.height + b.height) / 2 + gap;
    }

    double weightOf(const Cell& a, const Cell& b) const {
        if (a.isNode() && b.isNode()) return kNodeWeight;
        return a.isNode() || b.isNode() ? kMixedWeight : kLineWeight;
    }

    std::pair<double, double> pull(Index index, Use use) const {
        const Cell& cell = m_layers.cells[index];
        double sum = 0;
        double weight = 0;
        const auto take = [&](const std::vector<Index>& others) {
            for (const Index other : others) {
                const double part = weightOf(cell, m_layers.cells[other]);
                sum += part * m_layers.cells[other].y;
                weight += part;
            }
        };
        if (use != Use::right) take(cell.left);
        if (use != Use::left) take(cell.right);
        if (weight > 0) return {sum / weight, weight};
        return {cell.y, kNodeWeight / 4};
    }

    Layers& m_layers;
    const LayoutSpacing& m_spacing;
    std::vector<Block> m_blocks;
};

}  // namespace

void placeLayers(Layers& layers, const LayoutSpacing& spacing, const std::stop_token& stop) {
    Placer placer(layers, spacing);
    placer.stack();
    const Index count = layers.layers.size();
    for (int round = 0; round < kRounds; ++round) {
        if (stop.stop_requested()) return;
        const bool last = round + 2 >= kRounds;
        for (Index l = 1; l < count; ++l) placer.fit(l, last ? Use::both : Use::left);
        for (Index l = count - 1; l > 0; --l) placer.fit(l - 1, last ? Use::both : Use::right);
    }
    for (Cell& cell : layers.cells) cell.y = std::round(cell.y);
}

}  // namespace binnacle::layout
