// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"
#include "models/core/ports/event_log.h"
#include "models/core/ports/history_port.h"
#include "models/core/ports/policy_port.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace binnacle {

/// What a station's memory is made of. Each outlives the desk.
struct HistoryParts {
    const Recording& recording;
    EventLog& log;
    PolicyPort& policy;
    const Clock& clock;
    std::function<AlertBook()> alerts;
    std::function<Result<void>(const std::string& yaml)> setAlertRules;
    std::function<Result<SnapshotReport>(const SnapshotOrder&)> reviewSnapshot;
    std::function<Result<SnapshotReport>(const SnapshotOrder&, const std::string& path,
                                         const HistoryPort::OnProgress&)>
        exportSnapshot;
};

/// A running station's memory: its events with the policy changes among them, notes, alerts and snapshots.
/// Keeps nothing itself; changes are told from the audit trail, so they are stored once. Thread-safe as its
/// parts are.
class HistoryDesk final : public HistoryPort {
  public:
    static constexpr std::size_t kNoteBytes = 4096;
    static constexpr std::size_t kSubjectBytes = 1024;

    explicit HistoryDesk(HistoryParts parts) : m_parts(std::move(parts)) {}

    Result<std::vector<Event>> events(const EventQuery& query) override;
    Result<Event> addNote(const NoteDraft& note) override;
    Result<void> removeNote(std::uint64_t id) override;
    Result<AlertBook> alerts() override;
    Result<void> setAlertRules(const std::string& yaml) override;
    Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order) override;
    Result<SnapshotReport> exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                          const OnProgress& onProgress) override;

  private:
    /// A live window ends where the clock stands once it is ordered.
    SnapshotOrder fixed(SnapshotOrder order) const;

    HistoryParts m_parts;
};

/// A change of policy as an event: its service, its reason, and its id as reference.
Event eventOf(const Change& change);
/// Adds the changes of the query's time to recorded events, in order of time; the newest `query.limit` are
/// left.
std::vector<Event> withChanges(std::vector<Event> recorded, const std::vector<Change>& changes,
                               const EventQuery& query);

}  // namespace binnacle
