// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/cluster_board.h"

#include "models/core/topology/mesh.h"

namespace binnacle {
namespace {

// 2,000 proxies with 50 upstream clusters each. A peer that invents names past it is not kept.
constexpr std::size_t kMostStates = 100'000;

}  // namespace

ClusterBoard::ClusterBoard(Mesh& mesh, const Clock& clock) : m_mesh(mesh), m_clock(clock) {}

void ClusterBoard::update(const std::string& proxy, const std::string& cluster, const Change& change) {
    // Held while publishing too, so that an older state never follows a newer one.
    const std::lock_guard lock(m_mutex);
    const auto key = std::make_pair(proxy, cluster);
    auto found = m_states.find(key);
    if (found == m_states.end()) {
        if (m_states.size() >= kMostStates) return;
        found = m_states.emplace(key, ClusterState()).first;
        found->second.proxy = proxy;
        found->second.cluster = cluster;
    }
    change(found->second);
    found->second.asOf = m_clock.now();
    m_mesh.updateCluster(found->second);
}

}  // namespace binnacle
