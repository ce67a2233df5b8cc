// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"
#include "models/core/telemetry/cluster_state.h"

#include <vector>

namespace binnacle {

/// Takes a report into what is known: gauges come from one stream and hosts from another, so what a report
/// leaves open stays as it was. Appends what it tells that nobody knew: breakers that opened or closed, hosts
/// that were ejected or came back. A pure function of its arguments; any thread.
void mergeCluster(ClusterState& into, ClusterState&& from, std::vector<Event>& events);

}  // namespace binnacle
