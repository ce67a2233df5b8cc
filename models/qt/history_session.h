// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/history_port.h"

#include <QObject>
#include <QString>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

/// What the station remembers beyond traffic, for the desktop: events of a span, notes, alerts, snapshots.
/// Runs the blocking HistoryPort on workers and answers on the UI thread; the answer to an older question is
/// dropped. Not for traffic, which TelemetrySession has. UI thread only.
class HistorySession : public QObject {
    Q_OBJECT
  public:
    static constexpr std::chrono::seconds kPoll{2};

    HistorySession(std::shared_ptr<HistoryPort> port, const Clock& clock, QObject* parent = nullptr);
    ~HistorySession() override;

    /// Of the span, oldest first.
    const std::vector<Event>& events() const;
    TimeWindow span() const;
    /// Empty until the station answered.
    const AlertBook& alertBook() const;
    bool isExporting() const;

    /// Which span's events are wanted: asked for again and again while it reaches to now, once for a past
    /// one.
    void setSpan(const TimeWindow& span);
    /// The last event before `at`, or the first one from `at` on. eventFound() or noEventFound() follows.
    void findEventBefore(TimePoint at);
    void findEventFrom(TimePoint at);
    /// Asks for events and alerts now.
    void refresh();
    /// noteAdded() or noteFailed() follows. A draft without `who` is of whoever sits here.
    void addNote(const NoteDraft& draft);
    /// noteRemoved() or noteFailed() follows; addNote() of what was removed takes it back.
    void removeNote(const Event& note);
    /// The whole set of rules, as YAML. rulesSet() or rulesRefused() follows.
    void setAlertRules(const QString& yaml);

    /// Asks what a snapshot would hold. snapshotReviewed() or reviewFailed() follows, for the newest order
    /// only.
    void reviewSnapshot(const SnapshotOrder& order);
    /// PNG files by their names in the snapshot, "map".
    using Pictures = std::map<std::string, std::vector<std::uint8_t>>;
    /// One at a time; a second one fails. exportFinished() or exportFailed() follows.
    void exportSnapshot(const SnapshotOrder& order, const QString& path, const Pictures& pictures = {});
    void cancelExport();

  Q_SIGNALS:
    void eventsChanged();
    void eventFound(const binnacle::Event& event);
    void noEventFound();
    void noteAdded(const binnacle::Event& note);
    void noteRemoved(const binnacle::Event& note);
    void noteFailed(const QString& sentence);
    void alertBookChanged();
    void rulesSet();
    void rulesRefused(const QString& sentence);
    void snapshotReviewed(const binnacle::SnapshotReport& report);
    void reviewFailed(const QString& sentence);
    void exportProgressed(double done);  ///< 0..1
    void exportFinished(const binnacle::SnapshotReport& report);
    void exportFailed(const QString& sentence);

  private:
    void answer(std::function<void()> onUiThread);
    void find(std::function<std::optional<Event>(HistoryPort&)> search);
    void askEvents();
    void askAlerts();
    void poll();
    void showEvents(const Result<std::vector<Event>>& events);
    void showAlerts(const Result<AlertBook>& book);
    void finishExport(const Result<SnapshotReport>& report);

    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace binnacle
