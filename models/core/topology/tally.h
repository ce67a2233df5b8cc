// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/resolution.h"
#include "models/core/topology/topology_frame.h"

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

/// Adds up rows by edge and by the side that told them, and then decides which side counts. One thread at a
/// time.
class Tally {
  public:
    explicit Tally(const Resolution& resolution);

    void add(const RollupPart& part);
    /// Only marks which workloads' proxies take calls in: for the time just before a window.
    void noteTellers(const RollupPart& part);
    EdgeStats& statsOf(std::uint32_t key);
    /// Takes over who tells at all from a tally of everything: for one of chosen requests.
    void tellersFrom(const Tally& other);

    bool countsBySource(std::uint32_t edge) const { return m_tellsOut[m_resolution.edges()[edge].source]; }
    /// Edges in the order of TopologyFrame. The sums are gone from here afterwards; who tells stays known.
    std::vector<Edge> takeEdges();

  private:
    struct Sides {
        std::uint32_t edge = 0;
        EdgeStats bySource;
        EdgeStats byDestination;
        bool sourceTls = true;
        bool destinationTls = true;
        bool reached = false;  ///< a request of it went to a host, as the source tells
    };
    using Group = std::span<const std::uint32_t>;  ///< places in m_sides

    Sides& sidesOf(std::uint32_t edge);
    void noteUse(const Resolution::Use& use);
    void appendGroup(Group group, std::vector<Edge>& out);
    Edge takeEdge(Sides& sides, bool bySource) const;

    const Resolution& m_resolution;
    std::vector<std::uint32_t> m_places;  ///< edge -> index of m_sides
    std::vector<Sides> m_sides;
    std::vector<bool> m_tellsOut;  ///< by node
    std::vector<bool> m_tellsIn;
};

}  // namespace binnacle
