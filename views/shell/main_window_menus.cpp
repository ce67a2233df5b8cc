// SPDX-License-Identifier: GPL-3.0-or-later
// The actions, menus and keys of the main window.
#include "views/map/map_view.h"
#include "views/shell/command_palette.h"
#include "views/shell/filter_box.h"
#include "views/shell/keys_panel.h"
#include "views/shell/main_window.h"
#include "views/shell/theme_choice.h"
#include "views/shell/top_bar.h"

#include "models/qt/format.h"

#include <QActionGroup>
#include <QDockWidget>
#include <QMenu>
#include <QMenuBar>
#include <array>

namespace binnacle {

using namespace Qt::StringLiterals;

QAction* MainWindow::addCommand(QMenu& menu, const QString& name, const QString& title,
                                const QKeySequence& key) {
    QAction* action = menu.addAction(title);
    // Found by findChildren() and by its keys even while the menu is not open.
    action->setParent(this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setProperty("command", true);
    addAction(action);
    return action;
}

void MainWindow::buildMenus() {
    buildFileMenu();
    buildViewMenu();
    buildMapMenu();
    buildTimeMenu();
    buildGoMenu();
    buildHelpMenu();
}

void MainWindow::buildFileMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&File"));
    buildIncidentMenu(menu);
    QAction* adopt = addCommand(menu, u"copyBootstrapAction"_s, tr("&Copy bootstrap lines"), {});
    connect(adopt, &QAction::triggered, &m_policy, &PolicySession::requestAdoption);
    QAction* retry = addCommand(menu, u"retryAction"_s, tr("&Reconnect to the station"), {});
    connect(retry, &QAction::triggered, &m_telemetry, &TelemetrySession::retry);
    menu.addSeparator();
    QAction* quit = addCommand(menu, u"quitAction"_s, tr("&Quit"), QKeySequence(u"Ctrl+Q"_s));
    connect(quit, &QAction::triggered, this, &QWidget::close);
}

void MainWindow::buildViewMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&View"));
    int number = 0;
    for (const QString& name : {u"requestsDock"_s, u"changesDock"_s, u"proxiesDock"_s, u"hostsDock"_s,
                                u"eventsDock"_s, u"compareDock"_s, u"alertsDock"_s}) {
        auto* dock = findChild<QDockWidget*>(name);
        QAction* show = addCommand(menu, name + u"Action"_s, tr("Show %1").arg(dock->windowTitle()),
                                   QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + number++)));
        connect(show, &QAction::triggered, dock, [dock] {
            dock->show();
            dock->raise();
        });
    }
    QMenu& panels = *menu.addMenu(tr("Pa&nels"));
    for (QDockWidget* dock : findChildren<QDockWidget*>()) panels.addAction(dock->toggleViewAction());
    buildThemeMenu(*menu.addMenu(tr("&Theme")));
}

void MainWindow::buildMapMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Map"));
    const auto add = [&](const QString& name, const QString& title, void (MapView::*slot)()) {
        connect(addCommand(menu, name, title, {}), &QAction::triggered, m_map, slot);
    };
    add(u"fitAction"_s, tr("&Fit the map"), &MapView::fitToWindow);
    add(u"zoomInAction"_s, tr("Zoom &in"), &MapView::zoomIn);
    add(u"zoomOutAction"_s, tr("Zoom &out"), &MapView::zoomOut);
    add(u"tidyAction"_s, tr("&Tidy up the map"), &MapView::tidyUp);
    add(u"showAllAction"_s, tr("Show &all of the map"), &MapView::showAll);
    QAction* move = addCommand(menu, u"animateAction"_s, tr("&Moving dots on the map"), {});
    move->setCheckable(true);
    move->setChecked(m_map->isAnimated());
    connect(move, &QAction::toggled, m_map, &MapView::setAnimated);
    menu.addSeparator();
    auto* labels = new QActionGroup(this);
    const std::array<std::pair<QString, EdgeLabel>, 7> choices = {
        {{tr("Label calls: nothing"), EdgeLabel::nothing},
         {tr("Label calls: rate"), EdgeLabel::rate},
         {tr("Label calls: errors"), EdgeLabel::errors},
         {tr("Label calls: p50"), EdgeLabel::p50},
         {tr("Label calls: p90"), EdgeLabel::p90},
         {tr("Label calls: p99"), EdgeLabel::p99},
         {tr("Label calls: bytes"), EdgeLabel::bytes}}};
    for (const auto& [title, label] : choices) {
        QAction* action = addCommand(menu, u"edgeLabel%1"_s.arg(static_cast<int>(label)), title, {});
        action->setCheckable(true);
        action->setChecked(m_map->edgeLabel() == label);
        labels->addAction(action);
        connect(action, &QAction::triggered, m_map, [this, wanted = label] { m_map->setEdgeLabel(wanted); });
    }
}

