// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/incoming_stream.h"
#include "connectors/envoy/telemetry/receive_context.h"

#include <optional>
#include <string_view>

namespace binnacle {

/// What access log and metrics streams have in common: limits, and an identity that the first message tells.
class TelemetryStream : public IncomingStream {
  public:
    explicit TelemetryStream(ReceiveContext& context) : m_receive(context) {}

  protected:
    ReceiveContext& m_receive;
    std::optional<ProxyIndex> m_proxy;

    void open(const Proxy& proxy) { m_proxy = m_receive.shard.openProxy(proxy); }

  private:
    virtual grpc::Status onBytes(std::string_view message) = 0;

    grpc::Status onOpened() final;
    grpc::Status onMessage(const grpc::ByteBuffer& message) final;
    void onEnded() final;
};

}  // namespace binnacle
