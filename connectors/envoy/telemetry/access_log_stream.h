// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/telemetry_stream.h"
#include "models/core/telemetry/entry.h"

#include <envoy/service/accesslog/v3/als.grpc.pb.h>

namespace binnacle {

/// One proxy's access log stream: entries go from the received bytes into the shard, no message is built.
class AccessLogStream final : public TelemetryStream {
  public:
    using Service = envoy::service::accesslog::v3::AccessLogService::WithRawMethod_StreamAccessLogs<
        envoy::service::accesslog::v3::AccessLogService::Service>;

    AccessLogStream(ReceiveContext& context, Service& service)
        : TelemetryStream(context), m_service(service) {}
    void offer(grpc::ServerCompletionQueue* queue) override;
    std::unique_ptr<IncomingStream> successor() const override;

  private:
    grpc::Status onBytes(std::string_view message) override;
    void identify(std::string_view message);

    Service& m_service;
    Reporter m_reporter = Reporter::source;
};

}  // namespace binnacle
