// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/formats.h"
#include "models/core/history/alert.h"
#include "models/core/history/event.h"
#include "models/core/history/history_status.h"
#include "models/core/incident/snapshot_order.h"

#include <vector>

namespace binnacle {

// The documents about a station's memory that scripts rely on. Times are ISO 8601, UTC.

Json historyStatusDocument(const HistoryStatus& history);
Json eventDocument(const Event& event);
Json eventsDocument(const std::vector<Event>& events);
/// The rules themselves are left out: `alerts rules` prints them.
Json alertsDocument(const AlertBook& book);
Json snapshotDocument(const SnapshotReport& report);

const char* nameOf(AlertState state);

}  // namespace binnacle
