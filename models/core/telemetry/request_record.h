// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/entry.h"

#include <string>

namespace binnacle {

/// One request as one proxy told it, resolved to who called whom and safe to show: bounded lengths, valid
/// UTF-8. What tables, exports and the command line are made of. A plain value; any thread.
struct RequestRecord {
    std::uint64_t sequence = 0;  ///< the station's own running number: the cursor of a live tail
    TimePoint start{};
    Duration duration{};
    Duration firstUpstreamByte{};
    std::string source;       ///< node id in the topology
    std::string destination;  ///< node id in the topology
    std::string proxy;        ///< node id of the proxy that told it
    Reporter reporter = Reporter::source;
    Protocol protocol = Protocol::unknown;
    std::string method;
    std::string path;
    std::string authority;
    std::uint16_t status = 0;
    std::uint64_t flags = 0;
    std::string details;
    std::string upstreamCluster;
    std::string upstreamHost;
    std::string route;
    std::uint32_t attempts = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    std::string requestId;
    std::string trace;
    bool mutualTls = false;
};

}  // namespace binnacle
