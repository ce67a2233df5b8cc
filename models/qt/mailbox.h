// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <utility>

namespace binnacle {

/// Hands values from a port's thread to the UI thread, newest only, and only those of the watch that is open
/// now: an answer to an older question carries an older generation and is dropped. Any thread.
template <typename T>
class Mailbox {
  public:
    /// Starts a new watch; what is still in here belongs to the old one and goes.
    std::uint64_t restart() {
        const std::lock_guard lock(m_mutex);
        m_newest.reset();
        return ++m_generation;
    }

    /// True when the value was kept.
    bool put(std::uint64_t generation, Result<T> value) {
        const std::lock_guard lock(m_mutex);
        if (generation != m_generation) return false;
        m_newest = std::move(value);
        return true;
    }

    /// As put(), but `join` adds the new value to one that waits, where there is one.
    template <typename Join>
    bool put(std::uint64_t generation, Result<T> value, Join join) {
        const std::lock_guard lock(m_mutex);
        if (generation != m_generation) return false;
        if (m_newest && *m_newest && value) {
            join(**m_newest, std::move(*value));
        } else {
            m_newest = std::move(value);
        }
        return true;
    }

    std::optional<Result<T>> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_newest, std::nullopt);
    }

  private:
    std::mutex m_mutex;
    std::uint64_t m_generation = 0;
    std::optional<Result<T>> m_newest;
};

}  // namespace binnacle
