// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/resolution.h"

#include <algorithm>
#include <numeric>

namespace binnacle {
namespace {

std::uint64_t pairOf(std::uint32_t a, std::uint32_t b) {
    return (std::uint64_t{a} << 32U) | b;
}

}  // namespace

Resolution::Resolution(const Directory& directory, const KeySnapshot& keys, const NameSnapshot& names,
                       std::uint64_t version)
    : m_version(version) {
    for (const Directory::Known& known : directory.workloads()) {
        if (!known.declared && known.connectedProxies == 0) continue;
        m_standing.push_back(
            directory.nodeOf(static_cast<std::uint32_t>(&known - directory.workloads().data())));
    }
    if (directory.workloads().empty()) return;
    // Where a cluster's requests went when there was a host tells where those without one were meant to go.
    Sender sender;
    for (std::uint32_t id = 0; id < keys.size(); ++id) {
        const RollupKey& key = keys[id];
        if (key.reporter != Reporter::source || key.cluster == 0) continue;
        const auto at = directory.workloadAt(names[key.address]);
        if (!at) continue;
        auto& nodes = sender.reached[pairOf(key.workload, key.cluster)];
        const std::uint32_t node = internNode(directory.nodeOf(*at));
        if (std::find(nodes.begin(), nodes.end(), node) == nodes.end()) nodes.push_back(node);
    }
    m_uses.reserve(keys.size());
    for (std::uint32_t id = 0; id < keys.size(); ++id) {
        const RollupKey& key = keys[id];
        const std::uint32_t own = internNode(directory.nodeOf(key.workload));
        Ends ends{own, own, key.protocol};
        if (key.reporter == Reporter::source) {
            ends.destination = calleeOf(directory, key, names, sender);
        } else {
            ends.source = internNode(
                directory.caller({names[key.peerNode], names[key.peerService], names[key.peerPrincipal]}));
        }
        m_uses.push_back({internEdge(ends), key.reporter, key.mutualTls, key.address != 0});
    }
    rankNodes();
}

void Resolution::rankNodes() {
    std::vector<std::uint32_t> order(m_nodes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return m_nodes[a].id < m_nodes[b].id; });
    m_ranks.resize(order.size());
    for (std::uint32_t place = 0; place < order.size(); ++place) m_ranks[order[place]] = place;
}

std::uint32_t Resolution::calleeOf(const Directory& directory, const RollupKey& key,
                                   const NameSnapshot& names, const Sender& sender) {
    Node node = directory.callee({names[key.cluster], names[key.address]});
    if (node.kind != NodeKind::external || directory.knows(node.id)) return internNode(std::move(node));
    const auto found = sender.reached.find(pairOf(key.workload, key.cluster));
    if (found == sender.reached.end()) return internNode(std::move(node));
    const auto& nodes = found->second;
    if (nodes.size() == 1) return nodes.front();
    const std::string& service = m_nodes[nodes.front()].service;
    const bool oneService = std::all_of(nodes.begin(), nodes.end(),
                                        [&](std::uint32_t n) { return m_nodes[n].service == service; });
    return internNode(oneService ? directory.serviceNode(service) : std::move(node));
}

std::optional<std::uint32_t> Resolution::find(const std::string& nodeId) const {
    const auto found = m_nodeNumbers.find(nodeId);
    if (found == m_nodeNumbers.end()) return std::nullopt;
    return found->second;
}

std::uint32_t Resolution::internNode(Node node) {
    const auto [at, isNew] = m_nodeNumbers.try_emplace(node.id, static_cast<std::uint32_t>(m_nodes.size()));
    if (isNew) m_nodes.push_back(std::move(node));
    return at->second;
}

std::uint32_t Resolution::internEdge(const Ends& ends) {
    // 28 bits a node and 8 for the protocol: far over the number of workloads and names that are kept.
    const std::uint64_t packed = (std::uint64_t{ends.source} << 36U) |
                                 (std::uint64_t{ends.destination} << 8U) |
                                 static_cast<std::uint64_t>(ends.protocol);
    const auto [at, isNew] = m_edgeNumbers.try_emplace(packed, static_cast<std::uint32_t>(m_edges.size()));
    if (isNew) m_edges.push_back(ends);
    return at->second;
}

}  // namespace binnacle
