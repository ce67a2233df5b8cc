// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/snapshot_banner.h"

#include "models/qt/format.h"
#include "views/common/theme.h"
#include "views/incident/report_text.h"

#include <QDateTime>
#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kLongestNote = 400;

QLabel* plainLabel(const QString& name, QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QDateTime localTime(TimePoint at) {
    return QDateTime::fromSecsSinceEpoch(
        std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
}

QString spanText(const RecordedSpan& span) {
    const QDateTime from = localTime(span.oldest);
    const QDateTime to = localTime(span.newest);
    const bool isOneDay = from.date() == to.date();
    return SnapshotBanner::tr("%1 – %2").arg(
        from.toString(u"yyyy-MM-dd HH:mm:ss"_s),
        to.toString(isOneDay ? u"HH:mm:ss"_s : u"yyyy-MM-dd HH:mm:ss"_s));
}

}  // namespace

SnapshotBanner::SnapshotBanner(TelemetrySession& telemetry, HistorySession& history, QWidget* parent)
    : QFrame(parent),
      m_telemetry(telemetry),
      m_history(history),
      m_title(plainLabel(u"snapshotTitle"_s, this)),
      m_note(plainLabel(u"snapshotNoteText"_s, this)) {
    setObjectName(u"snapshotBanner"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 8);
    column->setSpacing(4);
    column->addWidget(m_title);
    column->addWidget(m_note);
    m_note->hide();
    applyTheme();
    hide();
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &SnapshotBanner::readStation);
    connect(&m_history, &HistorySession::snapshotReviewed, this, &SnapshotBanner::showOrigin);
    readStation();
}

void SnapshotBanner::readStation() {
    const StationStatus& status = m_telemetry.status();
    if (status.snapshot.empty() || m_isAsked) return;
    m_isAsked = true;
    const QString mesh = visibleText(text(status.mesh));
    const QString when = status.history.span ? spanText(*status.history.span) : QString();
    m_title->setText(tr("Snapshot of %1, %2. Nothing here is live, and nothing can be changed.")
                         .arg(mesh.isEmpty() ? tr("a mesh") : mesh, when));
    show();
    m_history.reviewSnapshot({});
}

void SnapshotBanner::showOrigin(const SnapshotReport& report) {
    if (!m_isAsked || report.made == TimePoint{}) return;
    const QString mesh = visibleText(text(report.mesh));
    const QString who = visibleText(text(report.who));
    m_title->setText(tr("Snapshot of %1, %2, made by %3 at %4. Nothing here is live, and nothing can be "
                        "changed.")
                         .arg(mesh.isEmpty() ? tr("a mesh") : mesh, spanText({report.from, report.to}),
                              who.isEmpty() ? tr("somebody") : who,
                              localTime(report.made).toString(u"yyyy-MM-dd HH:mm:ss"_s)));
    const QString note = visibleLines(text(report.note));
    m_note->setText(tr("Note: %1").arg(note.size() > kLongestNote ? note.left(kLongestNote) + u'…' : note));
    m_note->setVisible(!note.isEmpty());
}

void SnapshotBanner::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) applyTheme();
}

void SnapshotBanner::applyTheme() {
    const Theme& theme = Theme::current();
    QPalette colours = theme.palette();
    colours.setColor(QPalette::Window, mixed(theme.panel, theme.accent, 0.14));
    if (palette() == colours) return;
    setPalette(colours);
    setAutoFillBackground(true);
}

}  // namespace binnacle
