// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace binnacle {

using Duration = std::chrono::nanoseconds;
/// Wall-clock time since the Unix epoch: to show and to line up what proxies stamped.
using TimePoint = std::chrono::sys_time<Duration>;
/// Monotonic time: to measure how long something took in this process.
using MonotonicPoint = std::chrono::time_point<std::chrono::steady_clock, Duration>;

/// The source of time, handed in so that tests own it. Any thread.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
    virtual MonotonicPoint monotonic() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
  public:
    TimePoint now() const override { return std::chrono::system_clock::now(); }
    MonotonicPoint monotonic() const override { return std::chrono::steady_clock::now(); }
};

}  // namespace binnacle
