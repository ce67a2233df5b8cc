// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/metrics_stream.h"

#include "connectors/envoy/admin/cluster_board.h"
#include "connectors/envoy/telemetry/proxy_identity.h"
#include "connectors/envoy/telemetry/wire/access_log_message.h"
#include "connectors/envoy/telemetry/wire/metrics_scanner.h"

namespace binnacle {

void MetricsStream::offer(grpc::ServerCompletionQueue* queue) {
    m_service.RequestStreamMetrics(&m_context, &m_reader, queue, queue, this);
}

std::unique_ptr<IncomingStream> MetricsStream::successor() const {
    return std::make_unique<MetricsStream>(m_receive, m_service);
}

grpc::Status MetricsStream::onBytes(std::string_view message) {
    wire::ClusterGauges gauges;
    if (!wire::scanMetrics(message, gauges)) {
        m_receive.shard.reject(RejectReason::malformed);
        return grpc::Status::OK;
    }
    if (!m_proxy) {
        const auto proxy = metricsIdentity(wire::identifierOf(message), m_context.peer());
        if (!proxy) {
            m_receive.shard.reject(RejectReason::noIdentifier);
            return grpc::Status::OK;
        }
        m_node = proxy->node;
        open(*proxy);
    }
    for (const auto& [cluster, values] : gauges) {
        m_receive.clusters.update(m_node, cluster,
                                  [&values](ClusterState& state) { wire::applyGauges(values, state); });
    }
    return grpc::Status::OK;
}

}  // namespace binnacle
