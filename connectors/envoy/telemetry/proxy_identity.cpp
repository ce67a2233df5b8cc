// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/proxy_identity.h"

#include <envoy/config/core/v3/base.pb.h>
#include <envoy/service/accesslog/v3/als.pb.h>
#include <envoy/service/metrics/v3/metrics_service.pb.h>

#include "models/core/base/text.h"

#include <initializer_list>

namespace binnacle {
namespace {

using envoy::config::core::v3::Node;
using google::protobuf::Struct;

constexpr std::size_t kNameBytes = 253;

const Struct* structAt(const Struct& object, const std::string& key) {
    const auto found = object.fields().find(key);
    const bool isStruct = found != object.fields().end() && found->second.has_struct_value();
    return isStruct ? &found->second.struct_value() : nullptr;
}

std::string textAt(const Struct& object, const std::string& key) {
    const auto found = object.fields().find(key);
    if (found == object.fields().end()) return {};
    return safeText(found->second.string_value(), kNameBytes);
}

std::string firstOf(std::initializer_list<std::string> candidates) {
    for (const std::string& candidate : candidates) {
        if (!candidate.empty()) return candidate;
    }
    return {};
}

// The node's own name for its service where no metadata tells more.
std::string serviceOf(const Node& node) {
    return safeText(node.cluster().empty() ? node.id() : node.cluster(), kNameBytes);
}

Workload fromBinnacle(const Struct& own, const Node& node) {
    Workload workload;
    workload.service = firstOf({textAt(own, "service"), serviceOf(node)});
    workload.name = firstOf({textAt(own, "workload"), workload.service});
    workload.version = textAt(own, "version");
    workload.nameSpace = textAt(own, "namespace");
    return workload;
}

Workload fromIstio(const Struct& metadata) {
    const Struct* labels = structAt(metadata, "LABELS");
    Workload workload;
    workload.name = textAt(metadata, "WORKLOAD_NAME");
    workload.nameSpace = textAt(metadata, "NAMESPACE");
    workload.service = firstOf({labels != nullptr ? textAt(*labels, "app") : std::string(), workload.name});
    if (labels != nullptr) workload.version = textAt(*labels, "version");
    return workload;
}

Workload workloadOf(const Node& node) {
    const Struct* own = structAt(node.metadata(), "binnacle");
    if (own != nullptr) return fromBinnacle(*own, node);
    if (!textAt(node.metadata(), "WORKLOAD_NAME").empty()) return fromIstio(node.metadata());
    const std::string service = serviceOf(node);
    return {service, service, {}, {}};
}

std::string buildOf(const Node& node) {
    std::string build = safeText(node.user_agent_name(), kNameBytes);
    if (node.has_user_agent_build_version()) {
        const auto& version = node.user_agent_build_version().version();
        build += " " + std::to_string(version.major_number()) + "." + std::to_string(version.minor_number()) +
                 "." + std::to_string(version.patch());
    } else if (!node.user_agent_version().empty()) {
        build += " " + safeText(node.user_agent_version(), kNameBytes);
    }
    return build;
}

bool parse(google::protobuf::Message& message, std::string_view bytes) {
    return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

}  // namespace

Proxy proxyOf(const Node& node, std::string_view peer) {
    return {safeText(node.id(), kNameBytes), safeText(node.cluster(), kNameBytes), workloadOf(node),
            safeText(peer, kNameBytes), buildOf(node)};
}

std::optional<StreamIdentity> accessLogIdentity(std::string_view identifier, std::string_view peer) {
    envoy::service::accesslog::v3::StreamAccessLogsMessage::Identifier message;
    if (!parse(message, identifier) || message.node().id().empty()) return std::nullopt;
    const bool inbound = message.log_name().find("inbound") != std::string::npos;
    return StreamIdentity{proxyOf(message.node(), peer), inbound ? Reporter::destination : Reporter::source};
}

std::optional<Proxy> metricsIdentity(std::string_view identifier, std::string_view peer) {
    envoy::service::metrics::v3::StreamMetricsMessage::Identifier message;
    if (!parse(message, identifier) || message.node().id().empty()) return std::nullopt;
    return proxyOf(message.node(), peer);
}

}  // namespace binnacle
