// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/policy/change.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

struct ApplyRequest {
    std::vector<Intent> intents;
    std::string basedOn;  ///< Plan::basedOn; empty: whatever is in force when the station gets it
    std::string who;
    std::string reason;  ///< must not be empty
};

struct RevertRequest {
    std::string change;
    std::string who;
    std::string reason;
};

/// What a station lets one do to traffic policy. Implemented by the station's client (and by fakes in tests)
/// and, inside the station, by PolicyDesk. Calls block: from a worker, never from the UI thread.
class PolicyPort {
  public:
    /// Called with the change each time an answer arrives; the last call is what the function returns.
    using OnProgress = std::function<void(const Change&)>;

    virtual ~PolicyPort() = default;
    /// What is in force, or was at a moment.
    virtual Result<std::vector<PolicyInForce>> policies(std::optional<TimePoint> at) = 0;
    virtual Result<Plan> plan(const std::vector<Intent>& intents) = 0;
    /// Errors: conflict (basedOn is not in force any more), invalid (a problem of severity error; empty
    /// reason), unavailable (read-only, or no journal).
    virtual Result<Change> apply(const ApplyRequest& request, OnProgress onProgress) = 0;
    virtual Result<Change> revert(const RevertRequest& request, OnProgress onProgress) = 0;
    virtual Result<std::vector<Change>> history() = 0;
    /// The lines a bootstrap of one's own needs to take telemetry and policy from this station.
    virtual Result<std::string> adoption() = 0;
};

}  // namespace binnacle
