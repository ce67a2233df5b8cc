// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/connectors/support/message_generator.h"

#include <array>
#include <limits>

namespace binnacle::test {

using namespace envoy::data::accesslog::v3;
using envoy::config::core::v3::Address;
using envoy::config::core::v3::RequestMethod;

std::string MessageGenerator::word() {
    static const std::array<std::string, 12> kWords = {
        "",    "checkout",    "payment-v1", "inbound|8080||", "/cart?item=7",        "10.1.2.3",
        "::1", "caf\xC3\xA9", "a\nb",       "\xE2\x80\xAE",   std::string(400, 'x'), std::string("n\0l", 3)};
    return oneIn(20) ? std::to_string(m_random()) : kWords[below(kWords.size())];
}

std::uint64_t MessageGenerator::number() {
    static const std::array<std::uint64_t, 9> kNumbers = {
        0, 1, 127, 128, 16384, 503, 1ULL << 31U, 1ULL << 32U, std::numeric_limits<std::uint64_t>::max()};
    return oneIn(3) ? m_random() >> below(64) : kNumbers[below(kNumbers.size())];
}

template <typename Time>
void MessageGenerator::fillTime(Time& time, std::int64_t around) {
    time.set_seconds(oneIn(20) ? static_cast<std::int64_t>(number()) : around);
    time.set_nanos(oneIn(20) ? static_cast<std::int32_t>(number())
                             : static_cast<std::int32_t>(below(1'000'000'000)));
}

void MessageGenerator::fillAddress(Address& address) {
    switch (below(6)) {
        case 0:
            break;
        case 1:
            address.mutable_pipe()->set_path(word());
            break;
        case 2:
            address.mutable_envoy_internal_address()->set_server_listener_name(word());
            break;
        case 3:
            address.mutable_socket_address()->set_named_port(word());
            break;
        default:
            address.mutable_socket_address()->set_address(word());
            address.mutable_socket_address()->set_port_value(static_cast<std::uint32_t>(number()));
    }
}

void MessageGenerator::fillFlags(ResponseFlags& flags) {
    const auto* reflection = ResponseFlags::GetReflection();
    const auto* descriptor = ResponseFlags::GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
        if (!oneIn(6)) continue;
        const auto* field = descriptor->field(i);
        if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_BOOL) {
            reflection->SetBool(&flags, field, true);
        } else {
            flags.mutable_unauthorized_details()->set_reason(ResponseFlags::Unauthorized::EXTERNAL_SERVICE);
        }
    }
}

void MessageGenerator::fillCertificate(TLSProperties& tls) {
    tls.set_tls_sni_hostname(word());
    if (oneIn(3)) return;
    auto& peer = *tls.mutable_peer_certificate_properties();
    if (oneIn(2)) peer.set_subject(word());
    for (std::uint64_t i = below(3); i > 0; --i) {
        auto& name = *peer.add_subject_alt_name();
        if (oneIn(2)) name.set_uri("spiffe://mesh/ns/" + word());
        if (oneIn(3)) name.set_dns(word());
    }
}

void MessageGenerator::fillTimes(AccessLogCommon& common) {
    if (!oneIn(10)) fillTime(*common.mutable_start_time(), 1'800'000'000);
    if (!oneIn(4)) fillTime(*common.mutable_duration(), 0);
    if (!oneIn(4)) fillTime(*common.mutable_time_to_last_downstream_tx_byte(), 0);
    if (!oneIn(4)) fillTime(*common.mutable_time_to_first_upstream_rx_byte(), 0);
    if (oneIn(4)) fillTime(*common.mutable_time_to_last_rx_byte(), 0);
}

void MessageGenerator::fillCommon(AccessLogCommon& common) {
    fillTimes(common);
    if (!oneIn(4)) fillAddress(*common.mutable_upstream_remote_address());
    if (!oneIn(4)) fillAddress(*common.mutable_downstream_local_address());
    if (!oneIn(4)) fillAddress(*common.mutable_downstream_remote_address());
    if (!oneIn(4)) fillAddress(*common.mutable_downstream_direct_remote_address());
    if (oneIn(3)) fillFlags(*common.mutable_response_flags());
    if (oneIn(3)) fillCertificate(*common.mutable_tls_properties());
    if (!oneIn(4)) common.set_upstream_cluster(word());
    if (!oneIn(4)) common.set_route_name(word());
    if (oneIn(2)) common.set_upstream_request_attempt_count(static_cast<std::uint32_t>(number()));
    if (oneIn(2)) common.set_stream_id(word());
    if (oneIn(8)) common.set_intermediate_log_entry(true);
    if (oneIn(3)) common.set_access_log_type(static_cast<AccessLogType>(below(20)));
    if (oneIn(3)) (*common.mutable_custom_tags())[word()] = word();
}

void MessageGenerator::fillRequest(HTTPRequestProperties& request) {
    request.set_request_method(static_cast<RequestMethod>(oneIn(9) ? number() : below(12)));
    request.set_authority(word());
    request.set_path(word());
    request.set_request_id(word());
    request.set_request_headers_bytes(number());
    request.set_request_body_bytes(number());
    auto& headers = *request.mutable_request_headers();
    if (oneIn(2)) headers["x-envoy-downstream-service-cluster"] = word();
    if (oneIn(2)) headers["x-envoy-downstream-service-node"] = word();
    if (oneIn(3))
        headers["traceparent"] =
            oneIn(3) ? word() : "00-" + std::string(32, 'a') + "-" + std::string(16, 'b') + "-01";
    if (oneIn(3)) headers["x-b3-traceid"] = word();
    if (oneIn(4)) headers["content-type"] = "application/grpc+proto";
    if (oneIn(4)) headers[word()] = word();
}

HTTPAccessLogEntry MessageGenerator::httpEntry() {
    HTTPAccessLogEntry entry;
    if (!oneIn(15)) fillCommon(*entry.mutable_common_properties());
    if (!oneIn(5))
        entry.set_protocol_version(
            static_cast<HTTPAccessLogEntry::HTTPVersion>(oneIn(9) ? number() : below(6)));
    if (!oneIn(10)) fillRequest(*entry.mutable_request());
    if (oneIn(10)) return entry;
    auto& response = *entry.mutable_response();
    if (!oneIn(5))
        response.mutable_response_code()->set_value(
            static_cast<std::uint32_t>(oneIn(9) ? number() : 200 + below(400)));
    response.set_response_headers_bytes(number());
    response.set_response_body_bytes(number());
    if (oneIn(2)) response.set_response_code_details(word());
    return entry;
}

TCPAccessLogEntry MessageGenerator::tcpEntry() {
    TCPAccessLogEntry entry;
    if (!oneIn(15)) fillCommon(*entry.mutable_common_properties());
    if (oneIn(10)) return entry;
    entry.mutable_connection_properties()->set_received_bytes(number());
    entry.mutable_connection_properties()->set_sent_bytes(number());
    return entry;
}

MessageGenerator::Message MessageGenerator::message() {
    Message message;
    if (oneIn(3)) {
        auto& node = *message.mutable_identifier()->mutable_node();
        node.set_id(word());
        node.set_cluster(word());
        message.mutable_identifier()->set_log_name(word());
    }
    const std::uint64_t entries = below(6);
    const bool http = !oneIn(4);
    for (std::uint64_t i = 0; i < entries; ++i) {
        if (http) {
            *message.mutable_http_logs()->add_log_entry() = httpEntry();
        } else {
            *message.mutable_tcp_logs()->add_log_entry() = tcpEntry();
        }
    }
    return message;
}

std::string MessageGenerator::damaged(std::string bytes) {
    for (std::uint64_t rounds = 1 + below(4); rounds > 0; --rounds) {
        const std::size_t at = bytes.empty() ? 0 : below(bytes.size());
        switch (below(8)) {
            case 0:
                bytes.resize(at);
                break;
            case 1:
                bytes.insert(at, 1 + below(12), static_cast<char>(0xFF));
                break;  // overlong varint
            case 2:
                bytes.insert(at, "\xFA\xFF\xFF\xFF\x0F\xFF\xFF\xFF\xFF\x07", 10);
                break;  // a huge length
            case 3:
                bytes.insert(at, std::string(below(150), '\x0B'));
                break;  // nested groups
            case 4:
                bytes.insert(0, bytes.substr(at));
                break;  // doubled, out of order
            case 5:
                bytes += bytes.substr(0, at);
                break;
            default:
                if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1U << below(8)));
        }
        if (bytes.size() > 100'000) bytes.resize(100'000);
    }
    return bytes;
}

HTTPAccessLogEntry usualEntry(std::uint64_t number, std::int64_t startSeconds) {
    HTTPAccessLogEntry entry;
    auto& common = *entry.mutable_common_properties();
    const auto socket = [](Address& address, const std::string& host, std::uint32_t port) {
        address.mutable_socket_address()->set_address(host);
        address.mutable_socket_address()->set_port_value(port);
    };
    const auto nanos = static_cast<std::int32_t>(1'000'000 + number * 7919 % 50'000'000);
    const std::string id = std::to_string(10'000'000 + number % 80'000'000);
    socket(*common.mutable_downstream_remote_address(), "10.32.4.17", 40'000 + number % 64);
    socket(*common.mutable_downstream_local_address(), "10.96.0.31", 8080);
    socket(*common.mutable_downstream_direct_remote_address(), "10.32.4.17", 40'000 + number % 64);
    socket(*common.mutable_upstream_remote_address(), "10.32.7." + std::to_string(number % 4 + 1), 8080);
    socket(*common.mutable_upstream_local_address(), "10.32.4.17", 50'000 + number % 64);
    common.mutable_start_time()->set_seconds(startSeconds);
    common.mutable_start_time()->set_nanos(static_cast<std::int32_t>(number * 104'729 % 900'000'000));
    for (auto* time : {common.mutable_time_to_last_rx_byte(), common.mutable_time_to_first_upstream_tx_byte(),
                       common.mutable_time_to_last_upstream_tx_byte()}) {
        time->set_nanos(100'000);
    }
    for (auto* time :
         {common.mutable_time_to_first_upstream_rx_byte(), common.mutable_time_to_last_upstream_rx_byte(),
          common.mutable_time_to_first_downstream_tx_byte()}) {
        time->set_nanos(nanos - 300'000);
    }
    common.mutable_time_to_last_downstream_tx_byte()->set_nanos(nanos - 5'000);
    common.mutable_duration()->set_nanos(nanos);
    common.set_upstream_cluster("payment-v" + std::to_string(number % 2 + 1));
    common.set_route_name("payment");
    (*common.mutable_custom_tags())["cluster_id"] = "eu-central-1";
    (*common.mutable_custom_tags())["mesh_id"] = "shop.example";
    common.set_upstream_request_attempt_count(1);
    common.set_stream_id("5c2b1f0e-9d5a-4a77-8a0f-" + id);
    common.set_downstream_wire_bytes_sent(412);
    common.set_downstream_wire_bytes_received(517);
    common.set_upstream_wire_bytes_sent(520);
    common.set_upstream_wire_bytes_received(398);
    common.set_access_log_type(AccessLogType::DownstreamEnd);
    entry.set_protocol_version(HTTPAccessLogEntry::HTTP11);
    auto& request = *entry.mutable_request();
    request.set_request_method(RequestMethod::POST);
    request.set_scheme("http");
    request.set_authority("payment.shop:8080");
    request.set_path("/api/v1/payments/" + id);
    request.set_user_agent("checkout/2.14.0 (linux; amd64)");
    request.set_request_id("5c2b1f0e-9d5a-4a77-8a0f-" + id);
    (*request.mutable_request_headers())["x-envoy-downstream-service-cluster"] = "checkout";
    request.set_request_headers_bytes(486);
    request.set_request_body_bytes(211);
    request.set_downstream_header_bytes_received(270);
    request.set_upstream_header_bytes_sent(301);
    auto& response = *entry.mutable_response();
    response.mutable_response_code()->set_value(number % 100 == 0 ? 503 : 200);
    response.set_response_headers_bytes(140);
    response.set_response_body_bytes(1'180);
    response.set_response_code_details("via_upstream");
    response.set_downstream_header_bytes_sent(133);
    response.set_upstream_header_bytes_received(120);
    return entry;
}

}  // namespace binnacle::test
