// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/tally.h"

#include "models/core/topology/nameless_tcp.h"

#include <algorithm>
#include <tuple>

namespace binnacle {
namespace {

constexpr std::uint32_t kNone = 0xFFFFFFFF;

bool sameFamily(Protocol a, Protocol b) {
    return a == Protocol::unknown || b == Protocol::unknown || (a == Protocol::tcp) == (b == Protocol::tcp);
}

}  // namespace

Tally::Tally(const Resolution& resolution)
    : m_resolution(resolution),
      m_places(resolution.edges().size(), kNone),
      m_tellsOut(resolution.nodes().size()),
      m_tellsIn(resolution.nodes().size()) {}

Tally::Sides& Tally::sidesOf(std::uint32_t edge) {
    if (m_places[edge] == kNone) {
        m_places[edge] = static_cast<std::uint32_t>(m_sides.size());
        m_sides.emplace_back().edge = edge;
    }
    return m_sides[m_places[edge]];
}

void Tally::noteUse(const Resolution::Use& use) {
    const Resolution::Ends& ends = m_resolution.edges()[use.edge];
    if (use.reporter == Reporter::source) {
        m_tellsOut[ends.source] = true;
    } else {
        m_tellsIn[ends.destination] = true;
    }
}

EdgeStats& Tally::statsOf(std::uint32_t key) {
    const Resolution::Use& use = m_resolution.use(key);
    noteUse(use);
    Sides& sides = sidesOf(use.edge);
    if (use.reporter == Reporter::source) {
        sides.reached = sides.reached || use.reached;
        sides.sourceTls = sides.sourceTls && use.mutualTls;
        return sides.bySource;
    }
    sides.destinationTls = sides.destinationTls && use.mutualTls;
    return sides.byDestination;
}

void Tally::add(const RollupPart& part) {
    for (std::size_t i = 0; i < part.keys.size(); ++i) part.addTo(statsOf(part.keys[i]), i);
}

void Tally::noteTellers(const RollupPart& part) {
    for (const std::uint32_t key : part.keys) {
        const Resolution::Use& use = m_resolution.use(key);
        if (use.reporter == Reporter::destination) noteUse(use);
    }
}

void Tally::tellersFrom(const Tally& other) {
    m_tellsOut = other.m_tellsOut;
    m_tellsIn = other.m_tellsIn;
}

Edge Tally::takeEdge(Sides& sides, bool bySource) const {
    const Resolution::Ends& ends = m_resolution.edges()[sides.edge];
    const Node& source = m_resolution.nodes()[ends.source];
    const Node& destination = m_resolution.nodes()[ends.destination];
    Edge edge;
    edge.source = source.id;
    edge.destination = destination.id;
    edge.protocol = ends.protocol;
    edge.toldBy = bySource ? ToldBy::source : ToldBy::destination;
    // A call that no host was chosen for never got to the other side: its silence is no loss.
    edge.otherSideMissing =
        bySource ? sides.reached && destination.kind == NodeKind::workload && !m_tellsIn[ends.destination]
                 : source.kind == NodeKind::workload;
    edge.mutualTls = sides.byDestination.requests > 0 ? sides.destinationTls
                                                      : sides.bySource.requests > 0 && sides.sourceTls;
    edge.stats = std::move(bySource ? sides.bySource : sides.byDestination);
    if (bySource) edge.otherSide = std::move(sides.byDestination);
    return edge;
}

// The edges of one source and destination. The two sides may speak different versions of a protocol to their
// proxies: a view of the destination without a partner of its protocol joins one of the same family.
void Tally::appendGroup(Group group, std::vector<Edge>& out) {
    const bool bySource = countsBySource(m_sides[group.front()].edge);
    const std::size_t first = out.size();
    std::vector<Edge> lone;
    for (const std::uint32_t place : group) {
        Sides& sides = m_sides[place];
        const bool fits = !bySource || sides.bySource.requests > 0;
        (fits ? out : lone).push_back(takeEdge(sides, bySource));
    }
    for (Edge& edge : lone) {
        const auto from = out.begin() + static_cast<std::ptrdiff_t>(first);
        const auto partner = std::find_if(from, out.end(), [&](const Edge& e) {
            return e.stats.requests > 0 && sameFamily(e.protocol, edge.protocol);
        });
        if (partner == out.end()) {
            out.push_back(std::move(edge));
            continue;
        }
        const bool hadOther = partner->otherSide.requests > 0;
        partner->otherSide.add(edge.otherSide);
        partner->mutualTls = edge.mutualTls && (!hadOther || partner->mutualTls);
    }
    if (lone.empty()) return;
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
              [](const Edge& a, const Edge& b) { return a.protocol < b.protocol; });
}

std::vector<Edge> Tally::takeEdges() {
    struct Item {
        std::uint64_t ends = 0;
        Protocol protocol = Protocol::unknown;
        std::uint32_t place = 0;
    };
    std::vector<Item> items;
    std::vector<std::uint32_t> order;
    for (const Sides& sides : m_sides) {
        const Resolution::Ends& ends = m_resolution.edges()[sides.edge];
        const std::uint64_t rank = std::uint64_t{m_resolution.rank(ends.source)} << 32U;
        items.push_back({rank | m_resolution.rank(ends.destination), ends.protocol,
                         static_cast<std::uint32_t>(items.size())});
    }
    std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return std::tie(a.ends, a.protocol) < std::tie(b.ends, b.protocol);
    });
    for (const Item& item : items) order.push_back(item.place);
    std::vector<Edge> out;
    out.reserve(items.size());
    for (std::size_t first = 0, last = 0; first < items.size(); first = last) {
        while (last < items.size() && items[last].ends == items[first].ends) ++last;
        appendGroup(Group(order).subspan(first, last - first), out);
    }
    m_sides.clear();
    std::fill(m_places.begin(), m_places.end(), kNone);
    std::set<std::string> nameless;
    for (const Node& node : m_resolution.nodes()) {
        if (node.kind == NodeKind::unknown) nameless.insert(node.id);
    }
    joinNamelessTcp(out, nameless);
    return out;
}

}  // namespace binnacle
