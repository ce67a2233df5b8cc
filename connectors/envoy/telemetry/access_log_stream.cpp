// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/access_log_stream.h"

#include "connectors/envoy/telemetry/proxy_identity.h"
#include "connectors/envoy/telemetry/wire/access_log_message.h"

#include <algorithm>

namespace binnacle {

void AccessLogStream::offer(grpc::ServerCompletionQueue* queue) {
    m_service.RequestStreamAccessLogs(&m_context, &m_reader, queue, queue, this);
}

std::unique_ptr<IncomingStream> AccessLogStream::successor() const {
    return std::make_unique<AccessLogStream>(m_receive, m_service);
}

grpc::Status AccessLogStream::onBytes(std::string_view message) {
    wire::AccessLogEnvelope envelope;
    if (!wire::openEnvelope(message, envelope)) {
        m_receive.shard.reject(RejectReason::malformed);
        return grpc::Status::OK;
    }
    if (!m_proxy && envelope.hasIdentifier) identify(message);
    if (!m_proxy) {
        const auto counts = wire::scanEntries(envelope, m_receive.scanner, [](const Entry&) {});
        m_receive.shard.reject(RejectReason::noIdentifier, std::max<std::uint64_t>(1, counts.entries));
        return grpc::Status::OK;
    }
    const TimePoint receivedAt = m_receive.clock.now();
    Shard& shard = m_receive.shard;
    const auto counts = wire::scanEntries(envelope, m_receive.scanner, [&](Entry& entry) {
        if (m_reporter == Reporter::destination) entry.reporter = Reporter::destination;
        shard.add(*m_proxy, entry, receivedAt);
    });
    if (counts.malformed > 0) shard.reject(RejectReason::malformed, counts.malformed);
    return grpc::Status::OK;
}

void AccessLogStream::identify(std::string_view message) {
    const auto identity = accessLogIdentity(wire::identifierOf(message), m_context.peer());
    if (!identity) return;
    m_reporter = identity->reporter;
    open(identity->proxy);
}

}  // namespace binnacle
