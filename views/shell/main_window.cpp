// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/main_window.h"

#include "models/qt/format.h"
#include "views/alerts/alerts_view.h"
#include "views/incident/snapshot_banner.h"
#include "views/latency/comparison_view.h"
#include "views/latency/hosts_view.h"
#include "views/latency/inspector.h"
#include "views/map/map_view.h"
#include "views/policy/changes_view.h"
#include "views/policy/policy_editor.h"
#include "views/requests/requests_view.h"
#include "views/shell/command_palette.h"
#include "views/shell/empty_page.h"
#include "views/shell/keys_panel.h"
#include "views/shell/message_bar.h"
#include "views/shell/paint_probe.h"
#include "views/shell/past_banner.h"
#include "views/shell/past_frame.h"
#include "views/shell/proxies_view.h"
#include "views/shell/status_line.h"
#include "views/shell/theme_choice.h"
#include "views/shell/top_bar.h"
#include "views/timeline/events_view.h"
#include "views/timeline/timeline_view.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QComboBox>
#include <QDockWidget>
#include <QKeyEvent>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <set>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

/// Grows when docks are added or renamed: an older layout is then not restored.
constexpr int kLayoutVersion = 3;
constexpr int kPolicyRefreshMs = 5000;

KeysPanel::Keys keysOfThisView() {
    return {{MainWindow::tr("Space"),
             MainWindow::tr("hold the picture still, or go on; in the past: play, or pause")},
            {MainWindow::tr(",  ."), MainWindow::tr("previous and next event")},
            {MainWindow::tr("<  >"), MainWindow::tr("play slower, play faster")},
            {MainWindow::tr("[  ]"), MainWindow::tr("the time looked at before, and after")},
            {MainWindow::tr("← → + − Home End"), MainWindow::tr("on the timeline: step, zoom, oldest, live")},
            {MainWindow::tr("Ctrl+N"), MainWindow::tr("note on the moment and the selection looked at")},
            {MainWindow::tr("/"), MainWindow::tr("filter")},
            {MainWindow::tr("Ctrl+K"), MainWindow::tr("every action and every service")},
            {MainWindow::tr("Ctrl+1 … Ctrl+7"),
             MainWindow::tr("requests, changes, proxies, hosts, events, compare, alerts")},
            {MainWindow::tr("Ctrl+S, Ctrl+O"), MainWindow::tr("save a snapshot, open one")},
            {MainWindow::tr("Ctrl+E"), MainWindow::tr("edit the policy of what is selected")},
            {MainWindow::tr("Esc"), MainWindow::tr("one step back")},
            {MainWindow::tr("?"), MainWindow::tr("these keys")}};
}

/// The call that fails worst among those that matter: the share of errors leads to the cause, their number to
/// who suffers.
const Edge* worstEdge(const TopologyFrame& frame) {
    constexpr std::uint64_t kFewest = 10;
    const Edge* worst = nullptr;
    double worstShare = -1;
    for (const Edge& edge : frame.edges) {
        const EdgeStats& stats = edge.stats;
        if (stats.requests < kFewest) continue;
        const double share = static_cast<double>(stats.errors) / static_cast<double>(stats.requests);
        if (share <= worstShare) continue;
        worst = &edge;
        worstShare = share;
    }
    return worst;
}

}  // namespace

MainWindow::MainWindow(const Sessions& sessions, ThemeChoice& theme, const Clock& clock)
    : m_telemetry(sessions.telemetry),
      m_policy(sessions.policy),
      m_history(sessions.history),
      m_travel(sessions.travel),
      m_reports(sessions.reports),
      m_theme(theme),
      m_clock(clock),
      m_comparison(m_telemetry),
      m_topBar(new TopBar(m_telemetry, m_travel, this)),
      m_message(new MessageBar(this)),
      m_centre(new QStackedWidget(this)),
      m_empty(new EmptyPage(m_telemetry, m_policy, this)),
      m_map(new MapView(this)),
      m_status(new StatusLine(clock, this)),
      m_palette(new CommandPalette(this)),
      m_keys(new KeysPanel(keysOfThisView(), this)),
      m_probe(new PaintProbe(m_telemetry, *m_map, clock, this)) {
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Binnacle"));
    addToolBar(Qt::TopToolBarArea, m_topBar);
    setStatusBar(m_status);
    buildCentre();
    buildDocks();
    buildMenus();
    connectSessions();
    connectViews();
    connectComparison();
    connectTime();
    connectAlerts();
    connectIncident();
    restoreLayout();
    qApp->installEventFilter(this);
    showFrame();
    showState();
    m_policy.refresh();
    // Not the filter box: the first key pressed is a command.
    m_empty->setFocusPolicy(Qt::StrongFocus);
    m_centre->currentWidget()->setFocus();
}

