// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace binnacle {

/// Things that repeat, told by number: 0 stands for the next one that was not seen before, n + 1 for the n-th
/// that was. A column of things that never repeat is then all zeros. One thread at a time.
class FirstSeen {
  public:
    /// What tells thing `number`, which is numbered by when it was first seen.
    std::uint64_t code(std::size_t number) {
        if (number < m_seen) return number + 1;
        ++m_seen;
        return 0;
    }
    /// The thing that `code` tells; fails where it was not seen before.
    std::size_t number(std::uint64_t code) {
        if (code == 0) return m_seen++;
        if (code <= m_seen) return static_cast<std::size_t>(code - 1);
        m_failed = true;
        return 0;
    }
    std::size_t seen() const { return m_seen; }
    bool hasFailed() const { return m_failed; }

  private:
    std::size_t m_seen = 0;
    bool m_failed = false;
};

}  // namespace binnacle
