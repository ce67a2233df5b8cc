// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/adoption.h"

#include "connectors/envoy/policy/mesh_file.h"

namespace binnacle {
namespace {

constexpr const char* kText =
    R"(# Merge into the bootstrap of an Envoy 1.30 or newer. Its clusters, routes and listeners stay its own.
node: {id: NAME-1, cluster: NAME}          # who it is: a unique id, and the service it belongs to
layered_runtime:                           # breakers, outlier detection and splits come as runtime values
  layers:
    - name: binnacle
      rtds_layer:
        name: binnacle
        rtds_config:
          resource_api_version: V3
          initial_fetch_timeout: 0.5s      # how long a start waits at most when no station is there
          api_config_source:
            api_type: GRPC
            transport_api_version: V3
            grpc_services: [{envoy_grpc: {cluster_name: binnacle, retry_policy: {retry_back_off: {base_interval: 0.25s, max_interval: 2s}}}}]
    - {name: admin, admin_layer: {}}
static_resources:
  clusters:
    - name: binnacle                       # the way to the station
      type: STATIC
      connect_timeout: 1s
      typed_extension_protocol_options:
        envoy.extensions.upstreams.http.v3.HttpProtocolOptions:
          "@type": type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions
          explicit_http_config: {http2_protocol_options: {connection_keepalive: {interval: 10s, timeout: 3s}}}
      load_assignment:
        cluster_name: binnacle
        endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: "@HOST@", port_value: @PORT@}}}}]}]
stats_sinks:                               # gauges: active requests, open breakers, ejected hosts
  - name: envoy.stat_sinks.metrics_service
    typed_config:
      "@type": type.googleapis.com/envoy.config.metrics.v3.MetricsServiceConfig
      transport_api_version: V3
      grpc_service: {envoy_grpc: {cluster_name: binnacle}}
      report_counters_as_deltas: true
      emit_tags_as_labels: true
# And in each HTTP connection manager. log_name is binnacle.inbound on a listener that faces the proxy's own program,
# binnacle.outbound on one that the program calls through; there, set add_user_agent: true as well.
#   access_log:
#     - name: envoy.access_loggers.http_grpc
#       typed_config:
#         "@type": type.googleapis.com/envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig
#         common_config:
#           log_name: binnacle.outbound
#           transport_api_version: V3
#           buffer_flush_interval: 1s      # how late telemetry may be
#           grpc_service: {envoy_grpc: {cluster_name: binnacle}}
#         additional_request_headers_to_log: [x-envoy-downstream-service-cluster, x-envoy-downstream-service-node, traceparent]
# A weighted_clusters route takes a split if it has runtime_key_prefix: binnacle.split.SERVICE; a cluster takes outlier
# detection if it has outlier_detection, if only {}.
)";

void replace(std::string& text, const std::string& mark, const std::string& value) {
    const std::size_t position = text.find(mark);
    if (position != std::string::npos) text.replace(position, mark.size(), value);
}

}  // namespace

std::string adoptionText(const std::string& address) {
    const auto parsed = parseHostPort(address);
    std::string text = kText;
    replace(text, "@HOST@", parsed ? parsed->host : "127.0.0.1");
    replace(text, "@PORT@", parsed ? std::to_string(parsed->port) : "18760");
    return text;
}

}  // namespace binnacle
