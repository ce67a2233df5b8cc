// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/history/history_status.h"
#include "models/core/telemetry/proxy.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// How one proxy's telemetry and policy streams stand.
struct ProxyStatus {
    Proxy proxy;
    bool connected = false;     ///< an access log, metrics or xDS stream is open now
    std::uint64_t records = 0;  ///< access log entries received from it
    std::optional<Duration> lastRecordAge;
    std::string policyMode;  ///< "full", "overlay", or "" when it takes no policy from here
    bool skewed = false;     ///< its clock is far from the station's; its stamps were shifted
};

/// From the end of a request to the frame that holds it, and whose share of that is whose.
struct Lag {
    Duration proxies{};  ///< median over the last seconds: end of request -> received (the proxies' own
                         ///< flush, mostly)
    Duration proxiesP99{};
    Duration station{};  ///< received -> published in a frame
};

/// What the station received, what it could not keep, and why. A plain value; any thread.
struct StationStatus {
    std::vector<ProxyStatus> proxies;
    std::uint64_t received = 0;
    std::uint64_t dropped = 0;                      ///< not in the tail of requests, yet counted in rollups
    std::map<std::string, std::uint64_t> rejected;  ///< reason -> count; not in any rollup
    std::map<std::string, std::uint64_t> clamped;   ///< reason -> count; kept, but cut to a limit
    Lag lag;
    std::string mesh;  ///< name of the mesh, "" when no mesh file is loaded
    bool readOnly = true;
    std::string version;
    std::string listening;  ///< where proxies connect, "127.0.0.1:18760"
    HistoryStatus history;
    std::string snapshot;  ///< the file that is looked at; empty: a live station
};

}  // namespace binnacle
