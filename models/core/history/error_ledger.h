// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"
#include "models/core/history/burn_rate.h"
#include "models/core/ports/traffic_source.h"

#include <cstdint>
#include <map>

namespace binnacle {

/// An objective's requests by minute and by hour, over its whole period: read once, then kept up from the
/// last minutes only, so that no long window is ever read again. Windows of up to 6 h are of whole minutes,
/// longer ones of whole hours, and at least as long as asked for. One thread.
class ErrorLedger {
  public:
    explicit ErrorLedger(Objective objective) : m_objective(std::move(objective)) {}

    const Objective& objective() const { return m_objective; }
    /// Nothing is read before: 15 s after the last reading, 5 min after one that failed.
    bool isDue(TimePoint now) const { return now >= m_nextRead || now < m_readAt; }
    /// The next reading is one of the whole period.
    bool startsAnew(TimePoint now) const;
    /// Reads what is new. Errors: those of the source; what was known is kept.
    Result<void> read(const TrafficSource& source, TimePoint now);

    RequestCount over(Duration window, TimePoint now) const;
    double burn(Duration window, TimePoint now) const {
        return burnRate(over(window, now), m_objective.target);
    }
    BudgetState budget(TimePoint now) const;

  private:
    using Counts = std::map<std::int64_t, RequestCount>;  ///< by number of the minute or hour

    struct Span {
        std::int64_t from;  ///< minutes or hours since the epoch
        std::int64_t to;
    };

    Result<Counts> countsOf(const TrafficSource& source, Span span, std::chrono::seconds step) const;
    Result<void> readAll(const TrafficSource& source, TimePoint now);
    Result<void> readRecent(const TrafficSource& source, TimePoint now);
    void replaceMinutes(Span span, const Counts& counts);
    void forgetBefore(TimePoint now);

    Objective m_objective;
    Counts m_minutes;
    Counts m_hours;
    bool m_isLoaded = false;
    TimePoint m_readAt{};
    TimePoint m_nextRead{};
};

}  // namespace binnacle
