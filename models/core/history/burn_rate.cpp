// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/burn_rate.h"

#include <algorithm>

namespace binnacle {

double burnRate(const RequestCount& count, double target) {
    if (count.all == 0) return 0;
    return static_cast<double>(count.bad) / static_cast<double>(count.all) / (1 - target);
}

double budgetLeft(const RequestCount& count, double target, double coveredShare) {
    return 1 - burnRate(count, target) * coveredShare;
}

std::optional<BurnAlarm> burnAlarm(const std::function<double(Duration)>& burnOver) {
    const auto* found = std::find_if(kBurnAlarms.begin(), kBurnAlarms.end(), [&](const BurnAlarm& alarm) {
        return burnOver(alarm.longWindow) > alarm.rate && burnOver(alarm.shortWindow) > alarm.rate;
    });
    return found == kBurnAlarms.end() ? std::nullopt : std::optional(*found);
}

}  // namespace binnacle