MainWindow::~MainWindow() {
    qApp->removeEventFilter(this);
}

void MainWindow::buildCentre() {
    m_centre->addWidget(m_empty);
    m_centre->addWidget(m_map);
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(new SnapshotBanner(m_telemetry, m_history, centre));
    m_past = new PastBanner(m_travel, m_clock, centre);
    layout->addWidget(m_past);
    layout->addWidget(new PastFrame(m_travel, m_centre, centre), 1);
    m_timeline = new TimelineView({m_telemetry, m_history, m_travel, m_selection}, centre);
    layout->addWidget(m_timeline);
    setCentralWidget(centre);
}

QDockWidget* MainWindow::addPanel(const QString& name, const QString& title, QWidget* content,
                                  Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::buildDocks() {
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_inspector = new Inspector(m_telemetry, m_policy, m_selection, this);
    m_policyEditor = new PolicyEditor(m_telemetry, m_policy, this);
    m_inspectorDock = addPanel(u"inspectorDock"_s, tr("Inspector"), m_inspector, Qt::RightDockWidgetArea);
    m_policyDock = addPanel(u"policyDock"_s, tr("Policy"), m_policyEditor, Qt::RightDockWidgetArea);
    tabifyDockWidget(m_inspectorDock, m_policyDock);
    m_policyDock->hide();
    buildIncidentPanel();
    m_requests = new RequestsView(m_telemetry, m_selection, this);
    m_requestsDock = addPanel(u"requestsDock"_s, tr("Requests"), m_requests, Qt::BottomDockWidgetArea);
    m_alerts = new AlertsView(this);
    // Each becomes a tab at once: side by side they would need a window as wide as all of them.
    QDockWidget* last = m_requestsDock;
    const auto addTab = [&](const QString& name, const QString& title, QWidget* content) {
        QDockWidget* dock = addPanel(name, title, content, Qt::BottomDockWidgetArea);
        tabifyDockWidget(last, dock);
        return last = dock;
    };
    addTab(u"changesDock"_s, tr("Changes"), new ChangesView(m_policy, this));
    addTab(u"proxiesDock"_s, tr("Proxies"), new ProxiesView(m_telemetry, this));
    addTab(u"hostsDock"_s, tr("Hosts"), new HostsView(m_telemetry, m_selection, this));
    addTab(u"eventsDock"_s, tr("Events"), new EventsView(m_history, this));
    m_compareDock =
        addTab(u"compareDock"_s, tr("Compare"), new ComparisonView(m_comparison, m_selection, this));
    m_alertsDock = addTab(u"alertsDock"_s, tr("Alerts"), m_alerts);
    m_requestsDock->raise();
    // The tab names a panel already; a title bar under it would say it twice. A floating one gets its own
    // back.
    for (QDockWidget* dock : findChildren<QDockWidget*>()) {
        dock->setTitleBarWidget(new QWidget(dock));
        connect(dock, &QDockWidget::topLevelChanged, this, [dock](bool isFloating) {
            delete dock->titleBarWidget();
            dock->setTitleBarWidget(isFloating ? nullptr : new QWidget(dock));
        });
    }
}

void MainWindow::connectSessions() {
    connect(&m_telemetry, &TelemetrySession::frameChanged, this, &MainWindow::showFrame);
    connect(&m_telemetry, &TelemetrySession::stateChanged, this, &MainWindow::showState);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, [this] {
        m_status->setStatus(m_telemetry.status());
        const QString mesh = text(m_telemetry.status().mesh);
        setWindowTitle(mesh.isEmpty() ? tr("Binnacle") : tr("%1 – Binnacle").arg(mesh));
        const QString problem = text(m_telemetry.status().history.problem);
        if (std::exchange(m_recordingProblem, problem) != problem) showState();
    });
    connect(m_probe, &PaintProbe::lagChanged, this,
            [this] { m_status->setDesktopLag(m_probe->desktopLag()); });
    connect(&m_policy, &PolicySession::applyingChanged, this, [this] {
        if (!m_policy.isApplying()) m_isCloseAllowed = false;
        showState();
    });
    // Others may change policy too; what is shown here must not grow stale.
    auto* again = new QTimer(this);
    connect(again, &QTimer::timeout, &m_policy, &PolicySession::refresh);
    again->start(kPolicyRefreshMs);
}

