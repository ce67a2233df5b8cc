// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/store/history_limits.h"
#include "models/core/store/sqlite.h"

#include <cstdint>
#include <string>

namespace binnacle {

/// Lets a history forget: does what its limits ask for bit by bit, in transactions of its own, and gives
/// freed pages back. Requests are thinned before they go: those that failed, and slow ones, stay longest. One
/// thread at a time: the writer's.
class HistoryRetention {
  public:
    /// Seconds' rollups younger than this stay, whatever the limits say: recovery makes tens and minutes of
    /// them.
    static constexpr Duration kLeastSeconds = std::chrono::minutes(20);

    HistoryRetention(Database& database, const HistoryLimits& limits, std::string path)
        : m_database(database), m_limits(limits), m_path(std::move(path)) {}

    /// Until nothing is left to forget, or `atMost` is over: the rest is for the next time.
    Result<void> work(TimePoint now, Duration atMost);

  private:
    Result<std::int64_t> byAge(TimePoint now);
    Result<std::int64_t> bySize(TimePoint now);
    Result<void> giveBack();
    Result<std::int64_t> forgetRollups(std::int64_t width, TimePoint before);
    Result<std::int64_t> thinRequests(TimePoint before);
    Result<std::int64_t> forgetThinned(TimePoint before);
    Result<std::int64_t> forgetEvents(TimePoint before);
    Result<std::int64_t> forgetStandings(TimePoint before);
    Result<std::int64_t> run(const char* sql, std::int64_t bound);
    Result<std::uint64_t> usedBytes();

    Database& m_database;
    const HistoryLimits& m_limits;
    const std::string m_path;
};

}  // namespace binnacle
