// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/telemetry_stream.h"

namespace binnacle {

grpc::Status TelemetryStream::onOpened() {
    if (m_receive.openStreams >= kMostStreams) {
        m_receive.shard.reject(RejectReason::tooManyProxies);
        return {grpc::StatusCode::RESOURCE_EXHAUSTED, "too many streams"};
    }
    ++m_receive.openStreams;
    return grpc::Status::OK;
}

grpc::Status TelemetryStream::onMessage(const grpc::ByteBuffer& message) {
    if (message.Length() > kLargestMessage) {
        m_receive.shard.reject(RejectReason::messageTooLarge);
        return {grpc::StatusCode::RESOURCE_EXHAUSTED, "message over 4 MiB"};
    }
    return onBytes(m_receive.bytes.join(message));
}

void TelemetryStream::onEnded() {
    --m_receive.openStreams;
    if (m_proxy) m_receive.shard.closeProxy(*m_proxy);
    m_proxy.reset();
}

}  // namespace binnacle
