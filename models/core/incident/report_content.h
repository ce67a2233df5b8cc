// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"
#include "models/core/incident/snapshot_order.h"
#include "models/core/policy/change.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/telemetry/station_status.h"
#include "models/core/topology/series.h"
#include "models/core/topology/topology_frame.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// What somebody wants a report of. A plain value; any thread.
struct ReportOrder {
    std::optional<TimeWindow> window;  ///< unset: all of a snapshot, or the last 15 minutes of a station
    std::string who;
    std::string note;
};

/// All that a report says, asked for once, so that every format tells the same figures. Values as the mesh
/// told them; whoever writes them out makes them safe to read. A plain value; any thread.
struct ReportContent {
    TimePoint made{};
    std::string who;
    std::string note;
    StationStatus status;  ///< at the window's end
    std::shared_ptr<const TopologyFrame> frame = std::make_shared<const TopologyFrame>();  ///< never null
    Series series;                                                                         ///< of all calls
    std::vector<ClusterState> clusters;
    std::vector<PolicyInForce> policies;   ///< at the window's end
    std::vector<Change> changes;           ///< in the window, oldest first
    std::vector<Event> events;             ///< in the window, oldest first
    std::vector<RequestRecord> slowest;    ///< slowest first, at most kReportRequests
    std::vector<RequestRecord> failing;    ///< newest first, at most kReportRequests
    std::optional<SnapshotReport> origin;  ///< of the snapshot that is reported on, or of one made now
    std::map<std::string, std::uint64_t> removed;  ///< from this report: kind of secret -> count
};

inline constexpr std::size_t kReportRequests = 25;

}  // namespace binnacle
