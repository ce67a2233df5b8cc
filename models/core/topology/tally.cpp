// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/tally.h"

#include <algorithm>

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

Edge Tally::edgeOf(const Sides& sides, bool bySource) const {
    const Resolution::Ends& ends = m_resolution.edges()[sides.edge];
    const Node& source = m_resolution.nodes()[ends.source];
    const Node& destination = m_resolution.nodes()[ends.destination];
    Edge edge;
    edge.source = source.id;
    edge.destination = destination.id;
    edge.protocol = ends.protocol;
    edge.toldBy = bySource ? ToldBy::source : ToldBy::destination;
    edge.stats = bySource ? sides.bySource : sides.byDestination;
    if (bySource) edge.otherSide = sides.byDestination;
    // A call that no host was chosen for never got to the other side: its silence is no loss.
    edge.otherSideMissing =
        bySource ? sides.reached && destination.kind == NodeKind::workload && !m_tellsIn[ends.destination]
                 : source.kind == NodeKind::workload;
    edge.mutualTls = sides.byDestination.requests > 0 ? sides.destinationTls
                                                      : sides.bySource.requests > 0 && sides.sourceTls;
    return edge;
}

// The edges of one source and destination. The two sides may speak different versions of a protocol to their
// proxies: a view of the destination without a partner of its protocol joins one of the same family.
void Tally::appendGroup(const Group& group, std::vector<Edge>& out) const {
    const bool bySource = countsBySource(group.front()->edge);
    const std::size_t first = out.size();
    const auto fits = [&](const Sides& sides) { return !bySource || sides.bySource.requests > 0; };
    for (const Sides* sides : group) {
        if (fits(*sides)) out.push_back(edgeOf(*sides, bySource));
    }
    for (const Sides* sides : group) {
        if (fits(*sides)) continue;
        const Edge lone = edgeOf(*sides, bySource);
        const auto partner = std::find_if(
            out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
            [&](const Edge& e) { return e.stats.requests > 0 && sameFamily(e.protocol, lone.protocol); });
        if (partner == out.end()) {
            out.push_back(lone);
            continue;
        }
        const bool hadOther = partner->otherSide.requests > 0;
        partner->otherSide.add(lone.otherSide);
        partner->mutualTls = lone.mutualTls && (!hadOther || partner->mutualTls);
    }
}

std::vector<Edge> Tally::edges() const {
    std::map<std::pair<std::uint32_t, std::uint32_t>, Group> groups;
    for (const Sides& sides : m_sides) {
        const Resolution::Ends& ends = m_resolution.edges()[sides.edge];
        groups[{ends.source, ends.destination}].push_back(&sides);
    }
    std::vector<Edge> out;
    out.reserve(m_sides.size());
    for (auto& [ends, group] : groups) {
        std::sort(group.begin(), group.end(), [&](const Sides* a, const Sides* b) {
            return m_resolution.edges()[a->edge].protocol < m_resolution.edges()[b->edge].protocol;
        });
        appendGroup(group, out);
    }
    std::sort(out.begin(), out.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.source, a.destination, a.protocol) < std::tie(b.source, b.destination, b.protocol);
    });
    return out;
}

}  // namespace binnacle
