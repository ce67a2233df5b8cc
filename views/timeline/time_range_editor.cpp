// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/time_range_editor.h"

#include "models/qt/format.h"

#include <QApplication>
#include <QDateTime>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

QString writtenTime(TimePoint at) {
    return formatStamp(std::chrono::floor<std::chrono::seconds>(at)).remove(u".000"_s);
}

}  // namespace

std::optional<TimePoint> parseTime(const QString& written, TimePoint near) {
    const QString trimmed = written.trimmed();
    QDateTime at = QDateTime::fromString(trimmed, Qt::ISODateWithMs);
    if (!at.isValid()) at = QDateTime::fromString(QString(trimmed).replace(u' ', u'T'), Qt::ISODateWithMs);
    for (const QString& format : {u"H:mm:ss"_s, u"H:mm"_s}) {
        if (at.isValid()) break;
        const QTime clock = QTime::fromString(trimmed, format);
        if (!clock.isValid()) continue;
        const auto seconds = std::chrono::floor<std::chrono::seconds>(near.time_since_epoch()).count();
        at = QDateTime(QDateTime::fromSecsSinceEpoch(seconds).date(), clock);
    }
    if (!at.isValid()) return std::nullopt;
    // Outside of these a count of nanoseconds does not hold it.
    if (at.date().year() < 1970 || at.date().year() > 2200) return std::nullopt;
    return TimePoint(std::chrono::milliseconds(at.toMSecsSinceEpoch()));
}

TimeRangeEditor::TimeRangeEditor(TimeTravel& travel, QWidget* parent)
    : QFrame(parent),
      m_travel(travel),
      m_from(new QLineEdit(this)),
      m_to(new QLineEdit(this)),
      m_problem(new QLabel(this)) {
    setObjectName(u"timeRangeEditor"_s);
    setStyleSheet(
        u"#timeRangeEditor { background: palette(base); border: 1px solid palette(mid); border-radius: 8px; }"_s);
    m_from->setObjectName(u"rangeFrom"_s);
    m_to->setObjectName(u"rangeTo"_s);
    m_problem->setObjectName(u"rangeProblem"_s);
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto* hint = new QLabel(tr("As in 2026-11-28T14:03:20+01:00, or 14:03"), this);
    hint->setForegroundRole(QPalette::PlaceholderText);
    auto* show = new QPushButton(tr("Show"), this);
    show->setObjectName(u"rangeShow"_s);
    auto* form = new QFormLayout(this);
    form->setContentsMargins(16, 16, 16, 16);
    form->setSpacing(8);
    form->addRow(tr("From"), m_from);
    form->addRow(tr("To"), m_to);
    form->addRow(hint);
    form->addRow(m_problem);
    form->addRow(show);
    for (QLineEdit* each : {m_from, m_to}) {
        each->setMinimumWidth(224);
        connect(each, &QLineEdit::returnPressed, this, &TimeRangeEditor::choose);
    }
    connect(show, &QPushButton::clicked, this, &TimeRangeEditor::choose);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) {
        if (now != nullptr && !isAncestorOf(now)) hide();
    });
    hide();
}

void TimeRangeEditor::openBelow(const QWidget& anchor) {
    const TimePoint end = m_travel.moment();
    m_from->setText(writtenTime(end - m_travel.window().length));
    m_to->setText(writtenTime(end));
    m_problem->hide();
    QWidget* page = anchor.window();
    if (parentWidget() != page) setParent(page);
    adjustSize();
    move(anchor.mapTo(page, QPoint(anchor.width() - width(), anchor.height() + 4)));
    raise();
    show();
    m_from->setFocus();
    m_from->selectAll();
}

// Esc is a shortcut of the window; here it only closes this.
bool TimeRangeEditor::event(QEvent* event) {
    const bool isEscape =
        event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (!isEscape) return QFrame::event(event);
    event->accept();
    return true;
}

void TimeRangeEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return hide();
    QFrame::keyPressEvent(event);
}

void TimeRangeEditor::complain(const QString& sentence) {
    m_problem->setText(sentence);
    m_problem->show();
    adjustSize();
}

void TimeRangeEditor::choose() {
    const auto from = parseTime(m_from->text(), m_travel.moment());
    if (!from) return complain(tr("The first time can't be read."));
    const auto to = parseTime(m_to->text(), m_travel.moment());
    if (!to) return complain(tr("The second time can't be read."));
    if (*to <= *from) return complain(tr("The first time must be before the second."));
    if (*to - *from > std::chrono::hours(24 * 30)) return complain(tr("At most 30 days can be shown."));
    m_travel.show({*to - *from, *to});
    hide();
}

}  // namespace binnacle
