// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/telemetry/cluster_state.h"

#include <string_view>
#include <vector>

namespace binnacle {

/// Reads the answer to "/clusters?format=json" (envoy.admin.v3.Clusters): cluster names, hosts and the limits
/// in force (with runtime overrides already applied by the proxy). Gauges, proxy and asOf are left unset.
/// Bounded in depth, clusters, hosts and text; total on any bytes. A pure function.
Result<std::vector<ClusterState>> readClusters(std::string_view json);

}  // namespace binnacle
