// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_traffic.h"
#include "models/core/store/history_recorder.h"
#include "tests/support/mesh_lab.h"
#include "tests/support/temporary_directory.h"

#include <cstdlib>
#include <memory>
#include <string>

namespace binnacle {

/// A mesh that is recorded, on a clock that stands still; every second is recorded by a tick. Can be stopped
/// in good order, killed, and opened again. One thread.
class HistoryLab {
  public:
    explicit HistoryLab(const HistoryLimits& limits = {}) : m_limits(limits) { open(); }

    TemporaryDirectory folder;
    std::unique_ptr<MeshLab> lab = std::make_unique<MeshLab>();
    std::unique_ptr<HistoryStore> store;
    std::unique_ptr<HistoryReader> reader;
    std::unique_ptr<HistoryRecorder> recorder;

    ManualClock& clock() { return lab->clock; }
    TimePoint now() const { return lab->clock.now(); }

    /// `seconds` go by, in each of which `each` happens.
    template <typename Each>
    void live(int seconds, const Each& each) {
        for (int i = 0; i < seconds; ++i) {
            each();
            lab->flush();
            lab->clock.advance(std::chrono::seconds(1));
            if (!recorder->tick()) std::abort();
        }
    }
    void idle(int seconds) {
        live(seconds, [] {});
    }
    /// The process ends without a word; another one begins with the same file and an empty mesh.
    void restart() {
        recorder.reset();
        reader.reset();
        store.reset();
        auto next = std::make_unique<MeshLab>();
        next->clock.advance(lab->clock.now() - next->clock.now());
        lab = std::move(next);
        open();
    }

    RecordedTraffic traffic() const { return RecordedTraffic(*reader, lab->clock); }
    std::shared_ptr<const TopologyFrame> frame(const TimeWindow& window,
                                               const std::string& filter = "") const {
        return traffic().topology({window, filter}).value();
    }
    std::string picture(const TimeWindow& window, const std::string& filter = "") const {
        return MeshLab::describe(*frame(window, filter));
    }

  private:
    void open() {
        store = HistoryStore::open(folder.path(), m_limits, lab->clock).value();
        reader = std::make_unique<HistoryReader>(store->path());
        recorder = std::make_unique<HistoryRecorder>(lab->mesh, *store, *reader, lab->clock);
    }

    HistoryLimits m_limits;
};

}  // namespace binnacle
