// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/core/telemetry/station_status.h"
#include "models/core/topology/series.h"
#include "models/core/topology/topology_frame.h"

#include <vector>

namespace binnacle {

/// What the inspector's parts read in one refresh. References into the sessions: for the length of one call
/// only.
struct InspectorContext {
    const TopologyFrame& frame;
    const std::vector<ClusterState>& clusters;
    const StationStatus& status;
    const std::vector<PolicyInForce>& policies;
    Selection selection;         ///< of a node: its destination alone
    const Node* node = nullptr;  ///< the node, or the edge's destination; null for the whole mesh
    bool isEdge = false;
};

}  // namespace binnacle
