// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/ports/traffic_source.h"

#include <cstdint>
#include <vector>

namespace binnacle {

/// One client's place in the live tail of requests: first what the window holds, then what is new, each
/// record once. One thread.
class TailCursor {
  public:
    TailCursor(const TrafficSource& traffic, const Clock& clock, RequestQuery query);

    /// What came since the last call, oldest first; the first call gives the backlog of the window.
    Result<std::vector<RequestRecord>> next();
    bool isStarted() const { return m_started; }

  private:
    Result<std::vector<RequestRecord>> backlog();

    const TrafficSource& m_traffic;
    const Clock& m_clock;
    RequestQuery m_query;
    TimePoint m_horizon{};  ///< what ended before it was outside the window when the tail started
    std::uint64_t m_cursor = 0;
    bool m_started = false;
};

}  // namespace binnacle
