// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <cstdint>
#include <functional>
#include <string>

namespace binnacle {

/// What is replayed, where to and how fast. A plain value; any thread.
struct ReplayOptions {
    std::string target;  ///< "127.0.0.1:18760": where the station takes proxies; of this machine only
    TimePoint from{};
    TimePoint to{};
    double speed = 1;  ///< 0.1..1000: ten times as fast is 10
};

struct ReplayProgress {
    std::uint64_t sent = 0;  ///< records
    TimePoint reached{};     ///< in the recording
};

/// Sends the single requests of a recording to a station, one access log stream a proxy and side, their times
/// moved to now and their order kept: the station draws the incident as if it happened. Blocks for as long as
/// the recording is, by the speed; `onProgress` is told after each step, and answers whether to go on.
/// Returns how many records were sent. Errors: invalid (a target that is not of this machine; an empty or
/// reversed time), cancelled, unavailable (the station went away), and what `source` gives.
Result<std::uint64_t> replay(TelemetryPort& source, const ReplayOptions& options,
                             const std::function<bool(const ReplayProgress&)>& onProgress);

}  // namespace binnacle
