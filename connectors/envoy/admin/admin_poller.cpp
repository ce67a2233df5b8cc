// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/admin_poller.h"

#include "connectors/envoy/admin/cluster_board.h"
#include "connectors/envoy/admin/clusters_json.h"

#include <utility>

namespace binnacle {

AdminPoller::AdminPoller(std::vector<AdminTarget> targets, Mesh& mesh, const Clock& clock)
    : AdminPoller(std::move(targets), std::make_shared<ClusterBoard>(mesh, clock)) {}

AdminPoller::AdminPoller(std::vector<AdminTarget> targets, std::shared_ptr<ClusterBoard> board,
                         Duration interval)
    : m_targets(std::move(targets)),
      m_board(std::move(board)),
      m_interval(interval),
      m_thread([this](const std::stop_token& stop) { run(stop); }) {}

AdminPoller::~AdminPoller() = default;

void AdminPoller::waitForFirstRound() {
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_asked; });
}

void AdminPoller::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        for (const AdminTarget& target : m_targets) {
            if (stop.stop_requested()) break;
            poll(target);
        }
        std::unique_lock lock(m_mutex);
        m_asked = true;
        m_wake.notify_all();
        m_wake.wait_for(lock, stop, m_interval, [] { return false; });
    }
}

void AdminPoller::poll(const AdminTarget& target) {
    const auto answer = m_client.get(target.address, "/clusters?format=json");
    const auto clusters = answer ? readClusters(*answer) : tl::unexpected(answer.error());
    if (!clusters) return;
    for (const ClusterState& told : *clusters) {
        m_board->update(target.node, told.cluster, [&told](ClusterState& state) {
            state.limits = told.limits;
            state.hosts = told.hosts;
        });
    }
}

}  // namespace binnacle
