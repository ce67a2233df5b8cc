// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/history_session.h"
#include "models/qt/map_selection.h"
#include "models/qt/telemetry_session.h"
#include "models/qt/time_travel.h"

#include <QTimer>
#include <QWidget>

namespace binnacle {

class NoteEditor;
class PlaybackBar;
class TimelineStrip;

/// The timeline with what plays it and what notes are written in; asks the sessions for rate and events of
/// the span it shows. UI thread only.
class TimelineView : public QWidget {
    Q_OBJECT
  public:
    struct Sessions {
        TelemetrySession& telemetry;
        HistorySession& history;
        TimeTravel& travel;
        MapSelection& selection;
    };

    explicit TimelineView(const Sessions& sessions, QWidget* parent = nullptr);

    TimelineStrip& strip() { return *m_strip; }

  public Q_SLOTS:
    /// The last event before the window's end, or the first one after it, comes to the window's end.
    void goToPreviousEvent();
    void goToNextEvent();
    void showWhole();
    /// Opens the editor on the moment and the selection looked at.
    void addNote();

  Q_SIGNALS:
    /// Somebody went to an event.
    void eventChosen(const binnacle::Event& event);

  private:
    void connectAll();
    void feed();
    void goTo(const Event& event);
    QString subject() const;

    TelemetrySession& m_telemetry;
    HistorySession& m_history;
    TimeTravel& m_travel;
    MapSelection& m_selection;
    PlaybackBar* m_bar;
    NoteEditor* m_note;
    TimelineStrip* m_strip;
    QTimer m_soon;   ///< a wheel turns faster than a station answers
    QTimer m_clock;  ///< a timeline that ends now goes on
};

}  // namespace binnacle