void MainWindow::connectViews() {
    connect(m_topBar, &TopBar::paletteRequested, this, &MainWindow::openPalette);
    m_map->setSelection(&m_selection);
    connect(&m_telemetry, &TelemetrySession::clustersChanged, this,
            [this] { m_map->setClusters(m_telemetry.clusters()); });
    connect(&m_policy, &PolicySession::policiesChanged, this,
            [this] { m_map->setPolicies(m_policy.policies()); });
    connect(m_map, &MapView::editPolicyRequested, this, &MainWindow::editPolicy);
    connect(m_map, &MapView::showRequestsRequested, m_requestsDock, [this] {
        m_requestsDock->show();
        m_requestsDock->raise();
    });
    connect(m_map, &MapView::focusChanged, this,
            [this](const QString& node) { m_isMapNarrowed = !node.isEmpty(); });
    connect(m_map, &MapView::pinsChanged, this, &MainWindow::savePins);
    connect(m_inspector, &Inspector::editPolicyRequested, this, &MainWindow::editPolicy);
    connect(m_policyEditor, &PolicyEditor::closed, this, [this] {
        m_policyDock->hide();
        m_inspectorDock->raise();
    });
    connect(m_message, &MessageBar::actionRequested, this, [this] {
        if (!m_broken.isEmpty()) return chooseSnapshot();
        if (m_telemetry.state() == TelemetrySession::State::disconnected) return m_telemetry.retry();
        m_isCloseAllowed = true;
        close();
    });
}

void MainWindow::connectComparison() {
    connect(&m_comparison, &ComparisonSession::comparisonChanged, this,
            [this] { m_map->setComparison(m_comparison.comparison()); });
    connect(&m_comparison, &ComparisonSession::seriesChanged, this,
            [this] { m_inspector->setBaseline(m_comparison.series()); });
}

void MainWindow::showFrame() {
    m_map->setFrame(m_telemetry.frame());
    const bool hasPicture = !m_telemetry.frame()->nodes.empty();
    if (!hasPicture) m_empty->refresh();
    m_centre->setCurrentWidget(hasPicture ? static_cast<QWidget*>(m_map) : m_empty);
}

void MainWindow::showState() {
    if (!m_broken.isEmpty()) return m_message->show(m_broken, tr("Open another…"));
    const std::string& problem = m_telemetry.status().history.problem;
    if (m_telemetry.state() != TelemetrySession::State::disconnected) {
        if (problem.empty()) return m_message->hide();
        return m_message->show(tr("Nothing is recorded now (%1). What is live goes on; recording is tried "
                                  "again every ten seconds.")
                                   .arg(text(problem)),
                               {});
    }
    m_message->show(m_telemetry.errorText() + u' ' + tr("What is shown is from before."), tr("Retry"));
}

void MainWindow::editPolicy(const QString& service) {
    m_policyEditor->editService(service);
    m_policyDock->show();
    m_policyDock->raise();
}

void MainWindow::openPalette() {
    std::vector<CommandPalette::Command> commands;
    for (QAction* action : findChildren<QAction*>()) {
        if (action->text().isEmpty() || !action->isEnabled() || action->menu() != nullptr) continue;
        if (!action->property("command").toBool()) continue;
        const QString title = action->text().remove(u'&');
        commands.push_back(
            {title, action->shortcut().toString(QKeySequence::NativeText), [action] { action->trigger(); }});
    }
    std::set<QString> services;
    for (const Node& node : m_telemetry.frame()->nodes) {
        const QString id = text(node.id);
        commands.push_back({id, tr("service"), [this, id] { goTo(id); }});
        const QString service = text(node.service);
        if (node.kind != NodeKind::workload || service.isEmpty() || !services.insert(service).second)
            continue;
        commands.push_back(
            {tr("Edit policy of %1").arg(service), {}, [this, service] { editPolicy(service); }});
    }
    m_palette->open(std::move(commands));
}

