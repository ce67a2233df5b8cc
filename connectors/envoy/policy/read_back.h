// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/runtime_keys.h"
#include "models/core/base/result.h"

#include <string>
#include <vector>

namespace binnacle {

/// What a full-mode proxy really holds for these clusters: "payment-v1: max_requests 2, ...; weights
/// payment-v1 90, ...".
Result<std::string> readFull(const std::string& admin, const std::vector<std::string>& clusters);
/// The values that an overlay proxy's runtime ends up with for these keys. Both block on the proxy's admin
/// interface.
Result<std::string> readOverlay(const std::string& admin, const RuntimeKeys& keys);

}  // namespace binnacle
