// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/history_session.h"
#include "models/qt/telemetry_session.h"
#include "views/incident/report_maker.h"

#include <QTimer>
#include <QWidget>
#include <functional>
#include <utility>

class QFileDialog;
class QProgressBar;
class QPushButton;

namespace binnacle {

class SavedFile;
class SnapshotForm;
class SnapshotReview;

/// Hands an incident over: what would leave is shown first, then it is saved as a snapshot or as a report.
/// Never modal: the map goes on beside it. UI thread only.
class SnapshotPanel : public QWidget {
    Q_OBJECT
  public:
    SnapshotPanel(TelemetrySession& telemetry, HistorySession& history, ReportMaker& reports,
                  QWidget* parent = nullptr);

    /// Where the pictures that go into a snapshot come from; without it, none do.
    void setPictures(std::function<HistorySession::Pictures()> pictures) { m_pictures = std::move(pictures); }
    void saveSnapshotTo(const QString& path);
    void saveReportTo(const QString& path);

  public Q_SLOTS:
    /// Asks where to, beside the window.
    void chooseSnapshotFile();
    void chooseReportFile();

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void buildLayout();
    void connectSessions();
    void readStation();
    void review();
    void fail(const QString& sentence);
    void setBusy(const QString& doing);
    void setIdle();
    QFileDialog* newDialog(const QString& title, const QString& name, const QStringList& filters);
    QString proposedName() const;

    TelemetrySession& m_telemetry;
    HistorySession& m_history;
    ReportMaker& m_reports;
    SnapshotForm* m_form;
    SnapshotReview* m_review;
    QPushButton* m_saveSnapshot;
    QPushButton* m_saveReport;
    QProgressBar* m_progress;
    QPushButton* m_cancel;
    SavedFile* m_saved;
    QTimer m_reviewLater;
    std::function<HistorySession::Pictures()> m_pictures;
    QString m_path;
    bool m_isSnapshot = false;  // of a snapshot, only reports are made
};

}  // namespace binnacle
