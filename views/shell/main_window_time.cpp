// SPDX-License-Identifier: GPL-3.0-or-later
// What the main window does about time: its menu and keys, and what follows the moment looked at.
#include "views/latency/inspector.h"
#include "views/shell/main_window.h"
#include "views/shell/top_bar.h"
#include "views/timeline/events_view.h"
#include "views/timeline/timeline_view.h"

#include "models/qt/format.h"

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <array>

namespace binnacle {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

void MainWindow::buildTimeMenu() {
    QMenu& menu = *menuBar()->addMenu(tr("&Time"));
    const auto add = [&](const QString& name, const QString& title, const QKeySequence& key, auto slot) {
        connect(addCommand(menu, name, title, key), &QAction::triggered, this, slot);
    };
    add(u"pauseAction"_s, tr("&Pause, or go on"), QKeySequence(Qt::Key_Space),
        [this] { m_topBar->togglePause(); });
    add(u"liveAction"_s, tr("Back to &live"), QKeySequence(u"Ctrl+L"_s), [this] { m_travel.goLive(); });
    add(u"earlierWindowAction"_s, tr("The time looked at &before"), QKeySequence(u"["_s),
        [this] { m_travel.goBack(); });
    add(u"laterWindowAction"_s, tr("The time looked at &after"), QKeySequence(u"]"_s),
        [this] { m_travel.goForward(); });
    findChild<QAction*>(u"earlierWindowAction"_s)
        ->setShortcuts({QKeySequence(u"["_s), QKeySequence(u"Alt+Left"_s)});
    findChild<QAction*>(u"laterWindowAction"_s)
        ->setShortcuts({QKeySequence(u"]"_s), QKeySequence(u"Alt+Right"_s)});
    menu.addSeparator();
    add(u"previousEventAction"_s, tr("P&revious event"), QKeySequence(Qt::Key_Comma),
        [this] { m_timeline->goToPreviousEvent(); });
    add(u"nextEventAction"_s, tr("&Next event"), QKeySequence(Qt::Key_Period),
        [this] { m_timeline->goToNextEvent(); });
    add(u"slowerAction"_s, tr("Play &slower"), QKeySequence(Qt::Key_Less), [this] { m_travel.playSlower(); });
    add(u"fasterAction"_s, tr("Play &faster"), QKeySequence(Qt::Key_Greater),
        [this] { m_travel.playFaster(); });
    add(u"stepBackAction"_s, tr("One second earlier"), {}, [this] { m_travel.step(seconds(-1)); });
    add(u"stepForwardAction"_s, tr("One second later"), {}, [this] { m_travel.step(seconds(1)); });
    menu.addSeparator();
    add(u"wholeTimelineAction"_s, tr("&Whole recorded time"), {}, [this] { m_timeline->showWhole(); });
    add(u"addNoteAction"_s, tr("Add n&ote…"), QKeySequence(u"Ctrl+N"_s), [this] { m_timeline->addNote(); });
    menu.addSeparator();
    const std::array<std::pair<QString, int>, 8> windows = {{{tr("Last 30 s"), 30},
                                                             {tr("Last 1 min"), 60},
                                                             {tr("Last 5 min"), 300},
                                                             {tr("Last 15 min"), 900},
                                                             {tr("Last 1 h"), 3600},
                                                             {tr("Last 6 h"), 21'600},
                                                             {tr("Last 24 h"), 86'400},
                                                             {tr("Last 7 d"), 604'800}}};
    for (const auto& [title, length] : windows) {
        add(u"window%1"_s.arg(length), title, {},
            [this, wanted = seconds(length)] { m_travel.show({wanted, std::nullopt}); });
    }
    add(u"chooseWindowAction"_s, tr("Choose a window…"), {}, [this] { m_topBar->chooseWindow(); });
}

void MainWindow::connectTime() {
    connect(&m_travel, &TimeTravel::changed, this, [this] { m_policy.setMoment(m_travel.window().to); });
    connect(m_inspector, &Inspector::windowRequested, &m_travel, &TimeTravel::show);
    connect(m_timeline, &TimelineView::eventChosen, this,
            [this](const Event& event) { selectSubject(text(event.subject)); });
    const auto* events = findChild<EventsView*>();
    connect(events, &EventsView::eventChosen, this, &MainWindow::goToEvent);
    connect(events, &EventsView::noteRequested, m_timeline, &TimelineView::addNote);
}

void MainWindow::goToEvent(const Event& event) {
    m_travel.goTo(event.at);
    selectSubject(text(event.subject));
}

// What is not on the map, a proxy or a rule's name, leaves the selection as it is.
void MainWindow::selectSubject(const QString& subject) {
    const TopologyFrame& frame = *m_telemetry.frame();
    for (const Node& node : frame.nodes) {
        if (text(node.id) == subject) return m_selection.selectNode(subject);
    }
    for (const Edge& edge : frame.edges) {
        const QString source = text(edge.source);
        const QString destination = text(edge.destination);
        if (source + u" -> "_s + destination == subject) return m_selection.selectEdge(source, destination);
    }
}

}  // namespace binnacle
