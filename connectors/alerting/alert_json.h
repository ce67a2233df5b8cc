// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <string>
#include <vector>

namespace binnacle {

/// Alerts as Alertmanager's API v2 takes them (POST /api/v2/alerts). One that fires ends, as far as whoever
/// takes it knows, `lasts` after `now`, unless it is told again. Any thread.
std::string alertsJson(const std::vector<Alert>& alerts, TimePoint now, Duration lasts);

}  // namespace binnacle
