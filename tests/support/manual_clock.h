// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <atomic>

namespace binnacle {

/// A clock that tests own: it moves only when told to. Any thread.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(TimePoint start = TimePoint(std::chrono::seconds(1'800'000'000))) : m_now(start) {}

    TimePoint now() const override { return m_now.load(); }
    MonotonicPoint monotonic() const override { return MonotonicPoint(m_now.load().time_since_epoch()); }
    void advance(Duration by) { m_now = m_now.load() + by; }

  private:
    std::atomic<TimePoint> m_now;
};

}  // namespace binnacle
