// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/station_memory.h"

#include "app/daemon/versions.h"
#include "connectors/alerting/alert_webhook.h"
#include "models/core/history/alert_watch.h"
#include "models/core/history/chronicle.h"
#include "models/core/history/history_desk.h"
#include "models/core/history/no_history.h"
#include "models/core/incident/snapshot_export.h"
#include "models/core/store/history_reader.h"
#include "models/core/store/history_recorder.h"
#include "models/core/store/history_store.h"
#include "models/core/topology/mesh.h"

#include <spdlog/spdlog.h>
#include <utility>

namespace binnacle {
namespace {

/// The history's file as the ports know it.
class StoredHistory final : public EventLog, public SettingsPort {
  public:
    explicit StoredHistory(HistoryStore& store) : m_store(store) {}

    Result<Event> addEvent(const Event& event) override { return m_store.addEvent(event); }
    Result<void> removeNote(std::uint64_t id) override { return m_store.removeEvent(id, EventKind::note); }
    Result<std::string> load(const std::string& name) const override { return m_store.setting(name); }
    Result<void> save(const std::string& name, const std::string& text) override {
        return m_store.keepSetting(name, text);
    }

  private:
    HistoryStore& m_store;
};

}  // namespace

/// The recording while it works: the file, who writes it and who reads it.
struct StationMemory::Recorded {
    Recorded(std::unique_ptr<HistoryStore> opened, const Surroundings& around)
        : store(std::move(opened)),
          log(*store),
          reader(store->path()),
          recorder(around.mesh, *store, reader, around.clock) {}

    std::unique_ptr<HistoryStore> store;
    StoredHistory log;
    HistoryReader reader;
    HistoryRecorder recorder;
};

// In the order of need: each part uses only those above it, so the reverse order of destruction is safe.
struct StationMemory::Parts {
    Parts(std::unique_ptr<Recorded> opened, std::string problem, const Surroundings& around)
        : surroundings(around),
          nothing(problem.empty() ? "this station keeps no history" : problem),
          off{false, {}, 0, 0, 0, std::move(problem)},
          recorded(std::move(opened)),
          chronicle(around.mesh, recording(), around.clock, [this] { return status(); }),
          alerts(chronicle, around.clock, settings(), [this](const Event& event) { log().addEvent(event); }),
          desk(partsOf(around)),
          watch(alerts, [webhook = around.webhook](const AlertBook& book) {
              if (webhook != nullptr) webhook->tell(book.alerts);
          }) {}

    const Recording& recording() const {
        return recorded ? static_cast<const Recording&>(recorded->reader) : nothing;
    }
    EventLog& log() { return recorded ? static_cast<EventLog&>(recorded->log) : nothing; }
    SettingsPort& settings() { return recorded ? static_cast<SettingsPort&>(recorded->log) : nothing; }
    HistoryStatus status() const { return recorded ? recorded->recorder.status() : off; }
    HistoryParts partsOf(const Surroundings& around) {
        return {
            recording(),
            log(),
            around.policy,
            around.clock,
            [this] { return alerts.book(); },
            [this](const std::string& yaml) { return alerts.setRules(yaml); },
            [this](const SnapshotOrder& order) {
                return withSources([&](const SnapshotSources& from) { return reviewSnapshot(order, from); });
            },
            [this](const SnapshotOrder& order, const std::string& path,
                   const HistoryPort::OnProgress& onProgress) {
                return withSources([&](const SnapshotSources& from) {
                    return writeSnapshot(order, from, path, onProgress);
                });
            }};
    }

    /// Hands a snapshot's sources on, once all that came is in the recording.
    Result<SnapshotReport> withSources(
        const std::function<Result<SnapshotReport>(const SnapshotSources&)>& make) {
        if (recorded) {
            if (auto written = recorded->recorder.tick(); !written) return tl::unexpected(written.error());
        }
        return make({recording(), surroundings.policy, surroundings.clock, surroundings.configuration,
                     [this] { return alerts.book(); }, surroundings.meshName, appVersion()});
    }

    const Surroundings surroundings;
    NoHistory nothing;
    const HistoryStatus off;
    std::unique_ptr<Recorded> recorded;
    Chronicle chronicle;
    AlertEngine alerts;
    HistoryDesk desk;
    AlertWatch watch;
};

StationMemory::StationMemory(const DaemonOptions& options, const Surroundings& around) {
    std::unique_ptr<Recorded> recorded;
    std::string problem;
    if (options.withHistory) {
        auto store = HistoryStore::open(options.data, options.history, around.clock);
        if (store) {
            recorded = std::make_unique<Recorded>(std::move(*store), around);
        } else {
            // The live view and policy are worth more than the memory of them.
            problem = store.error().detail;
            spdlog::warn("history is off: {}: {}", store.error().subject, problem);
        }
    }
    m_parts = std::make_unique<Parts>(std::move(recorded), std::move(problem), around);
    if (!m_parts->recorded) return;
    const std::string& aside = m_parts->recorded->store->movedAside();
    if (!aside.empty()) spdlog::warn("a history that can't be read was moved to {}", aside);
    m_parts->recorded->recorder.start();
}

StationMemory::~StationMemory() = default;

const TrafficSource& StationMemory::traffic() const {
    return m_parts->chronicle;
}

HistoryPort& StationMemory::port() {
    return m_parts->desk;
}

}  // namespace binnacle
