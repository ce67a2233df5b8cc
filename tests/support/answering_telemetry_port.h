// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/filter/filter.h"
#include "models/core/ports/telemetry_port.h"

#include <mutex>
#include <string>
#include <vector>

namespace binnacle {

/// A station that answers every question at once with what it was given, and keeps what was asked. Requests
/// are filtered by their own fields as a station does. Any thread.
class AnsweringTelemetryPort final : public TelemetryPort {
  public:
    StationStatus status;
    std::shared_ptr<const TopologyFrame> frame = std::make_shared<const TopologyFrame>();
    Series series;
    std::vector<ClusterState> clusterStates;
    std::vector<RequestRecord> records;

    std::unique_ptr<Subscription> watchTopology(const TopologyQuery&, OnFrame onFrame) override {
        onFrame(frame);
        return std::make_unique<Subscription>();
    }
    std::unique_ptr<Subscription> watchRequests(const RequestQuery&, OnRequests onRequests) override {
        onRequests(records);
        return std::make_unique<Subscription>();
    }
    std::unique_ptr<Subscription> watchSeries(const SeriesQuery& query, OnSeries onSeries) override {
        note(query.window);
        onSeries(series);
        return std::make_unique<Subscription>();
    }
    std::unique_ptr<Subscription> watchStatus(std::optional<TimePoint>, OnStatus onStatus) override {
        onStatus(status);
        return std::make_unique<Subscription>();
    }
    std::unique_ptr<Subscription> watchClusters(std::optional<TimePoint>, OnClusters onClusters) override {
        onClusters(clusterStates);
        return std::make_unique<Subscription>();
    }
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) override {
        note(query.window);
        return frame;
    }
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) override {
        note(query.window);
        const auto filter = Filter::parse(query.filter);
        if (!filter) return failure(ErrorCode::invalid, "the filter", query.filter);
        const std::lock_guard lock(m_mutex);
        m_filters.push_back(query.filter);
        return records;
    }

    /// Of every question about a window.
    std::vector<TimeWindow> windows() const {
        const std::lock_guard lock(m_mutex);
        return m_windows;
    }
    std::vector<std::string> requestFilters() const {
        const std::lock_guard lock(m_mutex);
        return m_filters;
    }

  private:
    void note(const TimeWindow& window) {
        const std::lock_guard lock(m_mutex);
        m_windows.push_back(window);
    }

    mutable std::mutex m_mutex;
    std::vector<TimeWindow> m_windows;
    std::vector<std::string> m_filters;
};

}  // namespace binnacle