void MainWindow::buildThemeMenu(QMenu& menu) {
    m_themes = new QActionGroup(this);
    const std::array<std::pair<QString, ThemeChoice::Choice>, 3> choices = {
        {{tr("Theme: system"), ThemeChoice::Choice::system},
         {tr("Theme: light"), ThemeChoice::Choice::light},
         {tr("Theme: dark"), ThemeChoice::Choice::dark}}};
    for (const auto& [title, choice] : choices) {
        QAction* action = addCommand(menu, u"theme%1Action"_s.arg(static_cast<int>(choice)), title, {});
        action->setCheckable(true);
        action->setChecked(m_theme.choice() == choice);
        m_themes->addAction(action);
        connect(action, &QAction::triggered, &m_theme, [this, wanted = choice] { m_theme.choose(wanted); });
    }
}

void MainWindow::buildGoMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Go"));
    QAction* filter = addCommand(menu, u"filterAction"_s, tr("&Filter"), QKeySequence(u"/"_s));
    connect(filter, &QAction::triggered, this, [this] {
        m_topBar->filterBox().setFocus(Qt::ShortcutFocusReason);
        m_topBar->filterBox().selectAll();
    });
    QAction* noFilter = addCommand(menu, u"clearFilterAction"_s, tr("&Clear filter"), {});
    connect(noFilter, &QAction::triggered, &m_topBar->filterBox(), &FilterBox::clearFilter);
    QAction* palette =
        addCommand(menu, u"paletteAction"_s, tr("&Every action and service…"), QKeySequence(u"Ctrl+K"_s));
    palette->setProperty("command", false);
    connect(palette, &QAction::triggered, this, &MainWindow::openPalette);
    QAction* hurt = addCommand(menu, u"hurtAction"_s, tr("Where it &hurts"), QKeySequence(u"Ctrl+H"_s));
    connect(hurt, &QAction::triggered, this, &MainWindow::selectWhereItHurts);
    QAction* edit = addCommand(menu, u"editPolicyAction"_s, tr("Edit &policy of the selection"),
                               QKeySequence(u"Ctrl+E"_s));
    connect(edit, &QAction::triggered, this, [this] {
        const bool isEdge = m_selection.kind() == MapSelection::Kind::edge;
        const QString id = isEdge ? m_selection.destination() : m_selection.node();
        for (const Node& node : m_telemetry.frame()->nodes) {
            if (!id.isEmpty() && id == text(node.id)) return editPolicy(text(node.service));
        }
    });
    menu.addSeparator();
    QAction* back = addCommand(menu, u"backAction"_s, tr("&Back"), QKeySequence(Qt::Key_Escape));
    connect(back, &QAction::triggered, this, &MainWindow::goBack);
}

void MainWindow::buildHelpMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Help"));
    QAction* keys = addCommand(menu, u"keysAction"_s, tr("&Keys of this view"), QKeySequence(u"?"_s));
    connect(keys, &QAction::triggered, m_keys, &KeysPanel::toggle);
}

}  // namespace binnacle
