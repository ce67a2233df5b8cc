// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/filter/filter.h"
#include "models/core/ports/telemetry_port.h"
#include "models/core/topology/traffic_view.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace binnacle {

/// The answers to the queries of TelemetryPort from a view, the same for live and for recorded traffic: pure
/// functions; any thread. Errors: what reading the view's requests gave.

/// What a query may ask for: a window above 0 and at most 31 days; a step of whole seconds that cuts it into
/// at most 3600. Error: invalid.
Result<void> checkWindow(const TimeWindow& window);
Result<void> checkSeries(const SeriesQuery& query);

Result<std::shared_ptr<const TopologyFrame>> frameOf(const TrafficView& view, const Filter& filter,
                                                     TimePoint publishedAt);
/// Needs view.steps.
Result<Series> seriesOf(const TrafficView& view, const SeriesQuery& query, const Filter& filter);
/// Newest first, at most `limit` (1..100000).
Result<std::vector<RequestRecord>> newestRequests(const TrafficView& view, const Filter& filter,
                                                  std::size_t limit);
/// With sequence > `after`, in order, at most `limit`, whenever they ended.
Result<std::vector<RequestRecord>> requestsFrom(const TrafficView& view, const Filter& filter,
                                                std::uint64_t after, std::size_t limit);

}  // namespace binnacle
