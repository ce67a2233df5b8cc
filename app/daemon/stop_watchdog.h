// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace binnacle {

/// Ends the process, successfully, if what happens during its life takes too long: a stop must not wait for a
/// proxy that does not answer. Nothing is lost by it: what must last is on disk before it is sent.
class StopWatchdog {
  public:
    explicit StopWatchdog(std::chrono::milliseconds patience);

  private:
    void watch(const std::stop_token& stop, std::chrono::milliseconds patience);

    std::mutex m_mutex;
    std::condition_variable_any m_over;
    std::jthread m_thread;
};

}  // namespace binnacle
