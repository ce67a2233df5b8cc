// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/telemetry_stream.h"

#include <envoy/service/metrics/v3/metrics_service.grpc.pb.h>

#include <string>

namespace binnacle {

/// One proxy's metrics stream: the gauges of its upstream clusters go to the ClusterBoard, everything else is
/// passed over.
class MetricsStream final : public TelemetryStream {
  public:
    using Service = envoy::service::metrics::v3::MetricsService::WithRawMethod_StreamMetrics<
        envoy::service::metrics::v3::MetricsService::Service>;

    MetricsStream(ReceiveContext& context, Service& service) : TelemetryStream(context), m_service(service) {}
    void offer(grpc::ServerCompletionQueue* queue) override;
    std::unique_ptr<IncomingStream> successor() const override;

  private:
    grpc::Status onBytes(std::string_view message) override;

    Service& m_service;
    std::string m_node;
};

}  // namespace binnacle
