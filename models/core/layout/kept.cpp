// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/layout/fresh.h"
#include "models/core/layout/routing.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle::layout {
namespace {

/// Adds to a layout that is there already, see layOutKept().
class Keeper {
  public:
    Keeper(const Graph& graph, const LayoutSpacing& spacing)
        : m_graph(graph), m_spacing(spacing), m_acyclic(breakCycles(graph)), m_draft(emptyDraft(graph)) {
        m_placed.resize(graph.size(), false);
    }

    Draft run(const std::stop_token& stop) {
        chooseColumns();
        for (const Index node : m_moving) settle(node);
        placeLoose(stop);
        m_draft.routes = m_graph.previousRoutes;
        return std::move(m_draft);
    }

  private:
    /// From left to right: who may stay, and in which column the others belong.
    void chooseColumns() {
        for (const Index node : m_acyclic.order) chooseColumn(node);
        for (auto node = m_acyclic.order.rbegin(); node != m_acyclic.order.rend(); ++node) {
            if (!m_placed[*node]) placeBefore(*node);
        }
    }

    void chooseColumn(Index node) {
        const LayoutNode& self = m_graph.nodes[node];
        Box& box = m_draft.boxes[node];
        if (self.pinned) return stay(node, *self.pinned);
        const auto least = leastX(node);
        if (self.previous) {
            // A line may be a little short before its end has to make room for it.
            if (!least || self.previous->x >= *least - m_spacing.layer / 2) return stay(node, *self.previous);
            box.centre = {*least, self.previous->y};
        } else {
            if (!least) return;
            box.centre = {*least, meanY(m_acyclic.in[node])};
        }
        m_placed[node] = true;
        m_moving.push_back(node);
    }

    void stay(Index node, const LayoutPoint& at) {
        m_draft.boxes[node].centre = at;
        m_placed[node] = true;
        m_settled.push_back(m_draft.boxes[node]);
    }

    /// The centre that leaves room for the lines of all callers that have a place. A node which the user
    /// moved pushes nobody that was there.
    std::optional<double> leastX(Index node) const {
        std::optional<double> least;
        const bool isNew = !m_graph.nodes[node].previous;
        for (const Index caller : m_acyclic.in[node]) {
            if (!m_placed[caller] || (m_graph.nodes[caller].pinned && !isNew)) continue;
            const double x = m_draft.boxes[caller].right() + m_spacing.layer + m_draft.boxes[node].width / 2;
            least = std::max(least.value_or(x), x);
        }
        return least;
    }

    double meanY(const std::vector<Index>& nodes) const {
        double sum = 0;
        double count = 0;
        for (const Index node : nodes) {
            if (!m_placed[node]) continue;
            sum += m_draft.boxes[node].centre.y;
            ++count;
        }
        return count > 0 ? sum / count : 0;
    }

    /// A new node that nobody known calls goes before what it calls.
    void placeBefore(Index node) {
        double x = std::numeric_limits<double>::max();
        for (const Index callee : m_acyclic.out[node]) {
            if (!m_placed[callee]) continue;
            x = std::min(x, m_draft.boxes[callee].left() - m_spacing.layer - m_draft.boxes[node].width / 2);
        }
        if (x == std::numeric_limits<double>::max()) return;
        m_draft.boxes[node].centre = {x, meanY(m_acyclic.out[node])};
        m_placed[node] = true;
        m_moving.push_back(node);
    }

    void settle(Index node) {
        Box& box = m_draft.boxes[node];
        box.centre.y = freeSlot(m_settled, box, m_spacing);
        m_settled.push_back(box);
    }

    /// New parts that touch nothing known go below everything.
    void placeLoose(const std::stop_token& stop) {
        std::vector<Index> loose;
        for (Index node = 0; node < m_graph.size(); ++node) {
            if (!m_placed[node]) loose.push_back(node);
        }
        if (loose.empty()) return;
        LayoutPoint corner{std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()};
        for (const Box& box : m_settled) {
            corner.x = std::min(corner.x, box.left());
            corner.y = std::max(corner.y, box.bottom());
        }
        const Draft below = layOutFresh(subgraph(m_graph, loose), m_spacing, stop);
        for (Index i = 0; i < loose.size(); ++i) {
            const LayoutPoint& at = below.boxes[i].centre;
            m_draft.boxes[loose[i]].centre = {corner.x + at.x, corner.y + m_spacing.component + at.y};
        }
    }

    const Graph& m_graph;
    const LayoutSpacing& m_spacing;
    Acyclic m_acyclic;
    Draft m_draft;
    std::vector<bool> m_placed;
    std::vector<Index> m_moving;
    std::vector<Box> m_settled;
};

}  // namespace

Draft layOutKept(const Graph& graph, const LayoutSpacing& spacing, const std::stop_token& stop) {
    return Keeper(graph, spacing).run(stop);
}

}  // namespace binnacle::layout
