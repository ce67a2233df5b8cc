// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/inspector_facts.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

enum class Side { callers, callees };

std::vector<PeerFact> peersOf(const TopologyFrame& frame, const std::string& node, Side side) {
    std::map<std::string, EdgeStats> peers;
    std::uint64_t total = 0;
    for (const Edge& edge : frame.edges) {
        if ((side == Side::callers ? edge.destination : edge.source) != node) continue;
        peers[side == Side::callers ? edge.source : edge.destination].add(edge.stats);
        total += edge.stats.requests;
    }
    std::vector<PeerFact> facts;
    for (const auto& [peer, stats] : peers) {
        const auto requests = static_cast<double>(stats.requests);
        facts.push_back({peer, requests, static_cast<double>(stats.errors),
                         total > 0 ? requests / static_cast<double>(total) : 0, quantileOf(stats, 0.99)});
    }
    std::stable_sort(facts.begin(), facts.end(),
                     [](const PeerFact& a, const PeerFact& b) { return a.requests > b.requests; });
    return facts;
}

const TrafficSplit* findSplit(const std::vector<PolicyInForce>& policies, const std::string& service) {
    for (const PolicyInForce& policy : policies) {
        if (policy.intent.service != service) continue;
        if (const auto* split = std::get_if<TrafficSplit>(&policy.intent.spec)) return split;
    }
    return nullptr;
}

template <typename Before>
std::vector<const Edge*> worst(std::vector<const Edge*> edges, std::size_t most, Before before) {
    std::stable_sort(edges.begin(), edges.end(), before);
    if (edges.size() > most) edges.resize(most);
    return edges;
}

}  // namespace

const Node* findNode(const TopologyFrame& frame, const std::string& id) {
    const auto at =
        std::find_if(frame.nodes.begin(), frame.nodes.end(), [&](const Node& node) { return node.id == id; });
    return at == frame.nodes.end() ? nullptr : &*at;
}

bool isIn(const Edge& edge, const Selection& selection) {
    return (selection.source.empty() || edge.source == selection.source) &&
           (selection.destination.empty() || edge.destination == selection.destination);
}

EdgeStats statsOf(const TopologyFrame& frame, const Selection& selection) {
    EdgeStats stats;
    for (const Edge& edge : frame.edges) {
        if (isIn(edge, selection)) stats.add(edge.stats);
    }
    return stats;
}

std::vector<PeerFact> callersOf(const TopologyFrame& frame, const std::string& node) {
    return peersOf(frame, node, Side::callers);
}

std::vector<PeerFact> calleesOf(const TopologyFrame& frame, const std::string& node) {
    return peersOf(frame, node, Side::callees);
}

SidesFact sidesOf(const TopologyFrame& frame, const Selection& selection) {
    SidesFact facts;
    for (const Edge& edge : frame.edges) {
        if (!isIn(edge, selection)) continue;
        const bool isToldByCaller = edge.toldBy == ToldBy::source;
        if (edge.otherSideMissing) {
            (isToldByCaller ? facts.silentCallees : facts.silentCallers)
                .push_back(isToldByCaller ? edge.destination : edge.source);
        }
        if (edge.otherSide.requests == 0) continue;
        facts.caller.add(isToldByCaller ? edge.stats : edge.otherSide);
        facts.callee.add(isToldByCaller ? edge.otherSide : edge.stats);
    }
    for (auto* silent : {&facts.silentCallees, &facts.silentCallers}) {
        std::sort(silent->begin(), silent->end());
        silent->erase(std::unique(silent->begin(), silent->end()), silent->end());
    }
    return facts;
}

std::vector<SplitFact> splitOf(const TopologyFrame& frame, const std::vector<PolicyInForce>& policies,
                               const std::string& service) {
    std::map<std::string, double> seen;
    for (const Node& node : frame.nodes) {
        if (node.service == service && node.kind == NodeKind::workload) seen[node.id] = 0;
    }
    double total = 0;
    for (const Edge& edge : frame.edges) {
        const auto at = seen.find(edge.destination);
        if (at == seen.end()) continue;
        at->second += static_cast<double>(edge.stats.requests);
        total += static_cast<double>(edge.stats.requests);
    }
    const TrafficSplit* split = findSplit(policies, service);
    double sum = 0;
    std::map<std::string, double> wanted;
    for (const auto& [workload, weight] : split ? split->weights : TrafficSplit{}.weights) {
        seen.try_emplace(workload, 0);
        wanted[workload] = weight;
        sum += weight;
    }
    std::vector<SplitFact> facts;
    if (seen.size() < 2 && !split) return facts;
    for (const auto& [workload, requests] : seen) {
        SplitFact fact{workload, total > 0 ? requests / total : 0, std::nullopt};
        if (sum > 0) fact.wanted = wanted[workload] / sum;
        facts.push_back(fact);
    }
    return facts;
}

std::string serviceOf(const TopologyFrame& frame, const std::string& node) {
    const Node* found = findNode(frame, node);
    return found && !found->service.empty() ? found->service : node;
}

std::vector<const Edge*> worstByErrors(const TopologyFrame& frame, std::size_t most) {
    std::vector<const Edge*> edges;
    for (const Edge& edge : frame.edges) {
        if (edge.stats.errors > 0) edges.push_back(&edge);
    }
    return worst(std::move(edges), most,
                 [](const Edge* a, const Edge* b) { return errorRatio(a->stats) > errorRatio(b->stats); });
}

std::vector<const Edge*> worstByLatency(const TopologyFrame& frame, std::size_t most) {
    std::vector<const Edge*> edges;
    for (const Edge& edge : frame.edges) {
        // A TCP connection lasts as long as it is wanted: its duration says nothing about slowness.
        if (edge.stats.requests > 0 && edge.protocol != Protocol::tcp) edges.push_back(&edge);
    }
    return worst(std::move(edges), most, [](const Edge* a, const Edge* b) {
        return a->stats.latency.quantile(0.99) > b->stats.latency.quantile(0.99);
    });
}

std::vector<const ClusterState*> clustersTo(const std::vector<ClusterState>& clusters, const Node& node) {
    std::vector<const ClusterState*> found;
    for (const ClusterState& cluster : clusters) {
        const bool isByService = node.kind == NodeKind::external && cluster.cluster == node.service;
        const bool isByWorkload =
            !cluster.cluster.empty() && (cluster.cluster == node.workload || cluster.cluster == node.id);
        if (isByService || isByWorkload) found.push_back(&cluster);
    }
    return found;
}

double errorRatio(const EdgeStats& stats) {
    return stats.requests > 0 ? static_cast<double>(stats.errors) / static_cast<double>(stats.requests) : 0;
}

Duration quantileOf(const EdgeStats& stats, double q) {
    return Duration(static_cast<Duration::rep>(stats.latency.quantile(q)));
}

}  // namespace binnacle
