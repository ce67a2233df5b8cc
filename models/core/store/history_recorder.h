// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/history_status.h"
#include "models/core/store/history_reader.h"
#include "models/core/store/history_store.h"
#include "models/core/topology/mesh.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace binnacle {

/// Records a mesh: each second what came goes to the history in one commit. Where that fails (a full disk),
/// what was taken is kept and tried again, the mesh keeps what is new as far as it has room, and the gap is
/// told afterwards; the live view does not notice. Owns a thread; start() and stop() by one thread, the rest
/// from any.
class HistoryRecorder {
  public:
    static constexpr auto kPace = std::chrono::seconds(1);
    static constexpr auto kRetryPace = std::chrono::seconds(10);
    static constexpr auto kStandingPace = std::chrono::seconds(10);

    HistoryRecorder(Mesh& mesh, HistoryStore& store, const HistoryReader& reader, const Clock& clock);
    ~HistoryRecorder();

    /// Without it nothing happens but by tick(): what tests do.
    void start();
    /// Ends the thread and writes down what is left.
    void stop();
    /// One commit, at once.
    Result<void> tick();
    HistoryStatus status() const;

  private:
    void run(const std::stop_token& stop);
    Result<void> commit();
    Result<void> tellGap(TimePoint now);
    void note(const Result<void>& outcome);
    void tellProblem(const Error& error);

    Mesh& m_mesh;
    HistoryStore& m_store;
    const HistoryReader& m_reader;
    const Clock& m_clock;
    std::mutex m_work;                     // held for a tick
    std::optional<MeshHarvest> m_harvest;  ///< taken from the mesh, not on disk yet
    std::uint64_t m_lostInGap = 0;
    std::optional<TimePoint> m_failingSince;
    TimePoint m_standingAt{};
    mutable std::mutex m_mutex;  // guards the status
    HistoryStatus m_status;
    std::string m_gapReason;
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

}  // namespace binnacle
