// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/telemetry/cluster_state.h"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace binnacle {

class Mesh;

/// Holds one ClusterState per proxy and upstream cluster, which the metrics stream and the admin interface
/// both fill: each changes its own fields only, and the Mesh always gets the whole. Bounded; what is over the
/// limit is not kept. Any thread.
class ClusterBoard {
  public:
    using Change = std::function<void(ClusterState&)>;

    ClusterBoard(Mesh& mesh, const Clock& clock);
    /// Applies `change` to the state of (proxy, cluster) and publishes the result.
    void update(const std::string& proxy, const std::string& cluster, const Change& change);

  private:
    Mesh& m_mesh;
    const Clock& m_clock;
    std::mutex m_mutex;
    std::map<std::pair<std::string, std::string>, ClusterState> m_states;
};

}  // namespace binnacle
