// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "binnacle/v1/station.grpc.pb.h"
#include "connectors/station/station_server.h"
#include "connectors/station/stop_signal.h"

#include <atomic>
#include <functional>

namespace binnacle {

/// Serves one TrafficSource to consoles: plain answers, and watches that send what changed, at most ten times
/// a second, one answer in flight each. Not for policy. Called on gRPC's threads; each open watch holds one
/// of them.
class TelemetryService final : public v1::Telemetry::Service {
  public:
    TelemetryService(const TrafficSource& traffic, const StationServerOptions& options,
                     const StopSignal& stop);

    grpc::Status GetTopology(grpc::ServerContext* context, const v1::TopologyQuery* query,
                             v1::TopologyUpdate* answer) override;
    grpc::Status GetRequests(grpc::ServerContext* context, const v1::RequestQuery* query,
                             v1::RequestBatch* answer) override;
    grpc::Status GetStatus(grpc::ServerContext* context, const v1::StatusQuery* query,
                           v1::StationStatus* answer) override;
    grpc::Status WatchTopology(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<v1::TopologyUpdate, v1::TopologyWatch>* stream) override;
    grpc::Status WatchRequests(grpc::ServerContext* context,
                               grpc::ServerReaderWriter<v1::RequestBatch, v1::RequestWatch>* stream) override;
    grpc::Status WatchSeries(grpc::ServerContext* context,
                             grpc::ServerReaderWriter<v1::Series, v1::SeriesWatch>* stream) override;
    grpc::Status WatchStatus(grpc::ServerContext* context,
                             grpc::ServerReaderWriter<v1::StationStatus, v1::StatusWatch>* stream) override;
    grpc::Status WatchClusters(grpc::ServerContext* context,
                               grpc::ServerReaderWriter<v1::ClusterList, v1::ClusterWatch>* stream) override;

  private:
    /// How often a watch looks: never sooner than `pace` after the last answer, and after `patience` even if
    /// the mesh tells nothing new (a live window moves on without traffic).
    struct Rhythm {
        Duration pace;
        Duration patience;
    };
    /// A window of the past is answered once, or now and then while late records may still come.
    Rhythm rhythmOf(const TimeWindow& window, Duration pace) const;
    template <typename Answer, typename Watch>
    grpc::Status serve(grpc::ServerContext& context, grpc::ServerReaderWriter<Answer, Watch>& stream,
                       Rhythm rhythm, const std::function<Result<bool>(Answer&)>& fill);
    bool waitForTurn(const grpc::ServerContext& context, Rhythm rhythm, MonotonicPoint answered,
                     std::uint64_t seen) const;
    Result<StationStatus> status(std::optional<TimePoint> at) const;
    Rhythm rhythmOf(std::optional<TimePoint> at) const;

    const TrafficSource& m_traffic;
    const StationServerOptions m_options;
    const StopSignal& m_stop;
    std::atomic<int> m_watches = 0;
};

}  // namespace binnacle
