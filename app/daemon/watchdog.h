// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace binnacle {

/// Ends the process if what happens during its life takes too long: a stop must not wait for a proxy that
/// does not answer, nor a window for a file made to be slow. Nothing is lost by it: what must last is on disk
/// before it is sent.
class Watchdog {
  public:
    /// How the process ends: with this code, after these words (none: empty).
    struct End {
        int code = 0;
        std::string words;
    };

    Watchdog(std::chrono::milliseconds patience, End end);

  private:
    void watch(const std::stop_token& stop, std::chrono::milliseconds patience, const End& end);

    std::mutex m_mutex;
    std::condition_variable_any m_over;
    std::jthread m_thread;
};

}  // namespace binnacle
