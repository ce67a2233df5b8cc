// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_status.h"

#include <limits>

namespace binnacle {
namespace {

constexpr int kProxies = 50'000;
constexpr int kReasons = 1'000;
constexpr int kClusters = 500'000;
constexpr int kHosts = 10'000;

void toWire(const ProxyStatus& status, v1::ProxyStatus& out) {
    v1::Proxy& proxy = *out.mutable_proxy();
    proxy.set_node(status.proxy.node);
    proxy.set_cluster(status.proxy.cluster);
    proxy.set_service(status.proxy.workload.service);
    proxy.set_workload(status.proxy.workload.name);
    proxy.set_version(status.proxy.workload.version);
    proxy.set_name_space(status.proxy.workload.nameSpace);
    proxy.set_peer(status.proxy.peer);
    proxy.set_build(status.proxy.build);
    out.set_connected(status.connected);
    out.set_records(status.records);
    if (status.lastRecordAge) out.set_last_record_age(binnacle::toWire(*status.lastRecordAge));
    out.set_policy_mode(status.policyMode);
    out.set_skewed(status.skewed);
}

ProxyStatus fromWire(const v1::ProxyStatus& in) {
    const v1::Proxy& proxy = in.proxy();
    ProxyStatus out;
    out.proxy = {proxy.node(),
                 proxy.cluster(),
                 {proxy.service(), proxy.workload(), proxy.version(), proxy.name_space()},
                 proxy.peer(),
                 proxy.build()};
    out.connected = in.connected();
    out.records = in.records();
    if (in.has_last_record_age()) out.lastRecordAge = durationFromWire(in.last_record_age());
    out.policyMode = in.policy_mode();
    out.skewed = in.skewed();
    return out;
}

void toWire(const HostState& host, v1::HostState& out) {
    out.set_address(host.address);
    out.set_healthy(host.healthy);
    out.set_ejected(host.ejected);
    if (host.activeRequests) out.set_active_requests(*host.activeRequests);
    if (host.totalRequests) out.set_total_requests(*host.totalRequests);
    if (host.errors) out.set_errors(*host.errors);
    if (host.successRate) out.set_success_rate(*host.successRate);
}

HostState fromWire(const v1::HostState& in) {
    HostState out;
    out.address = in.address();
    out.healthy = in.healthy();
    out.ejected = in.ejected();
    if (in.has_active_requests()) out.activeRequests = in.active_requests();
    if (in.has_total_requests()) out.totalRequests = in.total_requests();
    if (in.has_errors()) out.errors = in.errors();
    if (in.has_success_rate()) out.successRate = in.success_rate();
    return out;
}

}  // namespace

void toWire(const RequestRecord& record, v1::RequestRecord& out) {
    out.set_sequence(record.sequence);
    out.set_start(toWire(record.start));
    out.set_duration(toWire(record.duration));
    out.set_first_upstream_byte(toWire(record.firstUpstreamByte));
    out.set_source(record.source);
    out.set_destination(record.destination);
    out.set_proxy(record.proxy);
    out.set_reporter(record.reporter == Reporter::source ? v1::SIDE_SOURCE : v1::SIDE_DESTINATION);
    out.set_protocol(toWire(record.protocol));
    out.set_method(record.method);
    out.set_path(record.path);
    out.set_authority(record.authority);
    out.set_status(record.status);
    out.set_flags(record.flags);
    out.set_details(record.details);
    out.set_upstream_cluster(record.upstreamCluster);
    out.set_upstream_host(record.upstreamHost);
    out.set_route(record.route);
    out.set_attempts(record.attempts);
    out.set_bytes_sent(record.bytesSent);
    out.set_bytes_received(record.bytesReceived);
    out.set_request_id(record.requestId);
    out.set_trace(record.trace);
    out.set_mutual_tls(record.mutualTls);
}

RequestRecord fromWire(const v1::RequestRecord& in) {
    RequestRecord out;
    out.sequence = in.sequence();
    out.start = timeFromWire(in.start());
    out.duration = durationFromWire(in.duration());
    out.firstUpstreamByte = durationFromWire(in.first_upstream_byte());
    out.source = in.source();
    out.destination = in.destination();
    out.proxy = in.proxy();
    out.reporter = in.reporter() == v1::SIDE_DESTINATION ? Reporter::destination : Reporter::source;
    out.protocol = fromWire(in.protocol());
    out.method = in.method();
    out.path = in.path();
    out.authority = in.authority();
    // A status no HTTP peer can send is shown as none, not as another one.
    if (in.status() <= std::numeric_limits<std::uint16_t>::max())
        out.status = static_cast<std::uint16_t>(in.status());
    out.flags = in.flags();
    out.details = in.details();
    out.upstreamCluster = in.upstream_cluster();
    out.upstreamHost = in.upstream_host();
    out.route = in.route();
    out.attempts = in.attempts();
    out.bytesSent = in.bytes_sent();
    out.bytesReceived = in.bytes_received();
    out.requestId = in.request_id();
    out.trace = in.trace();
    out.mutualTls = in.mutual_tls();
    return out;
}

void toWire(const std::vector<RequestRecord>& records, v1::RequestBatch& out) {
    out.mutable_records()->Reserve(static_cast<int>(records.size()));
    for (const RequestRecord& record : records) toWire(record, *out.add_records());
}

Result<std::vector<RequestRecord>> fromWire(const v1::RequestBatch& in) {
    if (auto fits = checkCount(in.records_size(), WireLimits::kRequests, "records"); !fits)
        return tl::unexpected(fits.error());
    std::vector<RequestRecord> out;
    out.reserve(static_cast<std::size_t>(in.records_size()));
    for (const v1::RequestRecord& record : in.records()) out.push_back(fromWire(record));
    return out;
}

static void historyToWire(const HistoryStatus& history, v1::HistoryStatus& out) {
    out.set_recording(history.isRecording);
    if (history.span) out.set_oldest(toWire(history.span->oldest));
    if (history.span) out.set_newest(toWire(history.span->newest));
    out.set_bytes(history.bytes);
    out.set_recorded(history.recorded);
    out.set_lost(history.lost);
    out.set_problem(history.problem);
}

static HistoryStatus historyFromWire(const v1::HistoryStatus& in) {
    HistoryStatus out;
    out.isRecording = in.recording();
    if (in.has_oldest() && in.has_newest())
        out.span = RecordedSpan{timeFromWire(in.oldest()), timeFromWire(in.newest())};
    out.bytes = in.bytes();
    out.recorded = in.recorded();
    out.lost = in.lost();
    out.problem = in.problem();
    return out;
}

void toWire(const StationStatus& status, v1::StationStatus& out) {
    for (const ProxyStatus& proxy : status.proxies) toWire(proxy, *out.add_proxies());
    out.set_received(status.received);
    out.set_dropped(status.dropped);
    for (const auto& [reason, count] : status.rejected) (*out.mutable_rejected())[reason] = count;
    for (const auto& [reason, count] : status.clamped) (*out.mutable_clamped())[reason] = count;
    out.set_lag_proxies(toWire(status.lag.proxies));
    out.set_lag_proxies_p99(toWire(status.lag.proxiesP99));
    out.set_lag_station(toWire(status.lag.station));
    out.set_mesh(status.mesh);
    out.set_read_only(status.readOnly);
    out.set_version(status.version);
    out.set_listening(status.listening);
    historyToWire(status.history, *out.mutable_history());
    out.set_snapshot(status.snapshot);
}

Result<StationStatus> fromWire(const v1::StationStatus& in) {
    if (auto fits = checkCount(in.proxies_size(), kProxies, "proxies"); !fits)
        return tl::unexpected(fits.error());
    const auto reasons = static_cast<std::int64_t>(in.rejected().size() + in.clamped().size());
    if (auto fits = checkCount(reasons, kReasons, "reasons"); !fits) return tl::unexpected(fits.error());
    StationStatus out;
    out.proxies.reserve(static_cast<std::size_t>(in.proxies_size()));
    for (const v1::ProxyStatus& proxy : in.proxies()) out.proxies.push_back(fromWire(proxy));
    out.received = in.received();
    out.dropped = in.dropped();
    out.rejected = {in.rejected().begin(), in.rejected().end()};
    out.clamped = {in.clamped().begin(), in.clamped().end()};
    out.lag = {durationFromWire(in.lag_proxies()), durationFromWire(in.lag_proxies_p99()),
               durationFromWire(in.lag_station())};
    out.mesh = in.mesh();
    out.readOnly = in.read_only();
    out.version = in.version();
    out.listening = in.listening();
    out.history = historyFromWire(in.history());
    out.snapshot = in.snapshot();
    return out;
}

void toWire(const ClusterState& state, v1::ClusterState& out) {
    out.set_proxy(state.proxy);
    out.set_cluster(state.cluster);
    out.set_as_of(toWire(state.asOf));
    if (state.activeRequests) out.set_active_requests(*state.activeRequests);
    if (state.pendingRequests) out.set_pending_requests(*state.pendingRequests);
    if (state.activeConnections) out.set_active_connections(*state.activeConnections);
    if (state.connectionsOpen) out.set_connections_open(*state.connectionsOpen);
    if (state.pendingOpen) out.set_pending_open(*state.pendingOpen);
    if (state.requestsOpen) out.set_requests_open(*state.requestsOpen);
    if (state.retriesOpen) out.set_retries_open(*state.retriesOpen);
    if (state.ejectedHosts) out.set_ejected_hosts(*state.ejectedHosts);
    if (state.totalHosts) out.set_total_hosts(*state.totalHosts);
    if (state.limits.maxConnections) out.set_max_connections(*state.limits.maxConnections);
    if (state.limits.maxPendingRequests) out.set_max_pending_requests(*state.limits.maxPendingRequests);
    if (state.limits.maxRequests) out.set_max_requests(*state.limits.maxRequests);
    if (state.limits.maxRetries) out.set_max_retries(*state.limits.maxRetries);
    for (const HostState& host : state.hosts) toWire(host, *out.add_hosts());
}

ClusterState fromWire(const v1::ClusterState& in) {
    ClusterState out;
    out.proxy = in.proxy();
    out.cluster = in.cluster();
    out.asOf = timeFromWire(in.as_of());
    if (in.has_active_requests()) out.activeRequests = in.active_requests();
    if (in.has_pending_requests()) out.pendingRequests = in.pending_requests();
    if (in.has_active_connections()) out.activeConnections = in.active_connections();
    if (in.has_connections_open()) out.connectionsOpen = in.connections_open();
    if (in.has_pending_open()) out.pendingOpen = in.pending_open();
    if (in.has_requests_open()) out.requestsOpen = in.requests_open();
    if (in.has_retries_open()) out.retriesOpen = in.retries_open();
    if (in.has_ejected_hosts()) out.ejectedHosts = in.ejected_hosts();
    if (in.has_total_hosts()) out.totalHosts = in.total_hosts();
    if (in.has_max_connections()) out.limits.maxConnections = in.max_connections();
    if (in.has_max_pending_requests()) out.limits.maxPendingRequests = in.max_pending_requests();
    if (in.has_max_requests()) out.limits.maxRequests = in.max_requests();
    if (in.has_max_retries()) out.limits.maxRetries = in.max_retries();
    for (const v1::HostState& host : in.hosts()) out.hosts.push_back(fromWire(host));
    return out;
}

void toWire(const std::vector<ClusterState>& states, v1::ClusterList& out) {
    for (const ClusterState& state : states) toWire(state, *out.add_clusters());
}

Result<std::vector<ClusterState>> fromWire(const v1::ClusterList& in) {
    if (auto fits = checkCount(in.clusters_size(), kClusters, "clusters"); !fits)
        return tl::unexpected(fits.error());
    std::vector<ClusterState> out;
    out.reserve(static_cast<std::size_t>(in.clusters_size()));
    for (const v1::ClusterState& state : in.clusters()) {
        if (auto fits = checkCount(state.hosts_size(), kHosts, "hosts"); !fits)
            return tl::unexpected(fits.error());
        out.push_back(fromWire(state));
    }
    return out;
}

}  // namespace binnacle
