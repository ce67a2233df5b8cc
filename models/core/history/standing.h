// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/cluster_state.h"
#include "models/core/telemetry/station_status.h"
#include "models/core/topology/declared_workload.h"

#include <vector>

namespace binnacle {

/// How things stood at one moment: all that is a state and not a flow. What a past moment's hosts, proxies
/// and names are read from. A plain value; any thread.
struct Standing {
    TimePoint at{};
    std::vector<DeclaredWorkload> declared;
    std::vector<ProxyStatus> proxies;
    std::vector<ClusterState> clusters;
};

}  // namespace binnacle
