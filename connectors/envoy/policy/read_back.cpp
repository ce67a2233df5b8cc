// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/read_back.h"

#include "connectors/envoy/admin/admin_client.h"
#include "connectors/envoy/policy/admin_reading.h"

#include <algorithm>

namespace binnacle {
namespace {

bool leadsTo(const WeightedRoute& route, const std::vector<std::string>& clusters) {
    return std::any_of(clusters.begin(), clusters.end(),
                       [&route](const std::string& cluster) { return route.weights.count(cluster) != 0; });
}

std::string weightsText(const WeightedRoute& route) {
    std::string out;
    for (const auto& [cluster, weight] : route.weights)
        out += (out.empty() ? "" : ", ") + cluster + " " + std::to_string(weight);
    return "weights " + out;
}

}  // namespace

Result<std::string> readFull(const std::string& admin, const std::vector<std::string>& clusters) {
    const AdminClient client;
    const auto clusterDump = client.get(admin, "/config_dump?resource=dynamic_active_clusters");
    if (!clusterDump) return tl::unexpected(clusterDump.error());
    const auto limits = clusterLimits(*clusterDump);
    if (!limits) return tl::unexpected(limits.error());
    std::string out;
    const auto add = [&out](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
    for (const std::string& cluster : clusters)
        if (const auto found = limits->find(cluster); found != limits->end())
            add(cluster + ": " + found->second);
    const auto routeDump = client.get(admin, "/config_dump?resource=dynamic_route_configs");
    if (!routeDump) return tl::unexpected(routeDump.error());
    const auto routes = weightedRoutes(*routeDump);
    if (!routes) return tl::unexpected(routes.error());
    for (const WeightedRoute& route : *routes)
        if (leadsTo(route, clusters)) add(weightsText(route));
    if (out.empty()) return failure(ErrorCode::notFound, admin, "the proxy has no cluster of this service");
    return out;
}

Result<std::string> readOverlay(const std::string& admin, const RuntimeKeys& keys) {
    const auto body = AdminClient().get(admin, "/runtime?format=json");
    if (!body) return tl::unexpected(body.error());
    const auto values = runtimeValues(*body);
    if (!values) return tl::unexpected(values.error());
    std::string out;
    for (const auto& [key, wanted] : keys) {
        const auto live = values->find(key);
        out += (out.empty() ? "" : ", ") + key + " " + (live == values->end() ? "not set" : live->second);
    }
    return out.empty() ? "no runtime keys" : out;
}

}  // namespace binnacle
