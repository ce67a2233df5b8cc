// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/overlay_scout.h"

#include "models/core/topology/mesh.h"

#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

constexpr std::size_t kMostClusters = 20'000;
constexpr auto kLookBack = std::chrono::seconds(30);

/// Whether a cluster's name says that it is a version of the service: "payment-v2" of "payment".
bool isVersionOf(const std::string& cluster, const std::string& service) {
    const std::string prefix = service + "-v";
    return cluster == service ||
           (cluster.size() > prefix.size() && cluster.compare(0, prefix.size(), prefix) == 0 &&
            cluster[prefix.size()] >= '0' && cluster[prefix.size()] <= '9');
}

bool sharesCluster(const WeightedRoute& route, const std::set<std::string>& clusters) {
    return std::any_of(route.weights.begin(), route.weights.end(),
                       [&clusters](const auto& item) { return clusters.count(item.first) != 0; });
}

}  // namespace

OverlayScout::OverlayScout(const MeshFile& meshFile, const Mesh& mesh, std::function<void()> onNews)
    : m_meshFile(meshFile),
      m_mesh(mesh),
      m_onNews(std::move(onNews)),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

OverlayScout::~OverlayScout() {
    m_thread.request_stop();
    m_wake.notify_all();
}

void OverlayScout::ask(const std::string& node) {
    const MeshPlace place = findProxy(m_meshFile, node);
    if (place.proxy == nullptr || place.proxy->mode != ProxyMode::overlay || place.proxy->admin.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_toAsk.insert(node);
    }
    m_wake.notify_all();
}

bool OverlayScout::hasRead(const std::string& node) const {
    const std::lock_guard lock(m_mutex);
    return m_routes.count(node) != 0;
}

bool OverlayScout::isTooEarlyFor(const std::string& node) const {
    const std::lock_guard lock(m_mutex);
    return m_heard.count(node) == 0 && std::chrono::steady_clock::now() - m_since < kEarly;
}

OverlayKnowledge OverlayScout::knowledgeOf(const std::string& node,
                                           const std::set<std::string>& services) const {
    const std::lock_guard lock(m_mutex);
    OverlayKnowledge known;
    const auto routes = m_routes.find(node);
    for (const std::string& service : services) {
        std::set<std::string> clusters;
        if (const MeshService* declared = m_meshFile.findService(service)) {
            const auto names = clustersOf(*declared);
            clusters.insert(names.begin(), names.end());
        } else {
            if (const auto seen = m_workloads.find(service); seen != m_workloads.end())
                clusters = seen->second;
            for (const std::string& cluster : m_clusters)
                if (isVersionOf(cluster, service)) clusters.insert(cluster);
        }
        if (routes != m_routes.end())
            for (const WeightedRoute& route : routes->second)
                if (!route.runtimeKeyPrefix.empty() && sharesCluster(route, clusters))
                    known.splitPrefixes[service] = route.runtimeKeyPrefix;
        if (!clusters.empty()) known.clusters[service] = std::move(clusters);
    }
    return known;
}

void OverlayScout::run(const std::stop_token& stop) {
    bool wasEarly = true;
    while (!stop.stop_requested()) {
        std::set<std::string> toAsk;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, stop, kInterval, [this] { return !m_toAsk.empty(); });
            toAsk = std::exchange(m_toAsk, {});
        }
        bool hasNews = false;
        for (const std::string& node : toAsk)
            if (!stop.stop_requested()) hasNews = readRoutes(node) || hasNews;
        hasNews = look() || hasNews;
        const bool isEarly = std::chrono::steady_clock::now() - m_since < kEarly;
        hasNews = hasNews || std::exchange(wasEarly, isEarly) != isEarly;
        if (hasNews && !stop.stop_requested()) m_onNews();
    }
}

bool OverlayScout::readRoutes(const std::string& node) {
    const MeshPlace place = findProxy(m_meshFile, node);
    const auto body = m_client.get(place.proxy->admin, "/config_dump");
    if (!body) return false;
    auto routes = weightedRoutes(*body);
    if (!routes) return false;
    const std::lock_guard lock(m_mutex);
    m_routes[node] = std::move(*routes);
    return true;
}

/// Takes note of the workloads and clusters that traffic and gauges name. Returns whether any is new.
bool OverlayScout::look() {
    TopologyQuery query;
    query.window.length = kLookBack;
    const auto frame = m_mesh.topology(query);
    const auto clusters = m_mesh.clusters();
    const std::lock_guard lock(m_mutex);
    bool isNew = false;
    if (frame && *frame)
        for (const auto& node : (*frame)->nodes)
            if (!node.service.empty() && !node.workload.empty() && m_workloads.size() < kMostClusters)
                isNew = m_workloads[node.service].insert(node.workload).second || isNew;
    for (const ClusterState& state : clusters) {
        if (m_clusters.size() < kMostClusters) isNew = m_clusters.insert(state.cluster).second || isNew;
        if (m_heard.size() < kMostClusters) isNew = m_heard.insert(state.proxy).second || isNew;
    }
    return isNew;
}

}  // namespace binnacle
