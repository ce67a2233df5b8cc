// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/qt/comparison_session.h"
#include "models/qt/history_session.h"
#include "models/qt/map_selection.h"
#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"
#include "models/qt/time_travel.h"
#include "views/incident/report_maker.h"

#include <QMainWindow>
#include <QString>

class QActionGroup;
class QDockWidget;
class QMenu;
class QStackedWidget;

namespace binnacle {

class AlertsView;
class CommandPalette;
class EmptyPage;
class Inspector;
class KeysPanel;
class MapView;
class MessageBar;
class PaintProbe;
class PastBanner;
class PolicyEditor;
class RequestsView;
class SnapshotPanel;
class StatusLine;
class ThemeChoice;
class TimelineView;
class TopBar;

/// The one window: lays the views out, carries the selection between them, and holds the actions and keys.
/// Knows no figure itself. UI thread only.
class MainWindow : public QMainWindow {
    Q_OBJECT
  public:
    enum class View { map, latency, policy, requests };

    /// Where what is shown comes from.
    struct Sessions {
        TelemetrySession& telemetry;
        PolicySession& policy;
        HistorySession& history;
        TimeTravel& travel;
        ReportMaker& reports;
    };

    MainWindow(const Sessions& sessions, ThemeChoice& theme, const Clock& clock);
    ~MainWindow() override;

    /// Brings one view to the front, with something worth looking at chosen in it.
    void showView(View view);
    /// The moment an alert began, with its call chosen and the panel in front.
    void showAlert(const Alert& alert);
    /// A passing remark in the status bar.
    void remark(const QString& sentence);
    /// There is nothing behind this window, and won't be: the sentence says why, and stays.
    void showBroken(const QString& sentence);
    MapSelection& selection() { return m_selection; }
    ComparisonSession& comparison() { return m_comparison; }
    PaintProbe& probe() { return *m_probe; }

  Q_SIGNALS:
    /// A snapshot is to be opened, in a window of its own.
    void openSnapshotRequested(const QString& path);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void buildCentre();
    void buildDocks();
    QDockWidget* addPanel(const QString& name, const QString& title, QWidget* content,
                          Qt::DockWidgetArea area);
    void buildMenus();
    void buildFileMenu();
    void buildIncidentMenu(QMenu& file);
    void buildIncidentPanel();
    void buildViewMenu();
    void buildGoMenu();
    void buildTimeMenu();
    void buildHelpMenu();
    void buildMapMenu();
    void buildThemeMenu(QMenu& view);
    QAction* addCommand(QMenu& menu, const QString& name, const QString& title, const QKeySequence& key);
    void connectSessions();
    void connectViews();
    void connectComparison();
    void connectTime();
    void connectAlerts();
    void connectIncident();
    void chooseSnapshot();
    void showIncidentPanel();
    void readSnapshot();
    HistorySession::Pictures takePictures() const;
    void restoreLayout();
    void saveLayout() const;
    void restorePins();
    void savePins() const;
    void showFrame();
    void showState();
    void openPalette();
    void goBack();
    void goTo(const QString& node);
    void goToEvent(const Event& event);
    void selectSubject(const QString& subject);
    void editPolicy(const QString& service);
    void selectWhereItHurts();

    TelemetrySession& m_telemetry;
    PolicySession& m_policy;
    HistorySession& m_history;
    TimeTravel& m_travel;
    ReportMaker& m_reports;
    ThemeChoice& m_theme;
    const Clock& m_clock;
    MapSelection m_selection;
    ComparisonSession m_comparison;
    TopBar* m_topBar;
    MessageBar* m_message;
    QStackedWidget* m_centre;
    EmptyPage* m_empty;
    MapView* m_map;
    Inspector* m_inspector = nullptr;
    PolicyEditor* m_policyEditor = nullptr;
    RequestsView* m_requests = nullptr;
    SnapshotPanel* m_snapshotPanel = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QDockWidget* m_policyDock = nullptr;
    QDockWidget* m_requestsDock = nullptr;
    QDockWidget* m_snapshotDock = nullptr;
    QDockWidget* m_compareDock = nullptr;
    AlertsView* m_alerts = nullptr;
    QDockWidget* m_alertsDock = nullptr;
    PastBanner* m_past = nullptr;
    TimelineView* m_timeline = nullptr;
    StatusLine* m_status;
    CommandPalette* m_palette;
    KeysPanel* m_keys;
    PaintProbe* m_probe;
    QActionGroup* m_themes = nullptr;
    QString m_broken;               // why nothing more comes; empty: all is well
    bool m_isSnapshot = false;      // what is looked at is one
    QString m_recordingProblem;     // as it is shown
    bool m_isMapNarrowed = false;   // to one node and its neighbours
    bool m_isCloseAllowed = false;  // the user was told that a change is on its way
};

}  // namespace binnacle
