// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/admin/admin_client.h"
#include "connectors/envoy/policy/admin_reading.h"
#include "connectors/envoy/policy/runtime_keys.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace binnacle {

class Mesh;

/// Finds out what overlay proxies have from elsewhere, on a thread of its own: the runtime key prefixes in
/// their routes (admin interface) and the clusters that anybody was seen to use (telemetry). What it found it
/// keeps. Destroying it ends the thread.
class OverlayScout {
  public:
    static constexpr auto kInterval = std::chrono::seconds(1);
    /// Twice Envoy's default interval of telling its gauges.
    static constexpr auto kEarly = std::chrono::seconds(10);

    /// `onNews` is called on the scout's thread after it has learnt something.
    OverlayScout(const MeshFile& meshFile, const Mesh& mesh, std::function<void()> onNews);
    ~OverlayScout();
    OverlayScout(const OverlayScout&) = delete;
    OverlayScout& operator=(const OverlayScout&) = delete;

    /// Asks the node's admin interface soon: it has just connected, maybe with a new configuration.
    void ask(const std::string& node);
    OverlayKnowledge knowledgeOf(const std::string& node, const std::set<std::string>& services) const;
    bool hasRead(const std::string& node) const;
    /// Nobody has told which clusters the node has, and there was little time to.
    bool isTooEarlyFor(const std::string& node) const;

  private:
    void run(const std::stop_token& stop);
    bool readRoutes(const std::string& node);
    bool look();

    const MeshFile& m_meshFile;
    const Mesh& m_mesh;
    const std::function<void()> m_onNews;
    AdminClient m_client;
    const std::chrono::steady_clock::time_point m_since = std::chrono::steady_clock::now();
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::set<std::string> m_toAsk;
    std::set<std::string> m_heard;                               ///< nodes whose clusters are known
    std::map<std::string, std::vector<WeightedRoute>> m_routes;  ///< by node
    std::map<std::string, std::set<std::string>> m_workloads;    ///< by service, as seen in traffic
    std::set<std::string> m_clusters;                            ///< upstream clusters that proxies told of
    std::jthread m_thread;                                       ///< last: it uses all of the above
};

}  // namespace binnacle
