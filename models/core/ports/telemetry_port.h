// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/telemetry/station_status.h"
#include "models/core/topology/series.h"
#include "models/core/topology/topology_frame.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// A time window: the last `length` when `to` is not set (live), else the `length` that ends at `to`.
struct TimeWindow {
    Duration length = std::chrono::seconds(30);
    std::optional<TimePoint> to;

    bool operator==(const TimeWindow&) const = default;
};

struct TopologyQuery {
    TimeWindow window;
    std::string filter;  ///< filter language; empty: everything
};

struct RequestQuery {
    TimeWindow window;
    std::string filter;
    std::size_t limit = 1000;  ///< newest first in time, at most this many; 1..100000
};

struct SeriesQuery {
    TimeWindow window;
    Duration step = std::chrono::seconds(1);  ///< >= 1 s; points = length / step <= 3600
    Selection selection;
    std::string filter;
};

/// Keeps a watch open; destroying it ends the watch and returns only when no callback runs any more.
class Subscription {
  public:
    virtual ~Subscription() = default;
};

/// What a station knows about live traffic. Implemented by the station's client (and by fakes in tests).
/// Plain calls block until answered (deadline 10 s): call them from a worker, never from the UI thread.
/// Watches call back on a thread of the port's own, one call at a time, newest value only: a slow receiver
/// skips frames. A watch that breaks reports its Error once and goes on trying; a value after it means
/// recovered.
class TelemetryPort {
  public:
    using OnFrame = std::function<void(Result<std::shared_ptr<const TopologyFrame>>)>;
    using OnRequests = std::function<void(Result<std::vector<RequestRecord>>)>;
    using OnSeries = std::function<void(Result<Series>)>;
    using OnStatus = std::function<void(Result<StationStatus>)>;
    using OnClusters = std::function<void(Result<std::vector<ClusterState>>)>;

    virtual ~TelemetryPort() = default;
    virtual std::unique_ptr<Subscription> watchTopology(const TopologyQuery& query, OnFrame onFrame) = 0;
    /// First what the window holds (oldest first), then each new batch as it comes.
    virtual std::unique_ptr<Subscription> watchRequests(const RequestQuery& query, OnRequests onRequests) = 0;
    virtual std::unique_ptr<Subscription> watchSeries(const SeriesQuery& query, OnSeries onSeries) = 0;
    /// How proxies and clusters stood at a moment; unset: live.
    virtual std::unique_ptr<Subscription> watchStatus(std::optional<TimePoint> at, OnStatus onStatus) = 0;
    virtual std::unique_ptr<Subscription> watchClusters(std::optional<TimePoint> at,
                                                        OnClusters onClusters) = 0;
    virtual Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) = 0;
    virtual Result<std::vector<RequestRecord>> requests(const RequestQuery& query) = 0;
};

}  // namespace binnacle
