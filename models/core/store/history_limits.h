// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <cstdint>

namespace binnacle {

/// How long a history keeps what, and how large its file may get; both are kept to. A plain value; any
/// thread.
struct HistoryLimits {
    Duration keepSeconds = std::chrono::hours(2);        ///< rollups of one second
    Duration keepTenSeconds = std::chrono::hours(24);    ///< of ten seconds
    Duration keepMinutes = std::chrono::hours(24 * 30);  ///< of a minute
    Duration keepRequests = std::chrono::hours(24);      ///< all single requests
    Duration keepErrors = std::chrono::hours(24 * 7);    ///< single requests that failed or were slow
    Duration keepEvents = std::chrono::hours(24 * 90);
    std::uint64_t bytes = std::uint64_t{10} << 30U;  ///< of the file, with what waits beside it
};

}  // namespace binnacle
