// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/proxy.h"

#include <string>
#include <vector>

namespace binnacle {

/// A workload that a mesh file (or an operator) declares, so that its hosts and clusters are known before any
/// proxy tells of itself. A plain value; any thread.
struct DeclaredWorkload {
    Workload workload;
    bool external = false;               ///< has no proxy of ours
    std::vector<std::string> addresses;  ///< "ip:port" where its callers reach it
    std::vector<std::string> clusters;   ///< upstream cluster names that lead to it alone

    bool operator==(const DeclaredWorkload&) const = default;
};

}  // namespace binnacle
