// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/policy/change.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace binnacle {

/// Requests of an objective in some window, and those that were not good.
struct RequestCount {
    std::uint64_t all = 0;
    std::uint64_t bad = 0;

    void add(const RequestCount& other) {
        all += other.all;
        bad += other.bad;
    }
    bool operator==(const RequestCount&) const = default;
};

/// How many times faster than allowed the error budget goes: 1 spends just all of it in the period. 0 where
/// there were no requests.
double burnRate(const RequestCount& count, double target);

/// Share of a period's budget that is left when these requests fill `coveredShare` (0..1) of it; below 0:
/// overspent. 1 where there were none.
double budgetLeft(const RequestCount& count, double target, double coveredShare);

/// A burn that somebody must hear of: both windows are above `rate`. The long one says that it matters, the
/// short one that it still goes on. From The Site Reliability Workbook, chapter 5, table 5-8.
struct BurnAlarm {
    double rate;
    Duration longWindow;
    Duration shortWindow;
    Severity severity;
};

inline constexpr std::array<BurnAlarm, 3> kBurnAlarms = {
    {{14.4, std::chrono::hours(1), std::chrono::minutes(5), Severity::error},
     {6, std::chrono::hours(6), std::chrono::minutes(30), Severity::error},
     {1, std::chrono::hours(72), std::chrono::hours(6), Severity::warning}}};

/// The first, and so the gravest, of kBurnAlarms that holds; `burnOver` gives the burn rate of a window.
std::optional<BurnAlarm> burnAlarm(const std::function<double(Duration)>& burnOver);

}  // namespace binnacle
