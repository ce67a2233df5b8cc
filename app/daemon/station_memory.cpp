// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/station_memory.h"

#include "models/core/history/alert_watch.h"
#include "models/core/history/chronicle.h"
#include "models/core/history/history_desk.h"
#include "models/core/history/no_history.h"
#include "models/core/topology/mesh.h"

#include <utility>

namespace binnacle {

// In the order of need: each part uses only those above it, so the reverse order of destruction is safe.
struct StationMemory::Parts {
    explicit Parts(const Surroundings& around)
        : chronicle(around.mesh, nothing, around.clock, [] { return HistoryStatus{}; }),
          alerts(chronicle, around.clock, nothing, [this](const Event& event) { nothing.addEvent(event); }),
          desk(partsOf(around)),
          watch(alerts, nullptr) {}

    HistoryParts partsOf(const Surroundings& around) {
        return {nothing,
                nothing,
                around.policy,
                around.clock,
                [this] { return alerts.book(); },
                [this](const std::string& yaml) { return alerts.setRules(yaml); },
                [](const SnapshotOrder&) { return noSnapshot(); },
                [](const SnapshotOrder&, const std::string&, const auto&) { return noSnapshot(); }};
    }
    static Result<SnapshotReport> noSnapshot() {
        return failure(ErrorCode::unavailable, "snapshot",
                       "this station records nothing a snapshot could be made of");
    }

    NoHistory nothing{"this station keeps no history"};
    Chronicle chronicle;
    AlertEngine alerts;
    HistoryDesk desk;
    AlertWatch watch;
};

Result<std::unique_ptr<StationMemory>> StationMemory::open(const DaemonOptions& /*options*/,
                                                           const Surroundings& around) {
    return std::unique_ptr<StationMemory>(new StationMemory(std::make_unique<Parts>(around)));
}

StationMemory::StationMemory(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
StationMemory::~StationMemory() = default;

const TrafficSource& StationMemory::traffic() const {
    return m_parts->chronicle;
}

HistoryPort& StationMemory::port() {
    return m_parts->desk;
}

}  // namespace binnacle
