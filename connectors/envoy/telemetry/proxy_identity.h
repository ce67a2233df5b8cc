// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/entry.h"
#include "models/core/telemetry/proxy.h"

#include <optional>
#include <string>
#include <string_view>

namespace envoy::config::core::v3 {
class Node;
}

namespace binnacle {

/// Who a node says it is: service, workload, version and namespace from metadata.binnacle, else from Istio's
/// metadata, else from the node's cluster, else its id. Text is made safe and bounded. These are claims;
/// `peer` is the connection's own address.
Proxy proxyOf(const envoy::config::core::v3::Node& node, std::string_view peer);

/// What the first message of an access log stream tells of all that follow.
struct StreamIdentity {
    Proxy proxy;
    Reporter reporter = Reporter::source;
};

/// From the bytes of StreamAccessLogsMessage.Identifier; nothing when they are broken or name no node. Any
/// thread.
std::optional<StreamIdentity> accessLogIdentity(std::string_view identifier, std::string_view peer);

/// From the bytes of StreamMetricsMessage.Identifier.
std::optional<Proxy> metricsIdentity(std::string_view identifier, std::string_view peer);

}  // namespace binnacle
