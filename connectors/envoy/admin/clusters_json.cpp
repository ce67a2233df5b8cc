// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/clusters_json.h"

#include <nlohmann/json.hpp>

#include "models/core/base/text.h"

#include <charconv>
#include <string>

namespace binnacle {
namespace {

using nlohmann::json;

constexpr int kDeepest = 64;
constexpr std::size_t kMostClusters = 10'000;
constexpr std::size_t kMostHosts = 10'000;
constexpr std::size_t kNameBytes = 253;

const json kNothing;

const json& at(const json& object, const char* key) {
    if (!object.is_object()) return kNothing;
    const auto found = object.find(key);
    return found == object.end() ? kNothing : *found;
}

std::string textOf(const json& value) {
    const auto* text = value.get_ptr<const json::string_t*>();
    return text == nullptr ? std::string() : safeText(*text, kNameBytes);
}

// 64-bit numbers are texts in Protobuf's JSON, and numbers elsewhere.
std::optional<std::uint64_t> numberOf(const json& value) {
    if (value.is_number_unsigned()) return value.get<std::uint64_t>();
    const auto* text = value.get_ptr<const json::string_t*>();
    if (text == nullptr) return std::nullopt;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    const bool whole = error == std::errc() && end == text->data() + text->size();
    return whole ? std::optional(number) : std::nullopt;
}

bool isTrue(const json& value) {
    return value.is_boolean() && value.get<bool>();
}

std::string addressOf(const json& address) {
    const json& socket = at(address, "socket_address");
    if (!socket.is_object()) return textOf(at(at(address, "pipe"), "path"));
    const std::string host = textOf(at(socket, "address"));
    const bool v6 = host.find(':') != std::string::npos;
    const std::string port = std::to_string(numberOf(at(socket, "port_value")).value_or(0));
    return (v6 ? "[" + host + "]" : host) + ":" + port;
}

bool isHealthy(const json& health) {
    for (const char* flag :
         {"failed_active_health_check", "failed_outlier_check", "failed_active_degraded_check",
          "pending_dynamic_removal", "pending_active_hc", "active_hc_timeout"}) {
        if (isTrue(at(health, flag))) return false;
    }
    const std::string eds = textOf(at(health, "eds_health_status"));
    return eds.empty() || eds == "HEALTHY" || eds == "UNKNOWN" || eds == "DEGRADED";
}

HostState hostOf(const json& status) {
    HostState host;
    host.address = addressOf(at(status, "address"));
    const json& health = at(status, "health_status");
    host.healthy = isHealthy(health);
    host.ejected = isTrue(at(health, "failed_outlier_check"));
    for (const json& stat : at(status, "stats")) {
        const std::string name = textOf(at(stat, "name"));
        const std::uint64_t value = numberOf(at(stat, "value")).value_or(0);  // zero is left out
        if (name == "rq_active") host.activeRequests = value;
        if (name == "rq_total") host.totalRequests = value;
        if (name == "rq_error") host.errors = value;
    }
    const json& rate = at(at(status, "success_rate"), "value");
    if (rate.is_number() && rate.get<double>() >= 0) host.successRate = rate.get<double>();
    return host;
}

EffectiveLimits limitsOf(const json& breakers) {
    for (const json& threshold : at(breakers, "thresholds")) {
        const std::string priority = textOf(at(threshold, "priority"));
        if (!priority.empty() && priority != "DEFAULT") continue;
        // A limit that was set to 0 is left out of the JSON like any zero: these four are always there
        // otherwise.
        return {numberOf(at(threshold, "max_connections")).value_or(0),
                numberOf(at(threshold, "max_pending_requests")).value_or(0),
                numberOf(at(threshold, "max_requests")).value_or(0),
                numberOf(at(threshold, "max_retries")).value_or(0)};
    }
    return {};
}

ClusterState clusterOf(const json& status) {
    ClusterState cluster;
    cluster.cluster = textOf(at(status, "name"));
    cluster.limits = limitsOf(at(status, "circuit_breakers"));
    for (const json& host : at(status, "host_statuses")) {
        if (cluster.hosts.size() >= kMostHosts) break;
        cluster.hosts.push_back(hostOf(host));
    }
    return cluster;
}

}  // namespace

Result<std::vector<ClusterState>> readClusters(std::string_view text) {
    const auto shallow = [](int depth, json::parse_event_t, json&) { return depth <= kDeepest; };
    const json root = json::parse(text, shallow, false);
    if (root.is_discarded()) return failure(ErrorCode::invalid, "clusters", "not JSON");
    const json& statuses = at(root, "cluster_statuses");
    if (!root.is_object() || (!statuses.is_array() && !statuses.is_null())) {
        return failure(ErrorCode::invalid, "clusters", "no list of clusters");
    }
    std::vector<ClusterState> clusters;
    for (const json& status : statuses) {
        if (clusters.size() >= kMostClusters) break;
        ClusterState cluster = clusterOf(status);
        if (!cluster.cluster.empty()) clusters.push_back(std::move(cluster));
    }
    return clusters;
}

}  // namespace binnacle
