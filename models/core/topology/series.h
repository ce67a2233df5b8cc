// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/topology/topology_frame.h"

#include <string>
#include <vector>

namespace binnacle {

/// What a chart shows: all calls, the calls into or out of one node, or one edge.
struct Selection {
    std::string source;       ///< node id; empty: any
    std::string destination;  ///< node id; empty: any

    bool operator==(const Selection&) const = default;
};

/// One step of a time series.
struct SeriesPoint {
    TimePoint at{};  ///< start of the step
    EdgeStats stats;
};

/// A time series of one selection: steps of equal length, oldest first, empty steps included. A plain
/// value; any thread.
struct Series {
    Selection selection;
    Duration step{};
    std::vector<SeriesPoint> points;
};

}  // namespace binnacle
