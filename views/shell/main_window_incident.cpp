// SPDX-License-Identifier: GPL-3.0-or-later
// What the main window does about incidents: its panel to hand one over, and snapshots that come in.
#include "views/incident/snapshot_panel.h"
#include "views/latency/inspector.h"
#include "views/shell/empty_page.h"
#include "views/shell/main_window.h"
#include "views/shell/past_banner.h"
#include "views/timeline/timeline_view.h"

#include "models/qt/format.h"

#include <QAction>
#include <QBuffer>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileDialog>
#include <QMenu>
#include <QMimeData>
#include <QPixmap>
#include <QStackedWidget>
#include <QUrl>
#include <initializer_list>
#include <utility>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

/// The one snapshot that is dragged; empty when it is anything else.
QString draggedSnapshot(const QMimeData& data) {
    const QList<QUrl> urls = data.urls();
    if (urls.size() != 1 || !urls.front().isLocalFile()) return {};
    const QString path = urls.front().toLocalFile();
    return path.endsWith(u".binnacle"_s, Qt::CaseInsensitive) ? path : QString();
}

}  // namespace

void MainWindow::buildIncidentMenu(QMenu& file) {
    const auto add = [&](const QString& name, const QString& title, const QKeySequence& key, auto slot) {
        connect(addCommand(file, name, title, key), &QAction::triggered, this, slot);
    };
    add(u"openSnapshotAction"_s, tr("&Open snapshot…"), QKeySequence(u"Ctrl+O"_s),
        [this] { chooseSnapshot(); });
    add(u"saveSnapshotAction"_s, tr("&Save snapshot…"), QKeySequence(u"Ctrl+S"_s),
        [this] { showIncidentPanel(); });
    add(u"saveReportAction"_s, tr("Save re&port…"), {}, [this] {
        showIncidentPanel();
        m_snapshotPanel->chooseReportFile();
    });
    file.addSeparator();
}

void MainWindow::buildIncidentPanel() {
    m_snapshotPanel = new SnapshotPanel(m_telemetry, m_history, m_reports, this);
    m_snapshotPanel->setPictures([this] { return takePictures(); });
    m_snapshotDock = addPanel(u"snapshotDock"_s, tr("Hand over"), m_snapshotPanel, Qt::RightDockWidgetArea);
    tabifyDockWidget(m_inspectorDock, m_snapshotDock);
    m_snapshotDock->hide();
}

/// What is on the screen now: whoever opens the snapshot sees what was seen.
HistorySession::Pictures MainWindow::takePictures() const {
    HistorySession::Pictures pictures;
    for (const auto& [name, widget] : std::initializer_list<std::pair<const char*, QWidget*>>{
             {"map", m_centre}, {"inspector", m_inspector}, {"timeline", m_timeline}}) {
        if (!widget->isVisible()) continue;
        QByteArray bytes;
        QBuffer file(&bytes);
        file.open(QIODevice::WriteOnly);
        if (widget->grab().save(&file, "PNG")) pictures[name].assign(bytes.begin(), bytes.end());
    }
    return pictures;
}

void MainWindow::connectIncident() {
    setAcceptDrops(true);
    connect(m_empty, &EmptyPage::openSnapshotRequested, this, &MainWindow::chooseSnapshot);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &MainWindow::readSnapshot);
}

void MainWindow::showIncidentPanel() {
    m_snapshotDock->show();
    m_snapshotDock->raise();
}

void MainWindow::chooseSnapshot() {
    auto* dialog = new QFileDialog(this, tr("Open snapshot"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Snapshots (*.binnacle)"), tr("All files (*)")});
    dialog->setWindowModality(Qt::NonModal);
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openSnapshotRequested);
    dialog->show();
}

/// The first answer says that a snapshot is looked at: all of it is shown, and nothing can be changed.
void MainWindow::readSnapshot() {
    const StationStatus& status = m_telemetry.status();
    if (m_isSnapshot || status.snapshot.empty()) return;
    m_isSnapshot = true;
    m_past->setSnapshot();
    for (const QString& name :
         {u"saveSnapshotAction"_s, u"copyBootstrapAction"_s, u"editPolicyAction"_s, u"addNoteAction"_s}) {
        if (auto* action = findChild<QAction*>(name)) action->setEnabled(false);
    }
    if (const auto& span = status.history.span; span && span->newest > span->oldest) {
        m_travel.show({span->newest - span->oldest, span->newest});
        m_timeline->showWhole();
    }
}

void MainWindow::showBroken(const QString& sentence) {
    m_broken = sentence;
    m_empty->showBroken(sentence);
    showState();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!draggedSnapshot(*event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const QString path = draggedSnapshot(*event->mimeData());
    if (path.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT openSnapshotRequested(path);
}

}  // namespace binnacle
