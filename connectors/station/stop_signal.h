// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <condition_variable>
#include <mutex>

namespace binnacle {

/// Tells every waiting watch that the station stops. Any thread.
class StopSignal {
  public:
    void raise() {
        const std::scoped_lock lock(m_mutex);
        m_raised = true;
        m_changed.notify_all();
    }

    bool isRaised() const {
        const std::scoped_lock lock(m_mutex);
        return m_raised;
    }

    /// Waits until it is raised or `atMost` is over; whether it is raised.
    bool waitFor(Duration atMost) const {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, atMost, [this] { return m_raised; });
    }

  private:
    mutable std::mutex m_mutex;
    mutable std::condition_variable m_changed;
    bool m_raised = false;
};

}  // namespace binnacle
