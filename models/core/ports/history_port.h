// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/history/alert.h"
#include "models/core/history/event.h"
#include "models/core/history/recording.h"
#include "models/core/incident/snapshot_order.h"

#include <functional>
#include <string>
#include <vector>

namespace binnacle {

struct NoteDraft {
    TimePoint at{};
    std::string subject;  ///< topology node id, "source -> destination", or "": the time alone
    std::string text;     ///< 1 to 4096 bytes
    std::string who;
};

/// What a station remembers beyond traffic, and what one may add to it. Implemented by the station's client
/// (and by fakes in tests) and, inside the station, by HistoryDesk. Calls block: from a worker, never from
/// the UI thread. A read-only station (a snapshot's) answers what writes with unavailable.
class HistoryPort {
  public:
    /// Told now and then with the share that is done (0..1); answers whether to go on.
    using OnProgress = std::function<bool(double done)>;

    virtual ~HistoryPort() = default;
    virtual Result<std::vector<Event>> events(const EventQuery& query) = 0;
    /// Errors: invalid (no text, or too much of it).
    virtual Result<Event> addNote(const NoteDraft& note) = 0;
    virtual Result<void> removeNote(std::uint64_t id) = 0;
    virtual Result<AlertBook> alerts() = 0;
    /// The whole set of rules, as YAML (docs/alerts.md). Errors: invalid, naming the place.
    virtual Result<void> setAlertRules(const std::string& yaml) = 0;
    /// What exportSnapshot() would write and remove.
    virtual Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order) = 0;
    /// Writes a snapshot to `path`, which it replaces only when all of it is written. Errors: cancelled,
    /// invalid (an empty window), unavailable (no space, no permission).
    virtual Result<SnapshotReport> exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                                  const OnProgress& onProgress) = 0;
};

}  // namespace binnacle
