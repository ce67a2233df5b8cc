// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/core/topology/series.h"
#include "models/core/topology/topology_frame.h"

#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// The other end of the selected node's calls, with its share of them.
struct PeerFact {
    std::string node;
    double requests = 0;
    double errors = 0;
    double share = 0;  ///< 0..1 of all calls on that side
    Duration p99{};
};

/// One subset of a service: what share it got and what share the policy asks for.
struct SplitFact {
    std::string workload;
    double seen = 0;  ///< 0..1
    std::optional<double> wanted;
};

/// Both sides' views of the same calls, over the edges that both sides tell.
struct SidesFact {
    EdgeStats caller;
    EdgeStats callee;
    std::vector<std::string> silentCallees;  ///< node ids of workloads whose proxies tell nothing
    std::vector<std::string> silentCallers;
    bool hasBoth() const { return caller.requests > 0 && callee.requests > 0; }
};

const Node* findNode(const TopologyFrame& frame, const std::string& id);
bool isIn(const Edge& edge, const Selection& selection);
/// Everything a selection did, by the side that counts.
EdgeStats statsOf(const TopologyFrame& frame, const Selection& selection);
std::vector<PeerFact> callersOf(const TopologyFrame& frame, const std::string& node);
std::vector<PeerFact> calleesOf(const TopologyFrame& frame, const std::string& node);
SidesFact sidesOf(const TopologyFrame& frame, const Selection& selection);
/// Shares of a service's subsets, seen and wanted; empty where it has one workload and no split.
std::vector<SplitFact> splitOf(const TopologyFrame& frame, const std::vector<PolicyInForce>& policies,
                               const std::string& service);
/// The service whose policy governs a selection: of the node, or of the edge's destination.
std::string serviceOf(const TopologyFrame& frame, const std::string& node);
/// The worst edges, worst first: by share of errors (those without any left out), and by p99.
std::vector<const Edge*> worstByErrors(const TopologyFrame& frame, std::size_t most);
std::vector<const Edge*> worstByLatency(const TopologyFrame& frame, std::size_t most);
/// The upstream clusters that lead to a node.
std::vector<const ClusterState*> clustersTo(const std::vector<ClusterState>& clusters, const Node& node);

double errorRatio(const EdgeStats& stats);
Duration quantileOf(const EdgeStats& stats, double q);

}  // namespace binnacle
