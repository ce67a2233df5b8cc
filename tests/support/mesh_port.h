// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"
#include "models/core/ports/traffic_source.h"

namespace binnacle {

/// A TrafficSource as the port that clients ask, for calls that answer once; it opens no watches. Any thread.
class MeshPort final : public TelemetryPort {
  public:
    explicit MeshPort(const TrafficSource& traffic) : m_traffic(traffic) {}

    std::unique_ptr<Subscription> watchTopology(const TopologyQuery&, OnFrame) override { return {}; }
    std::unique_ptr<Subscription> watchRequests(const RequestQuery&, OnRequests) override { return {}; }
    std::unique_ptr<Subscription> watchSeries(const SeriesQuery&, OnSeries) override { return {}; }
    std::unique_ptr<Subscription> watchStatus(std::optional<TimePoint>, OnStatus) override { return {}; }
    std::unique_ptr<Subscription> watchClusters(std::optional<TimePoint>, OnClusters) override { return {}; }
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) override {
        return m_traffic.topology(query);
    }
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) override {
        return m_traffic.requests(query);
    }

  private:
    const TrafficSource& m_traffic;
};

}  // namespace binnacle
