// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace binnacle {

/// What stands in the map's place while there is nothing to draw: what is being waited for, and what to do
/// next. The first page of a first run. UI thread only.
class EmptyPage : public QWidget {
    Q_OBJECT
  public:
    EmptyPage(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent = nullptr);

    /// Says anew what the sessions say now.
    void refresh();
    /// What was to be shown can't be: why, for good.
    void showBroken(const QString& sentence);

  Q_SIGNALS:
    void openSnapshotRequested();

  private:
    void say(const QString& title, const QString& next);
    void showLines(const QString& lines);

    TelemetrySession& m_telemetry;
    QLabel* m_title;
    QLabel* m_next;
    QPushButton* m_copy;
    QPushButton* m_open;
    QString m_broken;
    QLabel* m_note;
    QPlainTextEdit* m_lines;
};

}  // namespace binnacle
