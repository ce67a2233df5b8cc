// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// One upstream host as one proxy sees it.
struct HostState {
    std::string address;  ///< "ip:port"
    bool healthy = true;
    bool ejected = false;  ///< outlier detection holds it out now
    std::optional<std::uint64_t> activeRequests;
    std::optional<std::uint64_t> totalRequests;
    std::optional<std::uint64_t> errors;
    std::optional<double> successRate;  ///< percent, where the proxy has enough traffic to tell
};

/// The limits that are live in one proxy for one upstream cluster; unset is unknown.
struct EffectiveLimits {
    std::optional<std::uint64_t> maxConnections;
    std::optional<std::uint64_t> maxPendingRequests;
    std::optional<std::uint64_t> maxRequests;
    std::optional<std::uint64_t> maxRetries;
};

/// How one proxy's upstream cluster stands now: gauges, breakers, hosts. From the metrics stream and the
/// admin interface; `asOf` says when. A plain value; any thread.
struct ClusterState {
    std::string proxy;    ///< node id
    std::string cluster;  ///< upstream cluster name
    TimePoint asOf{};
    std::optional<std::uint64_t> activeRequests;
    std::optional<std::uint64_t> pendingRequests;
    std::optional<std::uint64_t> activeConnections;
    std::optional<bool> connectionsOpen;  ///< the breaker for connections is open (tripped)
    std::optional<bool> pendingOpen;
    std::optional<bool> requestsOpen;
    std::optional<bool> retriesOpen;
    std::optional<std::uint64_t> ejectedHosts;
    std::optional<std::uint64_t> totalHosts;
    EffectiveLimits limits;
    std::vector<HostState> hosts;  ///< empty where the admin interface is not reachable
};

}  // namespace binnacle
