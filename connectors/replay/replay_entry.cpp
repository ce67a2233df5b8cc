// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/replay_entry.h"

#include <charconv>

namespace binnacle {
namespace {

using envoy::config::core::v3::Address;
using envoy::data::accesslog::v3::AccessLogCommon;
using envoy::data::accesslog::v3::HTTPAccessLogEntry;
using envoy::data::accesslog::v3::ResponseFlags;
using google::protobuf::FieldDescriptor;

constexpr std::int64_t kSecond = std::nano::den;

// "ip:port" as records show it; what is not of that shape has no place in an address.
void setAddress(const std::string& text, Address& out) {
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return;
    std::uint32_t port = 0;
    const auto read = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return;
    out.mutable_socket_address()->set_address(text.substr(0, colon));
    out.mutable_socket_address()->set_port_value(port);
}

template <typename Seconds>
void setTime(std::int64_t nanoseconds, Seconds& out) {
    out.set_seconds(nanoseconds / kSecond);
    out.set_nanos(static_cast<std::int32_t>(nanoseconds % kSecond));
}

// Bit i of a record's flags is field number i + 1 (response_flags.h).
void setFlags(std::uint64_t flags, ResponseFlags& out) {
    for (int bit = 0; bit < 64; ++bit) {
        if ((flags >> static_cast<unsigned>(bit) & 1U) == 0) continue;
        const FieldDescriptor* field = ResponseFlags::descriptor()->FindFieldByNumber(bit + 1);
        if (field == nullptr) continue;
        if (field->type() == FieldDescriptor::TYPE_BOOL)
            out.GetReflection()->SetBool(&out, field, true);
        else
            out.mutable_unauthorized_details();
    }
}

HTTPAccessLogEntry::HTTPVersion versionOf(Protocol protocol) {
    switch (protocol) {
        case Protocol::http1:
            return HTTPAccessLogEntry::HTTP11;
        case Protocol::http2:
        case Protocol::grpc:
            return HTTPAccessLogEntry::HTTP2;
        case Protocol::http3:
            return HTTPAccessLogEntry::HTTP3;
        case Protocol::unknown:
        case Protocol::tcp:
            return HTTPAccessLogEntry::PROTOCOL_UNSPECIFIED;
    }
    return HTTPAccessLogEntry::PROTOCOL_UNSPECIFIED;
}

// A station finds a callee by its host, else by the cluster's name: the name of the node it was found to be
// leads there whether or not the receiving station knows the host.
void setCommon(const RequestRecord& record, TimePoint end, AccessLogCommon& out) {
    setTime((end - record.duration).time_since_epoch().count(), *out.mutable_start_time());
    setTime(record.duration.count(), *out.mutable_duration());
    if (record.firstUpstreamByte.count() > 0)
        setTime(record.firstUpstreamByte.count(), *out.mutable_time_to_first_upstream_rx_byte());
    setFlags(record.flags, *out.mutable_response_flags());
    out.set_route_name(record.route);
    out.set_upstream_request_attempt_count(record.attempts);
    const bool bySource = record.reporter == Reporter::source;
    out.set_upstream_cluster(bySource ? record.destination : record.upstreamCluster);
    if (!record.upstreamHost.empty()) setAddress(record.upstreamHost, *out.mutable_upstream_remote_address());
    if (record.mutualTls)
        out.mutable_tls_properties()->mutable_peer_certificate_properties()->set_subject(record.source);
}

void setHeaders(const RequestRecord& record, HTTPAccessLogEntry& entry) {
    auto& headers = *entry.mutable_request()->mutable_request_headers();
    if (record.reporter == Reporter::destination)
        headers["x-envoy-downstream-service-cluster"] = record.source;
    if (!record.trace.empty()) headers["x-b3-traceid"] = record.trace;
    if (record.protocol == Protocol::grpc) headers["content-type"] = "application/grpc";
}

void fill(const RequestRecord& record, TimePoint end, HTTPAccessLogEntry& entry) {
    setCommon(record, end, *entry.mutable_common_properties());
    setHeaders(record, entry);
    entry.set_protocol_version(versionOf(record.protocol));
    auto& request = *entry.mutable_request();
    envoy::config::core::v3::RequestMethod method{};
    if (envoy::config::core::v3::RequestMethod_Parse(record.method, &method))
        request.set_request_method(method);
    request.set_path(record.path);
    request.set_authority(record.authority);
    request.set_request_id(record.requestId);
    request.set_request_body_bytes(record.bytesReceived);
    auto& response = *entry.mutable_response();
    if (record.status != 0) response.mutable_response_code()->set_value(record.status);
    response.set_response_code_details(record.details);
    response.set_response_body_bytes(record.bytesSent);
}

void setField(google::protobuf::Struct& object, const char* name, const std::string& value) {
    if (!value.empty()) (*object.mutable_fields())[name].set_string_value(value);
}

}  // namespace

void appendEntry(const RequestRecord& record, TimePoint end,
                 envoy::service::accesslog::v3::StreamAccessLogsMessage& message) {
    if (record.protocol != Protocol::tcp)
        return fill(record, end, *message.mutable_http_logs()->add_log_entry());
    auto& entry = *message.mutable_tcp_logs()->add_log_entry();
    setCommon(record, end, *entry.mutable_common_properties());
    entry.mutable_connection_properties()->set_received_bytes(record.bytesReceived);
    entry.mutable_connection_properties()->set_sent_bytes(record.bytesSent);
}

void identify(const RequestRecord& record, const Node& teller,
              envoy::service::accesslog::v3::StreamAccessLogsMessage& message) {
    auto& identifier = *message.mutable_identifier();
    identifier.set_log_name(record.reporter == Reporter::source ? "replay.outbound" : "replay.inbound");
    auto& node = *identifier.mutable_node();
    node.set_id(record.proxy);
    node.set_cluster(teller.service);
    auto& own = *(*node.mutable_metadata()->mutable_fields())["binnacle"].mutable_struct_value();
    setField(own, "service", teller.service);
    setField(own, "workload", teller.workload);
    setField(own, "version", teller.version);
    setField(own, "namespace", teller.nameSpace);
}

}  // namespace binnacle
