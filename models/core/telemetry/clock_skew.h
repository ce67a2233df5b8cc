// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

namespace binnacle {

/// Sums of times that end at the ends of the scale instead of running over them: proxies may stamp anything.
TimePoint addClamped(TimePoint at, Duration by);
Duration differenceClamped(TimePoint a, TimePoint b);

/// Tells a proxy with a wrong clock from one that flushes late, and shifts the stamps of the former by one
/// offset, so that its requests keep their distances. Wrong is: an end more than 24 h away or more than 5 s
/// ahead of its receipt; or, over 10 s of receipts, no entry at all younger than two minutes. One thread at a
/// time.
class ClockSkew {
  public:
    /// The end to file an entry under.
    TimePoint correct(TimePoint end, TimePoint receivedAt);
    bool isSkewed() const { return m_skewed; }

  private:
    void observe(Duration age, TimePoint receivedAt);

    bool m_skewed = false;
    bool m_behind = false;  ///< even the youngest entries come with old stamps
    bool m_hasOffset = false;
    Duration m_offset{};
    TimePoint m_periodStart{};
    Duration m_youngest{};
    unsigned m_seen = 0;
};

}  // namespace binnacle
