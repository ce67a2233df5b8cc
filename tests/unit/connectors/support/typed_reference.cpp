// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/connectors/support/typed_reference.h"

#include <algorithm>
#include <limits>
#include <sstream>

namespace binnacle::test {
namespace {

using namespace envoy::data::accesslog::v3;
using envoy::config::core::v3::Address;

template <typename Time>
Duration timeOf(const Time& time) {
    // Some seconds off the ends, so that whole seconds decide.
    constexpr std::int64_t kEdge = std::numeric_limits<std::int64_t>::max() / 1'000'000'000 - 3;
    if (time.seconds() > kEdge) return Duration::max();
    if (time.seconds() < -kEdge) return Duration::min();
    return Duration(time.seconds() * 1'000'000'000 + time.nanos());
}

std::string addressOf(const Address& address) {
    if (address.has_pipe()) return address.pipe().path();
    if (address.has_envoy_internal_address()) return address.envoy_internal_address().server_listener_name();
    if (!address.has_socket_address()) return {};
    const std::string host = address.socket_address().address().substr(0, 255);
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(address.socket_address().port_value());
}

std::uint64_t flagsOf(const ResponseFlags& flags) {
    std::uint64_t bits = flags.has_unauthorized_details() ? 1ULL << 12U : 0;
    const auto* descriptor = ResponseFlags::GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
        const auto* field = descriptor->field(i);
        if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_BOOL) continue;
        if (ResponseFlags::GetReflection()->GetBool(flags, field))
            bits |= 1ULL << static_cast<unsigned>(field->number() - 1);
    }
    return bits;
}

std::string header(const HTTPRequestProperties& request, const std::string& name) {
    const auto found = request.request_headers().find(name);
    return found == request.request_headers().end() ? std::string() : found->second;
}

/// Owns the texts that the entry points to.
struct Holder {
    Entry entry;
    std::string upstream, local, remote, peerService, peerNode, trace, contentType, principal;
};

bool isEnd(const AccessLogCommon& common) {
    const auto type = common.access_log_type();
    return !common.intermediate_log_entry() &&
           (type == NotSet || type == TcpConnectionEnd || type == DownstreamEnd || type == UdpSessionEnd);
}

void fillCommon(const AccessLogCommon& common, Holder& holder) {
    Entry& entry = holder.entry;
    entry.start = TimePoint(timeOf(common.start_time()));
    entry.duration =
        timeOf(common.has_duration() ? common.duration() : common.time_to_last_downstream_tx_byte());
    entry.firstUpstreamByte = timeOf(common.time_to_first_upstream_rx_byte());
    const bool inbound = common.upstream_cluster().rfind("inbound|", 0) == 0;
    entry.reporter = inbound ? Reporter::destination : Reporter::source;
    entry.flags = flagsOf(common.response_flags());
    entry.attempts = common.upstream_request_attempt_count();
    entry.route = common.route_name();
    entry.upstreamCluster = common.upstream_cluster();
    entry.upstreamHost = holder.upstream = addressOf(common.upstream_remote_address());
    entry.localAddress = holder.local = addressOf(common.downstream_local_address());
    entry.remoteAddress = holder.remote =
        addressOf(common.has_downstream_direct_remote_address() ? common.downstream_direct_remote_address()
                                                                : common.downstream_remote_address());
    const auto& peer = common.tls_properties().peer_certificate_properties();
    entry.mutualTls = peer.subject_alt_name_size() > 0 || !peer.subject().empty();
    for (const auto& name : peer.subject_alt_name()) {
        if (holder.principal.empty()) holder.principal = name.uri();
    }
    entry.peerPrincipal = holder.principal;
}

std::string traceOf(const HTTPRequestProperties& request) {
    const std::string parent = header(request, "traceparent");
    if (parent.size() >= 36 && parent[2] == '-' && parent[35] == '-') return parent.substr(3, 32);
    return header(request, "x-b3-traceid");
}

void fillHttp(const HTTPAccessLogEntry& message, Holder& holder) {
    Entry& entry = holder.entry;
    const auto& request = message.request();
    const auto& response = message.response();
    const int version = message.protocol_version();
    entry.protocol = version == 1 || version == 2 ? Protocol::http1
                     : version == 3               ? Protocol::http2
                     : version == 4               ? Protocol::http3
                                                  : Protocol::unknown;
    if (header(request, "content-type").rfind("application/grpc", 0) == 0) entry.protocol = Protocol::grpc;
    entry.status = static_cast<std::uint16_t>(std::min(response.response_code().value(), 65535U));
    entry.bytesSent = response.response_headers_bytes() + response.response_body_bytes();
    entry.bytesReceived = request.request_headers_bytes() + request.request_body_bytes();
    const auto method = static_cast<unsigned>(request.request_method());
    if (method >= 1 && method <= 9) {
        entry.method = envoy::config::core::v3::RequestMethod_Name(request.request_method());
    }
    entry.path = request.path();
    entry.authority = request.authority();
    entry.details = response.response_code_details();
    entry.peerService = holder.peerService = header(request, "x-envoy-downstream-service-cluster");
    entry.peerNode = holder.peerNode = header(request, "x-envoy-downstream-service-node");
    entry.requestId = request.request_id();
    entry.traceId = holder.trace = traceOf(request);
}

}  // namespace

void entriesOf(const envoy::service::accesslog::v3::StreamAccessLogsMessage& message,
               const std::function<void(const Entry&)>& sink) {
    for (const auto& told : message.http_logs().log_entry()) {
        Holder holder;
        fillCommon(told.common_properties(), holder);
        fillHttp(told, holder);
        if (isEnd(told.common_properties())) sink(holder.entry);
    }
    for (const auto& told : message.tcp_logs().log_entry()) {
        Holder holder;
        fillCommon(told.common_properties(), holder);
        holder.entry.protocol = Protocol::tcp;
        holder.entry.bytesReceived = told.connection_properties().received_bytes();
        holder.entry.bytesSent = told.connection_properties().sent_bytes();
        if (isEnd(told.common_properties())) sink(holder.entry);
    }
}

std::string describe(const Entry& entry) {
    std::ostringstream out;
    out << entry.start.time_since_epoch().count() << '|' << entry.duration.count() << '|'
        << entry.firstUpstreamByte.count() << '|' << static_cast<int>(entry.reporter) << '|'
        << static_cast<int>(entry.protocol) << '|' << entry.status << '|' << entry.flags << '|'
        << entry.bytesSent << '|' << entry.bytesReceived << '|' << entry.attempts << '|' << entry.mutualTls;
    for (const std::string_view text :
         {entry.method, entry.path, entry.authority, entry.route, entry.details, entry.upstreamCluster,
          entry.upstreamHost, entry.localAddress, entry.remoteAddress, entry.peerService, entry.peerNode,
          entry.peerPrincipal, entry.requestId, entry.traceId}) {
        out << '|' << text.size() << ':' << text;
    }
    return out.str();
}

}  // namespace binnacle::test
