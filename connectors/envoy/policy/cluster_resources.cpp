// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/message_parts.h"
#include "connectors/envoy/policy/resources.h"

#include <algorithm>

#include "envoy/config/cluster/v3/cluster.pb.h"
#include "envoy/config/endpoint/v3/endpoint.pb.h"

namespace binnacle {
namespace {

using envoy::config::cluster::v3::Cluster;
using envoy::config::endpoint::v3::ClusterLoadAssignment;

constexpr std::chrono::milliseconds kConnectTimeout{1000};

/// Envoy's own defaults, written out: a wrapper left unset means whatever that version of Envoy thinks.
constexpr std::uint32_t kDefaultLimit = 1024;
constexpr std::uint32_t kDefaultRetries = 3;
constexpr std::uint32_t kDefaultConsecutive = 5;
constexpr std::uint32_t kDefaultEjectionPercent = 10;
constexpr std::chrono::milliseconds kDefaultInterval{10'000};
constexpr std::chrono::milliseconds kDefaultEjectionTime{30'000};

void addLimits(Cluster& cluster, const ConnectionLimits& limits) {
    auto& thresholds = *cluster.mutable_circuit_breakers()->add_thresholds();
    thresholds.set_priority(envoy::config::core::v3::DEFAULT);
    thresholds.mutable_max_connections()->set_value(limits.maxConnections.value_or(kDefaultLimit));
    thresholds.mutable_max_pending_requests()->set_value(limits.maxPendingRequests.value_or(kDefaultLimit));
    thresholds.mutable_max_requests()->set_value(limits.maxRequests.value_or(kDefaultLimit));
    thresholds.mutable_max_retries()->set_value(limits.maxRetries.value_or(kDefaultRetries));
    thresholds.set_track_remaining(true);
}

/// Only what the intent speaks of ejects; Envoy's success-rate ejection, on by default, stays off.
void addOutlierDetection(Cluster& cluster, const OutlierDetection& wanted) {
    auto& outlier = *cluster.mutable_outlier_detection();
    outlier.mutable_consecutive_5xx()->set_value(wanted.consecutive5xx.value_or(kDefaultConsecutive));
    outlier.mutable_enforcing_consecutive_5xx()->set_value(100);
    outlier.mutable_consecutive_gateway_failure()->set_value(
        wanted.consecutiveGatewayFailure.value_or(kDefaultConsecutive));
    outlier.mutable_enforcing_consecutive_gateway_failure()->set_value(wanted.consecutiveGatewayFailure ? 100
                                                                                                        : 0);
    outlier.mutable_enforcing_success_rate()->set_value(0);
    fill(*outlier.mutable_interval(), wanted.interval.value_or(kDefaultInterval));
    fill(*outlier.mutable_base_ejection_time(), wanted.baseEjectionTime.value_or(kDefaultEjectionTime));
    outlier.mutable_max_ejection_percent()->set_value(
        wanted.maxEjectionPercent.value_or(kDefaultEjectionPercent));
}

ClusterLoadAssignment assignment(const std::string& cluster, const std::vector<std::string>& addresses) {
    ClusterLoadAssignment out;
    out.set_cluster_name(cluster);
    auto& locality = *out.add_endpoints();
    for (const std::string& address : addresses)
        fill(*locality.add_lb_endpoints()->mutable_endpoint()->mutable_address(), address);
    return out;
}

Cluster baseCluster(const std::string& name) {
    Cluster cluster;
    cluster.set_name(name);
    fill(*cluster.mutable_connect_timeout(), kConnectTimeout);
    return cluster;
}

bool needsDns(const std::vector<std::string>& addresses) {
    return std::any_of(addresses.begin(), addresses.end(), [](const std::string& address) {
        const auto parsed = parseHostPort(address);
        return parsed && !parsed->isIp;
    });
}

void addUpstream(Snapshot& snapshot, const MeshService& service, const std::string& name,
                 const CircuitBreaker& breaker) {
    const auto addresses = addressesOf(service, name);
    Cluster cluster = baseCluster(name);
    if (needsDns(addresses)) {
        cluster.set_type(Cluster::STRICT_DNS);
        *cluster.mutable_load_assignment() = assignment(name, addresses);
    } else {
        cluster.set_type(Cluster::EDS);
        fillAds(*cluster.mutable_eds_cluster_config()->mutable_eds_config());
        snapshot.add(XdsType::endpoint, name, assignment(name, addresses));
    }
    addLimits(cluster, breaker.limits);
    if (breaker.outlierDetection) addOutlierDetection(cluster, *breaker.outlierDetection);
    snapshot.add(XdsType::cluster, name, cluster);
}

}  // namespace

void addClusters(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place,
                 const PolicySet& policies) {
    if (!place.proxy->application.empty()) {
        Cluster cluster = baseCluster(kApplicationCluster);
        cluster.set_type(Cluster::STATIC);
        *cluster.mutable_load_assignment() = assignment(kApplicationCluster, {place.proxy->application});
        addLimits(cluster, {});
        snapshot.add(XdsType::cluster, kApplicationCluster, cluster);
    }
    for (const std::string& called : place.service->calls) {
        const MeshService* service = mesh.findService(called);
        if (service == nullptr) continue;
        const CircuitBreaker* breaker = policies.breakerOf(called);
        for (const std::string& cluster : clustersOf(*service))
            addUpstream(snapshot, *service, cluster, breaker == nullptr ? CircuitBreaker{} : *breaker);
    }
}

}  // namespace binnacle
