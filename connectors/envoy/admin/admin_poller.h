// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/admin/admin_client.h"
#include "models/core/base/clock.h"
#include "models/core/telemetry/cluster_state.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace binnacle {

class ClusterBoard;
class Mesh;

/// Where one proxy's admin interface is.
struct AdminTarget {
    std::string node;     ///< node id
    std::string address;  ///< "127.0.0.1:9901"
};

/// Asks each proxy's admin interface for its hosts and limits, again and again, on its own thread. What a
/// proxy told last stays until it tells something else. Destroying it ends the thread.
class AdminPoller {
  public:
    static constexpr Duration kInterval = std::chrono::seconds(2);

    AdminPoller(std::vector<AdminTarget> targets, Mesh& mesh, const Clock& clock);
    /// With the board that the metrics streams fill as well.
    AdminPoller(std::vector<AdminTarget> targets, std::shared_ptr<ClusterBoard> board,
                Duration interval = kInterval);
    ~AdminPoller();
    AdminPoller(const AdminPoller&) = delete;
    AdminPoller& operator=(const AdminPoller&) = delete;

    /// Blocks until every target was asked at least once.
    void waitForFirstRound();

  private:
    void run(const std::stop_token& stop);
    void poll(const AdminTarget& target);

    std::vector<AdminTarget> m_targets;
    std::shared_ptr<ClusterBoard> m_board;
    Duration m_interval;
    AdminClient m_client;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_asked = false;
    std::jthread m_thread;  ///< last: it uses all of the above
};

}  // namespace binnacle
