// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/history_session.h"
#include "models/qt/telemetry_session.h"

#include <QFrame>

class QLabel;

namespace binnacle {

/// Says above the map that this is a snapshot and not the mesh: of what, from when to when, by whom, with
/// their note. Hidden while a live station is looked at. UI thread only.
class SnapshotBanner : public QFrame {
    Q_OBJECT
  public:
    SnapshotBanner(TelemetrySession& telemetry, HistorySession& history, QWidget* parent = nullptr);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void readStation();
    void showOrigin(const SnapshotReport& report);
    void applyTheme();

    TelemetrySession& m_telemetry;
    HistorySession& m_history;
    QLabel* m_title;
    QLabel* m_note;
    bool m_isAsked = false;  // for what the file says of itself
};

}  // namespace binnacle
