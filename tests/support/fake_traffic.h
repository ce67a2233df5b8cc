// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/traffic_source.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// Traffic that a test makes up: the calls of now, and counts at moments for series. It does not filter: a
/// frame for a filter is what the test says it is. One thread.
class FakeTraffic final : public TrafficSource {
  public:
    struct Call {
        std::string source;
        std::string destination;
        std::uint64_t requests = 100;
        std::uint64_t errors = 0;
    };
    struct Asked {
        Duration length{};
        Duration step{};
    };

    void show(const std::vector<Call>& calls, const std::string& filter = {}) {
        auto frame = std::make_shared<TopologyFrame>();
        frame->to = TimePoint(std::chrono::seconds(60));
        std::map<std::string, Node> nodes;
        for (const Call& call : calls) {
            nodes[call.source] = {call.source, call.source, call.source, "", "", NodeKind::workload};
            nodes[call.destination] = {call.destination,  call.destination, call.destination, "", "",
                                       NodeKind::workload};
            Edge edge;
            edge.source = call.source;
            edge.destination = call.destination;
            edge.stats.requests = call.requests;
            edge.stats.errors = call.errors;
            frame->edges.push_back(edge);
        }
        for (const auto& [id, node] : nodes) frame->nodes.push_back(node);
        m_frames[filter] = std::move(frame);
    }
    /// Requests that ended at a moment, for series.
    EdgeStats& at(TimePoint moment) { return m_stats[moment]; }

    std::uint64_t waitForChange(std::uint64_t seen, Duration) const override { return seen + 1; }
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) const override {
        if (isBroken) return failure(ErrorCode::unavailable, "disk", "cannot be read");
        const auto found = m_frames.find(query.filter);
        return found == m_frames.end() ? std::make_shared<const TopologyFrame>() : found->second;
    }
    Result<Series> series(const SeriesQuery& query) const override {
        asked.push_back({query.window.length, query.step});
        if (isBroken) return failure(ErrorCode::unavailable, "disk", "cannot be read");
        Series series{query.selection, query.step, {}};
        const TimePoint end = *query.window.to;
        for (TimePoint from = end - query.window.length; from < end; from += query.step) {
            SeriesPoint point{from, {}};
            for (auto each = m_stats.lower_bound(from);
                 each != m_stats.end() && each->first < from + query.step; ++each)
                point.stats.add(each->second);
            series.points.push_back(std::move(point));
        }
        return series;
    }
    Result<std::vector<RequestRecord>> requests(const RequestQuery&) const override { return {}; }
    Result<std::vector<RequestRecord>> requestsAfter(std::uint64_t, const std::string&,
                                                     std::size_t) const override {
        return {};
    }
    Result<std::vector<ClusterState>> clusters(std::optional<TimePoint>) const override { return {}; }
    Result<StationStatus> status(std::optional<TimePoint>) const override { return {}; }

    bool isBroken = false;
    mutable std::vector<Asked> asked;  ///< series

  private:
    std::map<std::string, std::shared_ptr<const TopologyFrame>> m_frames;
    std::map<TimePoint, EdgeStats> m_stats;
};

}  // namespace binnacle