void MainWindow::goTo(const QString& node) {
    m_selection.selectNode(node);  // the map may not have laid it out yet
    m_map->reveal(node);
}

void MainWindow::goBack() {
    if (m_keys->isVisible()) return m_keys->toggle();
    if (m_isMapNarrowed) return m_map->showAll();
    if (m_selection.kind() != MapSelection::Kind::nothing) return m_selection.clear();
    if (m_comparison.isOn()) return m_comparison.stop();
    if (m_travel.window().to) m_travel.goLive();
}

void MainWindow::selectWhereItHurts() {
    const Edge* worst = worstEdge(*m_telemetry.frame());
    if (worst != nullptr) m_selection.selectNode(text(worst->destination));
}

void MainWindow::showView(View view) {
    switch (view) {
        case View::map:
            return;
        case View::latency:
            selectWhereItHurts();
            m_inspectorDock->show();
            m_inspectorDock->raise();
            return;
        case View::policy: {
            selectWhereItHurts();
            for (const Node& node : m_telemetry.frame()->nodes) {
                if (m_selection.node() == text(node.id)) return editPolicy(text(node.service));
            }
            return;
        }
        case View::requests:
            m_requestsDock->show();
            m_requestsDock->raise();
            resizeDocks({m_requestsDock}, {height() / 2}, Qt::Vertical);
            m_requests->chooseNewestError();
            return;
    }
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    const bool isRestored = restoreGeometry(settings.value(u"geometry"_s).toByteArray());
    if (!isRestored) resize(1440, 900);
    if (!restoreState(settings.value(u"layout"_s).toByteArray(), kLayoutVersion)) {
        resizeDocks({m_inspectorDock}, {400}, Qt::Horizontal);
        resizeDocks({m_requestsDock}, {240}, Qt::Vertical);
    }
    m_policyDock->hide();
    m_snapshotDock->hide();
    restorePins();
    const int seconds = settings.value(u"windowSeconds"_s, 30).toInt();
    m_travel.show({std::chrono::seconds(std::clamp(seconds, 5, 900)), std::nullopt});
}

void MainWindow::saveLayout() const {
    QSettings settings;
    settings.setValue(u"geometry"_s, saveGeometry());
    settings.setValue(u"layout"_s, saveState(kLayoutVersion));
    const auto length = std::chrono::duration_cast<std::chrono::seconds>(m_telemetry.window().length);
    if (!m_telemetry.window().to) settings.setValue(u"windowSeconds"_s, static_cast<int>(length.count()));
}

void MainWindow::savePins() const {
    QVariantMap places;
    const QHash<QString, QPointF> pins = m_map->pins();
    for (auto pin = pins.begin(); pin != pins.end(); ++pin) places.insert(pin.key(), pin.value());
    QSettings().setValue(u"mapPins"_s, places);
}

void MainWindow::restorePins() {
    QHash<QString, QPointF> pins;
    const QVariantMap places = QSettings().value(u"mapPins"_s).toMap();
    for (auto place = places.begin(); place != places.end(); ++place)
        pins.insert(place.key(), place->toPointF());
    m_map->setPins(pins);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_policy.isApplying() && !m_isCloseAllowed) {
        m_message->show(
            tr("A change is on its way to the proxies. The station goes on with it, but you would not see "
               "their answers."),
            tr("Close all the same"));
        return event->ignore();
    }
    saveLayout();
    QMainWindow::closeEvent(event);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) showState();
}

// Space is a shortcut of the window, yet on a focused button or list it must still press and open.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride) return QMainWindow::eventFilter(watched, event);
    if (static_cast<QKeyEvent*>(event)->key() != Qt::Key_Space) return false;
    if (qobject_cast<QAbstractButton*>(watched) == nullptr && qobject_cast<QComboBox*>(watched) == nullptr) {
        return false;
    }
    event->accept();
    return true;
}

}  // namespace binnacle
