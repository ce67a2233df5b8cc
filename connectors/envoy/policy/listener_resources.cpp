// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/message_parts.h"
#include "connectors/envoy/policy/resources.h"

#include "envoy/config/listener/v3/listener.pb.h"
#include "envoy/extensions/access_loggers/grpc/v3/als.pb.h"
#include "envoy/extensions/filters/http/router/v3/router.pb.h"
#include "envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.pb.h"
#include "envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy.pb.h"

namespace binnacle {
namespace {

using envoy::config::accesslog::v3::AccessLog;
using envoy::config::listener::v3::Listener;
using envoy::extensions::access_loggers::grpc::v3::CommonGrpcAccessLogConfig;
using envoy::extensions::access_loggers::grpc::v3::HttpGrpcAccessLogConfig;
using envoy::extensions::access_loggers::grpc::v3::TcpGrpcAccessLogConfig;
using envoy::extensions::filters::network::http_connection_manager::v3::HttpConnectionManager;
using envoy::extensions::filters::network::tcp_proxy::v3::TcpProxy;

enum class Side : std::uint8_t { inbound, outbound };

/// What the callee's proxy tells of its caller, and what joins the hops of one request.
constexpr const char* kLoggedHeaders[] = {"x-envoy-downstream-service-cluster",
                                          "x-envoy-downstream-service-node", "traceparent"};

void fillLogConfig(CommonGrpcAccessLogConfig& common, Side side, const MeshFile& mesh) {
    common.set_log_name(side == Side::inbound ? "binnacle.inbound" : "binnacle.outbound");
    common.mutable_grpc_service()->mutable_envoy_grpc()->set_cluster_name(kStationCluster);
    fill(*common.mutable_buffer_flush_interval(), mesh.flushInterval);
    common.set_transport_api_version(envoy::config::core::v3::V3);
}

void fillHttpLog(AccessLog& log, Side side, const MeshFile& mesh) {
    HttpGrpcAccessLogConfig config;
    fillLogConfig(*config.mutable_common_config(), side, mesh);
    for (const char* header : kLoggedHeaders) config.add_additional_request_headers_to_log(header);
    log.set_name("envoy.access_loggers.http_grpc");
    log.mutable_typed_config()->PackFrom(config);
}

void fillTcpLog(AccessLog& log, Side side, const MeshFile& mesh) {
    TcpGrpcAccessLogConfig config;
    fillLogConfig(*config.mutable_common_config(), side, mesh);
    log.set_name("envoy.access_loggers.tcp_grpc");
    log.mutable_typed_config()->PackFrom(config);
}

/// Request ids that a caller or a hop before gave are kept: by them the hops of one request join.
HttpConnectionManager httpManager(Side side, const MeshFile& mesh) {
    HttpConnectionManager manager;
    manager.set_stat_prefix(side == Side::inbound ? kInboundListener : kOutboundListener);
    manager.mutable_use_remote_address()->set_value(false);
    manager.mutable_generate_request_id()->set_value(true);
    manager.set_preserve_external_request_id(true);
    manager.mutable_add_user_agent()->set_value(side == Side::outbound);
    fillHttpLog(*manager.add_access_log(), side, mesh);
    auto& router = *manager.add_http_filters();
    router.set_name("envoy.filters.http.router");
    router.mutable_typed_config()->PackFrom(envoy::extensions::filters::http::router::v3::Router());
    return manager;
}

Listener listener(const std::string& name, const std::string& address, Side side) {
    Listener out;
    out.set_name(name);
    out.set_stat_prefix(name);
    fill(*out.mutable_address(), address);
    out.set_traffic_direction(side == Side::inbound ? envoy::config::core::v3::INBOUND
                                                    : envoy::config::core::v3::OUTBOUND);
    return out;
}

void addHttpFilter(Listener& listener, const HttpConnectionManager& manager) {
    auto& filter = *listener.add_filter_chains()->add_filters();
    filter.set_name("envoy.filters.network.http_connection_manager");
    filter.mutable_typed_config()->PackFrom(manager);
}

void addTcpFilter(Listener& listener, const std::string& cluster, Side side, const MeshFile& mesh) {
    TcpProxy proxy;
    proxy.set_stat_prefix(listener.name());
    proxy.set_cluster(cluster);
    fillTcpLog(*proxy.add_access_log(), side, mesh);
    auto& filter = *listener.add_filter_chains()->add_filters();
    filter.set_name("envoy.filters.network.tcp_proxy");
    filter.mutable_typed_config()->PackFrom(proxy);
}

void addInbound(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place) {
    Listener inbound = listener(kInboundListener, place.proxy->inbound, Side::inbound);
    if (place.service->protocol == MeshProtocol::tcp) {
        addTcpFilter(inbound, kApplicationCluster, Side::inbound, mesh);
        snapshot.add(XdsType::listener, kInboundListener, inbound);
        return;
    }
    HttpConnectionManager manager = httpManager(Side::inbound, mesh);
    auto& routes = *manager.mutable_route_config();
    routes.set_name(kInboundListener);
    auto& host = *routes.add_virtual_hosts();
    host.set_name(kApplicationCluster);
    host.add_domains("*");
    auto& route = *host.add_routes();
    route.set_name(kApplicationCluster);
    route.mutable_match()->set_prefix("/");
    route.mutable_route()->set_cluster(kApplicationCluster);
    // The caller's proxy holds the time limit; two that race would tell two stories of one call.
    fill(*route.mutable_route()->mutable_timeout(), std::chrono::milliseconds(0));
    addHttpFilter(inbound, manager);
    snapshot.add(XdsType::listener, kInboundListener, inbound);
}

void addOutbound(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place) {
    Listener outbound = listener(kOutboundListener, place.proxy->outbound, Side::outbound);
    HttpConnectionManager manager = httpManager(Side::outbound, mesh);
    fillAds(*manager.mutable_rds()->mutable_config_source());
    manager.mutable_rds()->set_route_config_name(kOutboundListener);
    addHttpFilter(outbound, manager);
    snapshot.add(XdsType::listener, kOutboundListener, outbound);
}

}  // namespace

void addListeners(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place) {
    if (!place.proxy->inbound.empty()) addInbound(snapshot, mesh, place);
    if (!place.proxy->outbound.empty()) addOutbound(snapshot, mesh, place);
    for (const auto& [called, address] : place.proxy->outboundTcp) {
        const MeshService* service = mesh.findService(called);
        if (service == nullptr) continue;
        const std::string name = "outbound_tcp_" + called;
        Listener out = listener(name, address, Side::outbound);
        addTcpFilter(out, clustersOf(*service).front(), Side::outbound, mesh);
        snapshot.add(XdsType::listener, name, out);
    }
}

}  // namespace binnacle
