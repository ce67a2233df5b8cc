// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/message_parts.h"
#include "connectors/envoy/policy/resources.h"

#include <algorithm>

#include "envoy/config/route/v3/route.pb.h"

namespace binnacle {
namespace {

using envoy::config::route::v3::RouteAction;
using envoy::config::route::v3::RouteConfiguration;

/// Envoy's own default, written out.
constexpr std::chrono::milliseconds kRouteTimeout{15'000};

void addDestination(RouteAction& action, const MeshService& service, const PolicySet& policies) {
    const auto weights = weightsOf(service, policies);
    if (weights.size() == 1) {
        action.set_cluster(weights.front().first);
        return;
    }
    auto& weighted = *action.mutable_weighted_clusters();
    weighted.set_runtime_key_prefix(splitPrefix(service.name));
    for (const auto& [cluster, weight] : weights) {
        auto& one = *weighted.add_clusters();
        one.set_name(cluster);
        one.mutable_weight()->set_value(weight);
    }
}

void addService(RouteConfiguration& routes, const MeshService& service, const PolicySet& policies) {
    auto& host = *routes.add_virtual_hosts();
    host.set_name(service.name);
    host.add_domains(service.name);
    auto& route = *host.add_routes();
    route.set_name(service.name);
    route.mutable_match()->set_prefix("/");
    addDestination(*route.mutable_route(), service, policies);
    fill(*route.mutable_route()->mutable_timeout(), kRouteTimeout);
}

void addUnknownHost(RouteConfiguration& routes) {
    auto& host = *routes.add_virtual_hosts();
    host.set_name("(unknown)");  // no service can be called this
    host.add_domains("*");
    auto& route = *host.add_routes();
    route.set_name("(unknown)");
    route.mutable_match()->set_prefix("/");
    route.mutable_direct_response()->set_status(404);
    route.mutable_direct_response()->mutable_body()->set_inline_string(
        "the mesh file knows no such service that this one calls\n");
}

}  // namespace

std::string splitPrefix(const std::string& service) {
    return "binnacle.split." + service;
}

std::vector<std::pair<std::string, std::uint32_t>> weightsOf(const MeshService& service,
                                                             const PolicySet& policies) {
    const TrafficSplit* split = policies.splitOf(service.name);
    std::vector<std::pair<std::string, std::uint32_t>> weights;
    for (const std::string& cluster : clustersOf(service)) {
        std::uint32_t weight = split == nullptr ? 1 : 0;
        if (split != nullptr)
            for (const auto& [subset, wanted] : split->weights)
                if (subset == cluster) weight = wanted;
        weights.emplace_back(cluster, weight);
    }
    return weights;
}

void addRoutes(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies) {
    if (place.proxy->outbound.empty()) return;
    RouteConfiguration routes;
    routes.set_name(kOutboundListener);
    routes.set_ignore_port_in_host_matching(true);
    // Off by default over RDS: a route to a cluster that isn't there is then taken, and fails each request.
    routes.mutable_validate_clusters()->set_value(true);
    for (const std::string& called : place.service->calls) {
        const MeshService* service = mesh.findService(called);
        if (service != nullptr && service->protocol == MeshProtocol::http)
            addService(routes, *service, policies);
    }
    addUnknownHost(routes);
    snapshot.add(XdsType::route, kOutboundListener, routes);
}

Snapshot buildFullSnapshot(const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies) {
    Snapshot snapshot;
    addClusters(snapshot, mesh, place, policies);
    addListeners(snapshot, mesh, place);
    addRoutes(snapshot, mesh, place, policies);
    return snapshot;
}

}  // namespace binnacle
