// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/history_desk.h"

#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

// A change of several services is about none of them alone.
std::string serviceOf(const Change& change) {
    if (change.edits.empty()) return {};
    const std::string& service = change.edits.front().service;
    const bool isOne = std::all_of(change.edits.begin(), change.edits.end(),
                                   [&](const IntentEdit& edit) { return edit.service == service; });
    return isOne ? service : std::string();
}

}  // namespace

Event eventOf(const Change& change) {
    return {0, change.at, EventKind::change, serviceOf(change), change.reason, change.who, change.id};
}

std::vector<Event> withChanges(std::vector<Event> recorded, const std::vector<Change>& changes,
                               const EventQuery& query) {
    for (const Change& change : changes)
        if (change.at >= query.from && change.at < query.to) recorded.push_back(eventOf(change));
    std::stable_sort(recorded.begin(), recorded.end(),
                     [](const Event& left, const Event& right) { return left.at < right.at; });
    if (recorded.size() > query.limit)
        recorded.erase(recorded.begin(), recorded.end() - static_cast<std::ptrdiff_t>(query.limit));
    return recorded;
}

Result<std::vector<Event>> HistoryDesk::events(const EventQuery& query) {
    auto recorded = m_parts.recording.events(query);
    if (!recorded) return recorded;
    const auto changes = m_parts.policy.history();
    if (!changes) return tl::unexpected(changes.error());
    return withChanges(std::move(*recorded), *changes, query);
}

Result<Event> HistoryDesk::addNote(const NoteDraft& note) {
    if (note.text.empty()) return failure(ErrorCode::invalid, "note", "it has no text");
    if (note.text.size() > kNoteBytes)
        return failure(ErrorCode::invalid, "note",
                       "it is longer than " + std::to_string(kNoteBytes) + " bytes");
    if (note.subject.size() > kSubjectBytes)
        return failure(ErrorCode::invalid, "note",
                       "its subject is longer than " + std::to_string(kSubjectBytes) + " bytes");
    return m_parts.log.addEvent({0, note.at, EventKind::note, note.subject, note.text, note.who, {}});
}

Result<void> HistoryDesk::removeNote(std::uint64_t id) {
    return m_parts.log.removeNote(id);
}

Result<AlertBook> HistoryDesk::alerts() {
    return m_parts.alerts();
}

Result<void> HistoryDesk::setAlertRules(const std::string& yaml) {
    return m_parts.setAlertRules(yaml);
}

SnapshotOrder HistoryDesk::fixed(SnapshotOrder order) const {
    if (!order.window.to) order.window.to = m_parts.clock.now();
    return order;
}

Result<SnapshotReport> HistoryDesk::reviewSnapshot(const SnapshotOrder& order) {
    return m_parts.reviewSnapshot(fixed(order));
}

Result<SnapshotReport> HistoryDesk::exportSnapshot(const SnapshotOrder& order, const std::string& path,
                                                   const OnProgress& onProgress) {
    return m_parts.exportSnapshot(fixed(order), path, onProgress);
}

}  // namespace binnacle
