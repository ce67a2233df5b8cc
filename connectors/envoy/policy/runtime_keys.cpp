// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/runtime_keys.h"

#include "connectors/envoy/policy/resources.h"

#include <optional>

#include "envoy/service/runtime/v3/rtds.pb.h"

namespace binnacle {
namespace {

void put(RuntimeKeys& keys, const std::string& key, const std::optional<std::uint32_t>& value) {
    if (value) keys[key] = *value;
}

void putMillis(RuntimeKeys& keys, const std::string& key,
               const std::optional<std::chrono::milliseconds>& value) {
    if (value) keys[key] = static_cast<std::uint64_t>(value->count());
}

void putLimits(RuntimeKeys& keys, const std::string& cluster, const ConnectionLimits& limits) {
    const std::string prefix = "circuit_breakers." + cluster + ".default.";
    put(keys, prefix + "max_connections", limits.maxConnections);
    put(keys, prefix + "max_pending_requests", limits.maxPendingRequests);
    put(keys, prefix + "max_requests", limits.maxRequests);
    put(keys, prefix + "max_retries", limits.maxRetries);
}

void putOutlierDetection(RuntimeKeys& keys, const OutlierDetection& wanted) {
    put(keys, "outlier_detection.consecutive_5xx", wanted.consecutive5xx);
    put(keys, "outlier_detection.consecutive_gateway_failure", wanted.consecutiveGatewayFailure);
    if (wanted.consecutiveGatewayFailure)
        keys["outlier_detection.enforcing_consecutive_gateway_failure"] = 100;
    putMillis(keys, "outlier_detection.interval_ms", wanted.interval);
    putMillis(keys, "outlier_detection.base_ejection_time_ms", wanted.baseEjectionTime);
    put(keys, "outlier_detection.max_ejection_percent", wanted.maxEjectionPercent);
}

/// Every cluster of the service gets a weight: one that the split does not name gets none of the traffic.
void putSplit(RuntimeKeys& keys, const std::string& prefix, const TrafficSplit& split,
              const std::set<std::string>& clusters) {
    for (const std::string& cluster : clusters) keys[prefix + "." + cluster] = 0;
    for (const auto& [subset, weight] : split.weights) keys[prefix + "." + subset] = weight;
}

}  // namespace

std::set<std::string> overlayServices(const MeshFile& mesh, const MeshPlace& place,
                                      const PolicySet& policies) {
    if (place.service != nullptr) return {place.service->calls.begin(), place.service->calls.end()};
    std::set<std::string> services;
    for (const auto& [service, split] : policies.splits) services.insert(service);
    for (const auto& [service, breaker] : policies.breakers) services.insert(service);
    for (const MeshService& service : mesh.services) services.insert(service.name);
    return services;
}

std::set<std::string> overlayClusters(const MeshFile& mesh, const PolicySet& policies,
                                      const OverlayKnowledge& known, const std::string& service) {
    std::set<std::string> clusters;
    if (const MeshService* declared = mesh.findService(service))
        for (const std::string& cluster : clustersOf(*declared)) clusters.insert(cluster);
    if (const auto seen = known.clusters.find(service); seen != known.clusters.end())
        clusters.insert(seen->second.begin(), seen->second.end());
    if (const TrafficSplit* split = policies.splitOf(service))
        for (const auto& [subset, weight] : split->weights) clusters.insert(subset);
    if (clusters.empty()) clusters.insert(service);
    return clusters;
}

RuntimeKeys buildRuntimeKeys(const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies,
                             const OverlayKnowledge& known) {
    RuntimeKeys keys;
    for (const std::string& service : overlayServices(mesh, place, policies)) {
        const std::set<std::string> clusters = overlayClusters(mesh, policies, known, service);
        if (const CircuitBreaker* breaker = policies.breakerOf(service)) {
            for (const std::string& cluster : clusters) putLimits(keys, cluster, breaker->limits);
            if (breaker->outlierDetection) putOutlierDetection(keys, *breaker->outlierDetection);
        }
        const TrafficSplit* split = policies.splitOf(service);
        if (split == nullptr) continue;
        const auto own = known.splitPrefixes.find(service);
        const std::string prefix = own == known.splitPrefixes.end() ? splitPrefix(service) : own->second;
        putSplit(keys, prefix, *split, clusters);
    }
    return keys;
}

Snapshot runtimeSnapshot(const RuntimeKeys& keys) {
    envoy::service::runtime::v3::Runtime layer;
    layer.set_name(kRuntimeLayer);
    auto& fields = *layer.mutable_layer()->mutable_fields();
    for (const auto& [key, value] : keys) fields[key].set_number_value(static_cast<double>(value));
    Snapshot snapshot;
    snapshot.add(XdsType::runtime, kRuntimeLayer, layer);
    return snapshot;
}

}  // namespace binnacle
