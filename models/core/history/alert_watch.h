// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert_engine.h"

#include <functional>
#include <thread>

namespace binnacle {

/// Has an AlertEngine look every few seconds, on a thread of its own, until it is destroyed. The engine must
/// outlive it.
class AlertWatch {
  public:
    static constexpr Duration kEvery = std::chrono::seconds(5);
    using OnBook = std::function<void(const AlertBook&)>;

    /// `onBook` is told after each look, on the watch's thread: what sends alerts on.
    AlertWatch(AlertEngine& engine, OnBook onBook, Duration every = kEvery);

  private:
    std::jthread m_thread;
};

}  // namespace binnacle
