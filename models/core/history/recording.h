// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/history/event.h"
#include "models/core/history/recorded_span.h"
#include "models/core/history/standing.h"
#include "models/core/topology/traffic_view.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace binnacle {

/// Which part of a recording a query is about, in seconds since the epoch.
struct ViewRequest {
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t step = 0;  ///< 0: no steps are wanted
};

struct EventQuery {
    TimePoint from{};
    TimePoint to{};
    std::size_t limit = 10'000;  ///< the newest ones, oldest first
};

/// Recorded traffic that can be looked at: the history's file, or a snapshot. Reading only. Thread-safe;
/// calls read from disk. Errors: corrupt, unavailable.
class Recording {
  public:
    virtual ~Recording() = default;
    /// Unset: nothing is recorded yet.
    virtual Result<std::optional<RecordedSpan>> span() const = 0;
    /// Where only coarser rollups are left, the view's bounds and step are widened to theirs, and say so.
    virtual Result<TrafficView> view(const ViewRequest& request) const = 0;
    /// The last one at or before `at`; else the first there is; empty where none was recorded.
    virtual Result<Standing> standing(TimePoint at) const = 0;
    virtual Result<std::vector<Event>> events(const EventQuery& query) const = 0;
};

}  // namespace binnacle
