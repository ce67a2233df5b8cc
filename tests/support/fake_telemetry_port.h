// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace binnacle {

/// A station that tests play: they push values, which reach every open watch on the calling thread, and read
/// which queries were asked. Any thread.
class FakeTelemetryPort final : public TelemetryPort {
  public:
    std::unique_ptr<Subscription> watchTopology(const TopologyQuery& query, OnFrame onFrame) override {
        return m_topology.open(query, std::move(onFrame));
    }
    std::unique_ptr<Subscription> watchRequests(const RequestQuery& query, OnRequests onRequests) override {
        return m_requests.open(query, std::move(onRequests));
    }
    std::unique_ptr<Subscription> watchSeries(const SeriesQuery& query, OnSeries onSeries) override {
        return m_series.open(query, std::move(onSeries));
    }
    std::unique_ptr<Subscription> watchStatus(std::optional<TimePoint> at, OnStatus onStatus) override {
        return m_status.open(at, std::move(onStatus));
    }
    std::unique_ptr<Subscription> watchClusters(std::optional<TimePoint> at, OnClusters onClusters) override {
        return m_clusters.open(at, std::move(onClusters));
    }
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) override {
        const std::lock_guard lock(m_mutex);
        m_asked.push_back(query);
        if (m_answer) return m_answer(query);
        return m_lastFrame;
    }
    Result<std::vector<RequestRecord>> requests(const RequestQuery&) override { return m_lastRequests; }

    void pushFrame(const TopologyFrame& frame) {
        const auto shared = std::make_shared<const TopologyFrame>(frame);
        {
            const std::lock_guard lock(m_mutex);
            m_lastFrame = shared;
        }
        m_topology.push(Result<std::shared_ptr<const TopologyFrame>>(shared));
    }
    void pushRequests(const std::vector<RequestRecord>& records) {
        m_lastRequests = records;
        m_requests.push(Result<std::vector<RequestRecord>>(records));
    }
    /// What single questions for a topology are answered with, on the caller's thread; else the last frame
    /// pushed.
    void answerTopology(
        std::function<Result<std::shared_ptr<const TopologyFrame>>(const TopologyQuery&)> answer) {
        const std::lock_guard lock(m_mutex);
        m_answer = std::move(answer);
    }
    /// The single questions for a topology so far, oldest first.
    std::vector<TopologyQuery> askedTopologies() const {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }
    /// To every series watch of that selection (the overview's is the empty one).
    void pushSeries(const Series& series) {
        m_series.pushIf([&](const SeriesQuery& query) { return query.selection == series.selection; },
                        Result<Series>(series));
    }
    void pushStatus(const StationStatus& status) { m_status.push(Result<StationStatus>(status)); }
    /// To the watches of that moment only.
    void pushStatusOf(std::optional<TimePoint> moment, const StationStatus& status) {
        m_status.pushIf([&](const std::optional<TimePoint>& at) { return at == moment; },
                        Result<StationStatus>(status));
    }
    void pushClusters(const std::vector<ClusterState>& clusters) {
        m_clusters.push(Result<std::vector<ClusterState>>(clusters));
    }
    /// Breaks every watch at once, as a lost station does.
    void fail(const Error& error) {
        m_topology.push(tl::unexpected<Error>(error));
        m_requests.push(tl::unexpected<Error>(error));
        m_series.push(tl::unexpected<Error>(error));
        m_status.push(tl::unexpected<Error>(error));
        m_clusters.push(tl::unexpected<Error>(error));
    }

    /// The queries of the open watches, oldest first.
    std::vector<TopologyQuery> topologyQueries() const { return m_topology.queries(); }
    std::vector<RequestQuery> requestQueries() const { return m_requests.queries(); }
    std::vector<SeriesQuery> seriesQueries() const { return m_series.queries(); }
    /// The moments that are asked for (unset: live), one an open watch.
    std::vector<std::optional<TimePoint>> statusQueries() const { return m_status.queries(); }
    std::vector<std::optional<TimePoint>> clusterQueries() const { return m_clusters.queries(); }
    std::size_t statusWatches() const { return m_status.queries().size(); }

  private:
    template <typename Query, typename Value>
    class Watches {
      public:
        using Callback = std::function<void(Value)>;

        std::unique_ptr<Subscription> open(const Query& query, Callback callback) {
            auto watch = std::make_shared<Watch>(query, std::move(callback));
            const std::lock_guard lock(m_mutex);
            std::erase_if(m_watches, [](const auto& old) { return !old->isOpen(); });
            m_watches.push_back(watch);
            return std::make_unique<Handle>(watch);
        }

        template <typename Predicate>
        void pushIf(Predicate wanted, const Value& value) const {
            for (const auto& watch : copy()) {
                if (wanted(watch->query)) watch->call(value);
            }
        }
        void push(const Value& value) const {
            pushIf([](const Query&) { return true; }, value);
        }

        std::vector<Query> queries() const {
            std::vector<Query> open;
            for (const auto& watch : copy()) {
                if (watch->isOpen()) open.push_back(watch->query);
            }
            return open;
        }

      private:
        struct Watch {
            Watch(Query asked, Callback call) : query(std::move(asked)), callback(std::move(call)) {}

            void call(const Value& value) {
                const std::lock_guard lock(mutex);
                if (open) callback(value);
            }
            void close() {
                const std::lock_guard lock(mutex);
                open = false;
                callback = nullptr;
            }
            bool isOpen() {
                const std::lock_guard lock(mutex);
                return open;
            }

            const Query query;
            Callback callback;
            std::mutex mutex;
            bool open = true;
        };

        class Handle final : public Subscription {
          public:
            explicit Handle(std::shared_ptr<Watch> watch) : m_watch(std::move(watch)) {}
            ~Handle() override { m_watch->close(); }

          private:
            std::shared_ptr<Watch> m_watch;
        };

        std::vector<std::shared_ptr<Watch>> copy() const {
            const std::lock_guard lock(m_mutex);
            return m_watches;
        }

        mutable std::mutex m_mutex;
        std::vector<std::shared_ptr<Watch>> m_watches;
    };

    Watches<TopologyQuery, Result<std::shared_ptr<const TopologyFrame>>> m_topology;
    Watches<RequestQuery, Result<std::vector<RequestRecord>>> m_requests;
    Watches<SeriesQuery, Result<Series>> m_series;
    Watches<std::optional<TimePoint>, Result<StationStatus>> m_status;
    Watches<std::optional<TimePoint>, Result<std::vector<ClusterState>>> m_clusters;
    mutable std::mutex m_mutex;
    std::function<Result<std::shared_ptr<const TopologyFrame>>(const TopologyQuery&)> m_answer;
    std::vector<TopologyQuery> m_asked;
    std::shared_ptr<const TopologyFrame> m_lastFrame = std::make_shared<const TopologyFrame>();
    std::vector<RequestRecord> m_lastRequests;
};

}  // namespace binnacle
