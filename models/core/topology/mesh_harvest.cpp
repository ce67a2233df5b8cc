// SPDX-License-Identifier: GPL-3.0-or-later
// What the mesh hands to the one who records it, and how it stands now.
#include "models/core/topology/mesh_state.h"

#include <algorithm>

namespace binnacle {

MeshHarvest Mesh::harvest() {
    State& s = *m_state;
    const TimePoint now = s.clock.now();
    const std::lock_guard lock(s.mutex);
    MeshHarvest harvest;
    harvest.numbering = s.numbering;
    harvest.names = s.names.snapshot();
    harvest.keys = s.keys.snapshot();
    harvest.workloads = s.workloadList();
    s.toRecord.takeInto(harvest);
    harvest.settled =
        s.slices.takeSettled(std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count());
    harvest.received = s.counters.received;
    return harvest;
}

std::shared_ptr<const std::vector<Workload>> Mesh::State::workloadList() {
    if (workloadsCopy && workloadsRevision == directory.revision()) return workloadsCopy;
    auto copy = std::make_shared<std::vector<Workload>>();
    copy->reserve(directory.workloads().size());
    for (const Directory::Known& known : directory.workloads()) copy->push_back(known.workload);
    workloadsCopy = std::move(copy);
    workloadsRevision = directory.revision();
    return workloadsCopy;
}

Standing Mesh::standing() const {
    Standing standing;
    standing.at = m_state->clock.now();
    standing.proxies = status().proxies;
    standing.clusters = clusters();
    const std::lock_guard lock(m_state->mutex);
    standing.declared = m_state->declared;
    return standing;
}

Mesh::HeldSince Mesh::heldSince() const {
    const State& s = *m_state;
    const TimePoint kept = s.clock.now() - kHeld;
    const std::lock_guard lock(s.mutex);
    HeldSince since;
    since.rollups = std::max({s.startedAt, kept, s.slices.wholeSince()});
    since.requests = std::max(since.rollups, s.tail.wholeSince());
    return since;
}

}  // namespace binnacle
