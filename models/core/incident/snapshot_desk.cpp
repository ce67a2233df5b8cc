// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_desk.h"

#include "models/core/history/history_desk.h"

#include <utility>

namespace binnacle {
namespace {

tl::unexpected<Error> refused() {
    return failure(ErrorCode::unavailable, "snapshot", "this is a snapshot: nothing can be changed");
}

}  // namespace

Result<std::vector<PolicyInForce>> SnapshotDesk::policies(std::optional<TimePoint> at) {
    const bool isAtStart = at && !m_memory.changes.empty() && *at < m_memory.changes.back().at;
    return isAtStart ? m_memory.policiesAtStart : m_memory.policiesAtEnd;
}

Result<Plan> SnapshotDesk::plan(const std::vector<Intent>& /*intents*/) {
    return refused();
}

Result<Change> SnapshotDesk::apply(const ApplyRequest& /*request*/, PolicyPort::OnProgress /*onProgress*/) {
    return refused();
}

Result<Change> SnapshotDesk::revert(const RevertRequest& /*request*/, PolicyPort::OnProgress /*onProgress*/) {
    return refused();
}

Result<std::string> SnapshotDesk::adoption() {
    return refused();
}

Result<std::vector<Event>> SnapshotDesk::events(const EventQuery& query) {
    auto recorded = m_recording.events(query);
    if (!recorded) return recorded;
    return withChanges(std::move(*recorded), m_memory.changes, query);
}

Result<Event> SnapshotDesk::addNote(const NoteDraft& /*note*/) {
    return refused();
}

Result<void> SnapshotDesk::removeNote(std::uint64_t /*id*/) {
    return refused();
}

Result<void> SnapshotDesk::setAlertRules(const std::string& /*yaml*/) {
    return refused();
}

Result<SnapshotReport> SnapshotDesk::reviewSnapshot(const SnapshotOrder& /*order*/) {
    for (const SnapshotEntry& entry : m_file->entries())
        if (const auto part = m_file->part(entry.name); !part) return tl::unexpected(part.error());
    return m_file->report();
}

Result<SnapshotReport> SnapshotDesk::exportSnapshot(const SnapshotOrder& /*order*/,
                                                    const std::string& /*path*/,
                                                    const HistoryPort::OnProgress& /*onProgress*/) {
    return refused();
}

}  // namespace binnacle
