// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace binnacle {

/// One thread that runs what is posted, in order. Its end waits for the task that runs and drops those that
/// wait. For calls that block, which the UI thread never makes. post() from any thread.
class Worker {
  public:
    Worker();
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void post(std::function<void()> task);
    /// Waits for the task that runs and drops the others; nothing runs from then on.
    void stop();

  private:
    void run(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_posted;
    std::deque<std::function<void()>> m_tasks;
    std::jthread m_thread;  // last: starts when the rest is there, ends first
};

}  // namespace binnacle
