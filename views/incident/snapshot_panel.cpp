// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/snapshot_panel.h"

#include "models/qt/format.h"
#include "views/incident/saved_file.h"
#include "views/incident/snapshot_form.h"
#include "views/incident/snapshot_review.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

/// A window that moves, or a field that is being changed, need not be looked into at each step.
constexpr std::chrono::milliseconds kReviewDelay{300};
constexpr int kProgressSteps = 1000;

}  // namespace

SnapshotPanel::SnapshotPanel(TelemetrySession& telemetry, HistorySession& history, ReportMaker& reports,
                             QWidget* parent)
    : QWidget(parent),
      m_telemetry(telemetry),
      m_history(history),
      m_reports(reports),
      m_form(new SnapshotForm(this)),
      m_review(new SnapshotReview(this)),
      m_saveSnapshot(new QPushButton(tr("Save snapshot…"), this)),
      m_saveReport(new QPushButton(tr("Save report…"), this)),
      m_progress(new QProgressBar(this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_saved(new SavedFile(this)) {
    m_saveSnapshot->setObjectName(u"saveSnapshot"_s);
    m_saveSnapshot->setProperty("primary", true);
    m_saveReport->setObjectName(u"saveReport"_s);
    m_saveReport->setToolTip(tr("The same as a document: HTML, PDF or Markdown"));
    m_progress->setObjectName(u"saveProgress"_s);
    m_progress->setRange(0, kProgressSteps);
    m_cancel->setObjectName(u"cancelSave"_s);
    m_reviewLater.setSingleShot(true);
    m_reviewLater.setInterval(kReviewDelay);
    buildLayout();
    connectSessions();
    setIdle();
    readStation();
}

void SnapshotPanel::buildLayout() {
    auto* inside = new QWidget(this);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->addWidget(m_form);
    column->addWidget(m_review);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    auto* work = new QHBoxLayout;
    work->setSpacing(8);
    work->addWidget(m_progress, 1);
    work->addWidget(m_cancel);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_saveSnapshot);
    buttons->addWidget(m_saveReport);
    buttons->addStretch(1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(16, 8, 16, 16);
    foot->setSpacing(8);
    foot->addWidget(m_saved);
    foot->addLayout(work);
    foot->addLayout(buttons);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(scroll, 1);
    all->addLayout(foot);
}

void SnapshotPanel::connectSessions() {
    connect(m_form, &SnapshotForm::changed, this, [this] {
        m_review->showAsking();
        m_reviewLater.start();
    });
    connect(&m_reviewLater, &QTimer::timeout, this, &SnapshotPanel::review);
    connect(m_saveSnapshot, &QPushButton::clicked, this, &SnapshotPanel::chooseSnapshotFile);
    connect(m_saveReport, &QPushButton::clicked, this, &SnapshotPanel::chooseReportFile);
    connect(m_cancel, &QPushButton::clicked, &m_history, &HistorySession::cancelExport);
    connect(&m_telemetry, &TelemetrySession::windowChanged, this, &SnapshotPanel::readStation);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &SnapshotPanel::readStation);
    connect(&m_history, &HistorySession::snapshotReviewed, m_review, &SnapshotReview::showReport);
    connect(&m_history, &HistorySession::reviewFailed, m_review, &SnapshotReview::showFailure);
    connect(&m_history, &HistorySession::exportProgressed, this, [this](double done) {
        m_progress->setRange(0, kProgressSteps);
        m_progress->setValue(static_cast<int>(done * kProgressSteps));
    });
    connect(&m_history, &HistorySession::exportFinished, this, [this] {
        setIdle();
        m_saved->showFile(m_path);
    });
    connect(&m_history, &HistorySession::exportFailed, this, &SnapshotPanel::fail);
    connect(&m_reports, &ReportMaker::failed, this, &SnapshotPanel::fail);
    connect(&m_reports, &ReportMaker::finished, this, [this](const QString& path) {
        setIdle();
        m_saved->showFile(path);
    });
}

void SnapshotPanel::readStation() {
    m_form->setLookedAt(m_telemetry.window());
    if (m_isSnapshot || m_telemetry.status().snapshot.empty()) return;
    m_isSnapshot = true;
    m_form->showReportFieldsOnly();
    m_saveSnapshot->hide();
    m_saveReport->setProperty("primary", true);
}

void SnapshotPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_review->showAsking();
    m_reviewLater.start();
}

void SnapshotPanel::review() {
    if (isVisible()) m_history.reviewSnapshot(m_form->order());
}

QString SnapshotPanel::proposedName() const {
    static const QRegularExpression kOdd(u"[^A-Za-z0-9_-]+"_s);
    QString mesh = text(m_telemetry.status().mesh).replace(kOdd, u"-"_s).left(40);
    if (mesh.isEmpty()) mesh = u"mesh"_s;
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString stamp = QDateTime::currentDateTime().toString(u"yyyy-MM-dd-HHmm"_s);
    return QDir(folder).filePath(mesh + u'-' + stamp);
}

QFileDialog* SnapshotPanel::newDialog(const QString& title, const QString& name, const QStringList& filters) {
    auto* dialog = new QFileDialog(this, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setWindowModality(Qt::NonModal);
    dialog->selectFile(name);
    dialog->show();
    return dialog;
}

void SnapshotPanel::chooseSnapshotFile() {
    if (m_isSnapshot) return;
    QFileDialog* dialog =
        newDialog(tr("Save snapshot"), proposedName() + u".binnacle"_s, {tr("Snapshots (*.binnacle)")});
    dialog->setDefaultSuffix(u"binnacle"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &SnapshotPanel::saveSnapshotTo);
}

void SnapshotPanel::chooseReportFile() {
    QFileDialog* dialog =
        newDialog(tr("Save report"), proposedName() + u".html"_s,
                  {tr("Web page, one file (*.html)"), tr("PDF (*.pdf)"), tr("Markdown (*.md)")});
    dialog->setDefaultSuffix(u"html"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(u"*."_s, 1).remove(u')'));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &SnapshotPanel::saveReportTo);
}

void SnapshotPanel::saveSnapshotTo(const QString& path) {
    m_path = path;
    setBusy(tr("Saving the snapshot: %p %"));
    m_cancel->show();
    m_history.exportSnapshot(m_form->order(), path, m_pictures ? m_pictures() : HistorySession::Pictures());
}

void SnapshotPanel::saveReportTo(const QString& path) {
    setBusy(tr("Writing the report…"));
    m_progress->setRange(0, 0);
    const SnapshotOrder order = m_form->order();
    m_reports.make({order.window, {}, order.note}, path);
}

void SnapshotPanel::fail(const QString& sentence) {
    setIdle();
    m_saved->showFailure(sentence);
}

void SnapshotPanel::setBusy(const QString& doing) {
    m_saved->hide();
    m_progress->setRange(0, kProgressSteps);
    m_progress->setValue(0);
    m_progress->setFormat(doing);
    m_progress->show();
    m_saveSnapshot->setEnabled(false);
    m_saveReport->setEnabled(false);
}

void SnapshotPanel::setIdle() {
    m_progress->hide();
    m_cancel->hide();
    m_saveSnapshot->setEnabled(true);
    m_saveReport->setEnabled(true);
}

}  // namespace binnacle
