// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// A weighted_clusters route as a proxy holds it.
struct WeightedRoute {
    std::string runtimeKeyPrefix;  ///< empty: runtime values do not reach it
    std::map<std::string, std::uint64_t> weights;
};

/// Reads what proxies' admin interfaces answer (JSON from outside: bounded by AdminClient, total on any
/// bytes). Pure functions; any thread. Every weighted_clusters in a config_dump, however deep.
Result<std::vector<WeightedRoute>> weightedRoutes(std::string_view configDump);
/// Cluster -> "max_requests 2, consecutive_5xx 5": the default priority's limits and the outlier detection.
Result<std::map<std::string, std::string>> clusterLimits(std::string_view configDump);
/// Runtime key -> final value, of /runtime?format=json.
Result<std::map<std::string, std::string>> runtimeValues(std::string_view runtime);

}  // namespace binnacle
