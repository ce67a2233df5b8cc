// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/telemetry_stream.h"

namespace binnacle {
namespace {

/// Whether the bytes are gzip (RFC 1952) or zlib (RFC 1950), gRPC's "gzip" and "deflate". No message of ours
/// starts so: 0x1f is no wire type, and 0x78 is field 15, which neither stream has.
bool isCompressed(std::string_view bytes) {
    if (bytes.size() < 2) return false;
    const auto first = static_cast<unsigned char>(bytes[0]);
    const auto second = static_cast<unsigned char>(bytes[1]);
    const bool gzip = first == 0x1F && second == 0x8B;
    const bool zlib = first == 0x78 && (first * 256U + second) % 31U == 0;
    return gzip || zlib;
}

}  // namespace

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
    const std::string_view bytes = m_receive.bytes.join(message);
    if (isCompressed(bytes)) {
        m_receive.shard.reject(RejectReason::compressed);
        return {grpc::StatusCode::UNIMPLEMENTED, "compressed messages are not taken"};
    }
    return onBytes(bytes);
}

void TelemetryStream::onEnded() {
    --m_receive.openStreams;
    if (m_proxy) m_receive.shard.closeProxy(*m_proxy);
    m_proxy.reset();
}

}  // namespace binnacle
