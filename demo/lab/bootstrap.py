# SPDX-License-Identifier: GPL-3.0-or-later
"""Envoy bootstraps as plain dictionaries (JSON is YAML): full (all from the station by ADS) and overlay (a static
configuration that somebody already has, plus the additions that adopt Binnacle)."""

from . import net

HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
ROUTER = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
HCM = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
GRPC_LOG = "type.googleapis.com/envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig"
FILE_LOG = "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog"
METRICS = "type.googleapis.com/envoy.config.metrics.v3.MetricsServiceConfig"
LOGGED_HEADERS = ["x-envoy-downstream-service-cluster", "x-envoy-downstream-service-node", "traceparent"]


def socket_address(address):
    host, port = net.split(address)
    return {"socket_address": {"address": host, "port_value": port}}


def endpoints(name, addresses):
    hosts = [{"endpoint": {"address": socket_address(address)}} for address in addresses]
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": hosts}]}


def station_cluster(station):
    """Where the station is: HTTP/2, since gRPC."""
    return {
        "name": "binnacle",
        "type": "STATIC",
        "connect_timeout": "1s",
        "typed_extension_protocol_options": {
            HTTP_OPTIONS: {
                "@type": "type.googleapis.com/" + HTTP_OPTIONS,
                "explicit_http_config": {
                    "http2_protocol_options": {"connection_keepalive": {"interval": "5s", "timeout": "2s"}}
                },
            }
        },
        "load_assignment": endpoints("binnacle", [station]),
    }


def node(proxy):
    metadata = {"workload": proxy["workload"]}
    if proxy.get("version"):
        metadata["version"] = proxy["version"]
    return {"id": proxy["node"], "cluster": proxy["service"], "metadata": {"binnacle": metadata}}


def grpc_service():
    """Tries again within 2 s: Envoy's own bound is 30 s, and a restarted station would miss its proxies that long."""
    again = {"retry_back_off": {"base_interval": "0.25s", "max_interval": "2s"}}
    return {"envoy_grpc": {"cluster_name": "binnacle", "retry_policy": again}}


def metrics_sink():
    return {
        "name": "envoy.stat_sinks.metrics_service",
        "typed_config": {
            "@type": METRICS,
            "transport_api_version": "V3",
            "report_counters_as_deltas": True,
            "emit_tags_as_labels": True,
            "grpc_service": grpc_service(),
        },
    }


def runtime_layer(source):
    source = {**source, "resource_api_version": "V3", "initial_fetch_timeout": "0.5s"}
    ours = {"name": "binnacle", "rtds_layer": {"name": "binnacle", "rtds_config": source}}
    return {"layers": [ours, {"name": "admin", "admin_layer": {}}]}


def full(proxy, station):
    """A proxy that owns nothing: listeners, routes, clusters and runtime come over one ADS stream."""
    return {
        "node": node(proxy),
        "admin": {"address": socket_address(proxy["admin"])},
        "dynamic_resources": {
            "ads_config": {
                "api_type": "GRPC",
                "transport_api_version": "V3",
                "set_node_on_first_message_only": True,
                "grpc_services": [grpc_service()],
            },
            "cds_config": {"ads": {}, "resource_api_version": "V3"},
            "lds_config": {"ads": {}, "resource_api_version": "V3"},
        },
        "layered_runtime": runtime_layer({"ads": {}}),
        "static_resources": {"clusters": [station_cluster(station)]},
        "stats_sinks": [metrics_sink()],
    }


def access_log(log_name, flush_s, file_path=None):
    logs = [
        {
            "name": "envoy.access_loggers.http_grpc",
            "typed_config": {
                "@type": GRPC_LOG,
                "common_config": {
                    "log_name": log_name,
                    "transport_api_version": "V3",
                    "buffer_flush_interval": f"{flush_s:g}s",
                    "grpc_service": grpc_service(),
                },
                "additional_request_headers_to_log": LOGGED_HEADERS,
            },
        }
    ]
    if file_path:
        line = "%REQ(:PATH)% %RESPONSE_CODE% %UPSTREAM_CLUSTER% %COMMON_DURATION(DS_RX_BEG:DS_TX_END:us)%\n"
        layout = {"text_format_source": {"inline_string": line}}
        config = {"@type": FILE_LOG, "path": file_path, "log_format": layout}
        logs.append({"name": "envoy.access_loggers.file", "typed_config": config})
    return logs


def http_listener(name, address, virtual_hosts, logs, tells_itself=False):
    manager = {
        "@type": HCM,
        "stat_prefix": name,
        "codec_type": "AUTO",
        "add_user_agent": tells_itself,
        "access_log": logs,
        "http_filters": [{"name": "envoy.filters.http.router", "typed_config": {"@type": ROUTER}}],
        "route_config": {"name": name, "virtual_hosts": virtual_hosts},
    }
    filters = [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]
    return {"name": name, "address": socket_address(address), "filter_chains": [{"filters": filters}]}


def virtual_host(service, workloads):
    """Routes one service: straight to its only workload, else by weights that the runtime layer may override."""
    if len(workloads) == 1:
        action = {"cluster": workloads[0]}
    else:
        weights = [{"name": name, "weight": 100 // len(workloads)} for name in workloads]
        action = {"weighted_clusters": {"runtime_key_prefix": "binnacle.split." + service, "clusters": weights}}
    routes = [{"match": {"prefix": "/"}, "route": action, "name": service}]
    return {"name": service, "domains": [service], "routes": routes}


def static_cluster(name, addresses):
    return {
        "name": name,
        "type": "STATIC",
        "connect_timeout": "1s",
        "outlier_detection": {},
        "load_assignment": endpoints(name, addresses),
    }


def overlay(proxy, upstreams, station, options):
    """`upstreams`: service -> {workload: [addresses]}. `options`: flush_s and, if wished, file_log (a path)."""
    flush_s, file_log = options["flush_s"], options.get("file_log")
    listeners, clusters = [], [station_cluster(station)]
    if proxy.get("inbound"):
        route = {"match": {"prefix": "/"}, "route": {"cluster": "local"}}
        local = [{"name": "local", "domains": ["*"], "routes": [route]}]
        logs = access_log("binnacle.inbound", flush_s)
        listeners.append(http_listener("inbound", proxy["inbound"], local, logs))
        clusters.append(static_cluster("local", [proxy["application"]]))
    if proxy.get("outbound"):
        hosts = [virtual_host(service, list(workloads)) for service, workloads in upstreams.items()]
        logs = access_log("binnacle.outbound", flush_s, file_log)
        listeners.append(http_listener("outbound", proxy["outbound"], hosts, logs, tells_itself=True))
        for workloads in upstreams.values():
            clusters += [static_cluster(name, addresses) for name, addresses in workloads.items()]
    source = {
        "api_config_source": {
            "api_type": "GRPC",
            "transport_api_version": "V3",
            "set_node_on_first_message_only": True,
            "grpc_services": [grpc_service()],
        }
    }
    return {
        "node": node(proxy),
        "admin": {"address": socket_address(proxy["admin"])},
        "layered_runtime": runtime_layer(source),
        "static_resources": {"listeners": listeners, "clusters": clusters},
        "stats_sinks": [metrics_sink()],
    }
