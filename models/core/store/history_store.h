// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/mesh_harvest.h"
#include "models/core/history/standing.h"
#include "models/core/store/history_limits.h"
#include "models/core/store/sqlite.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// The one writer of DIRECTORY/history.db: takes harvests in, one transaction each, and keeps to its limits.
/// Reading is HistoryReader's. The audit trail's exclusive lock on the same folder keeps a second station
/// out. A commit outlives the process's death (WAL, synchronous=NORMAL). Thread-safe; calls wait for the
/// disk.
class HistoryStore {
  public:
    /// Opens or makes the file (0600), and mends what a crash left undone. A file that is no history, or is
    /// damaged, is moved aside (history.db.broken-N) and a new one begun: `movedAside()` then names it.
    /// Errors: corrupt (made by a newer version), unavailable (can't be written).
    static Result<std::unique_ptr<HistoryStore>> open(const std::string& directory,
                                                      const HistoryLimits& limits, const Clock& clock);
    ~HistoryStore();

    const std::string& path() const;
    const std::string& movedAside() const;

    /// Writes one harvest down, with how things stand where that is known anew.
    Result<void> append(const MeshHarvest& harvest, const std::optional<Standing>& standing);
    /// Forgets what its limits ask for, for a quarter of a second at most: call it again and again.
    Result<void> maintain();
    /// Writes the event down and returns it with its number.
    Result<Event> addEvent(Event event);
    /// Errors: notFound (no event of this kind has that number).
    Result<void> removeEvent(std::uint64_t id, EventKind kind);
    /// "" where nothing was kept under that name.
    Result<std::string> setting(const std::string& name);
    Result<void> keepSetting(const std::string& name, const std::string& value);
    /// Of the file and what waits beside it.
    std::uint64_t bytes() const;

  private:
    struct State;
    explicit HistoryStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
