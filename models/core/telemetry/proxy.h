// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace binnacle {

/// What runs behind a proxy. An empty service means: not known. A plain value; any thread.
struct Workload {
    std::string service;    ///< the name callers use
    std::string name;       ///< e.g. "payment-v2"
    std::string version;    ///< e.g. "v2"; empty when it has none
    std::string nameSpace;  ///< empty when it has none

    bool operator==(const Workload&) const = default;
};

/// One data-plane process as it identified itself on a stream. The names are claims: whoever connects
/// may say anything, so `peer` (the connection's own address) is kept beside them.
struct Proxy {
    std::string node;     ///< node id
    std::string cluster;  ///< node cluster
    Workload workload;
    std::string peer;   ///< "ipv4:127.0.0.1:40112", from the connection
    std::string build;  ///< e.g. "envoy 1.40.0"

    bool operator==(const Proxy&) const = default;
};

}  // namespace binnacle
