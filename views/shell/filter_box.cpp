// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/filter_box.h"

#include "models/core/filter/filter.h"
#include "models/qt/filter_completion.h"
#include "models/qt/format.h"
#include "views/common/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QStringListModel>
#include <QTextCharFormat>
#include <set>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kSettleMs = 350;

}  // namespace

FilterBox::FilterBox(TelemetrySession& telemetry, QWidget* parent)
    : QLineEdit(parent),
      m_telemetry(telemetry),
      m_completer(new QCompleter(this)),
      m_candidates(new QStringListModel(this)),
      m_message(new QLabel(this)) {
    setObjectName(u"filterBox"_s);
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter, e.g. service = checkout and p99 > 250ms"));
    setClearButtonEnabled(true);
    setMaxLength(static_cast<int>(Filter::kMaxBytes / 4));
    m_message->setObjectName(u"filterMessage"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setMargin(8);
    m_message->setAutoFillBackground(true);
    m_message->setFrameShape(QFrame::StyledPanel);
    m_message->setBackgroundRole(QPalette::ToolTipBase);
    m_message->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_message->hide();
    m_completer->setModel(m_candidates);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(10);
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, &FilterBox::accept);
    m_settle.setSingleShot(true);
    m_settle.setInterval(kSettleMs);
    connect(&m_settle, &QTimer::timeout, this, &FilterBox::apply);
    connect(this, &QLineEdit::textChanged, this, [this] {
        check();
        m_settle.start();
    });
    connect(this, &QLineEdit::textEdited, this, &FilterBox::offer);
    connect(&m_telemetry, &TelemetrySession::filterChanged, this, [this] {
        if (m_telemetry.filter() != text().trimmed()) setText(m_telemetry.filter());
    });
}

QString FilterBox::problem() const {
    return m_problem;
}

void FilterBox::clearFilter() {
    clear();
    apply();
}

void FilterBox::check() {
    const QString all = text();
    const Result<Filter> parsed = Filter::parse(utf8(all));
    m_problem = parsed ? QString() : binnacle::text(parsed.error().detail);
    if (parsed) {
        markProblem(0, 0);
    } else {
        const FilterErrorPlace place = filterErrorPlace(all, filterErrorOffset(parsed.error()));
        markProblem(place.from, place.length);
    }
    placeMessage();
}

void FilterBox::apply() {
    m_settle.stop();
    if (m_problem.isEmpty()) m_telemetry.setFilter(text().trimmed());
}

// A line edit has no formats of its own; an input method event carries them to its text layout.
void FilterBox::markProblem(qsizetype from, qsizetype length) {
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(Theme::current().failing);
        format.setForeground(Theme::current().failing);
        attributes.append({QInputMethodEvent::TextFormat, static_cast<int>(from) - cursorPosition(),
                           static_cast<int>(length), format});
    }
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(this, &event);
}

void FilterBox::placeMessage() {
    // What is still being typed is not yet a mistake: speak up while it stands, and never over the
    // completion.
    const bool isShown = !m_problem.isEmpty() && hasFocus() && !m_completer->popup()->isVisible();
    if (!isShown) return m_message->hide();
    m_message->setParent(window());
    m_message->setText(m_problem);
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, Theme::current().failing);
    m_message->setPalette(colours);
    m_message->adjustSize();
    m_message->move(mapTo(window(), QPoint(0, height() + 4)));
    m_message->raise();
    m_message->show();
}

void FilterBox::offer() {
    const FilterCompletion completion = completeFilter(text(), cursorPosition(), names());
    const bool isWorthIt = !completion.candidates.isEmpty() && !text().isEmpty();
    if (!isWorthIt) {
        m_completer->popup()->hide();
        return placeMessage();
    }
    m_candidates->setStringList(completion.candidates);
    m_completer->setCompletionPrefix(QString());
    m_completer->popup()->setCurrentIndex(m_candidates->index(0));
    m_message->hide();
    m_completer->complete();
}

void FilterBox::accept(const QString& candidate) {
    const FilterCompletion completion = completeFilter(text(), cursorPosition(), names());
    QString all = text();
    const bool needsQuotes = candidate.contains(u' ');
    const QString word = needsQuotes ? u'"' + candidate + u'"' : candidate;
    all.replace(completion.from, completion.length, word + u' ');
    setText(all);
    setCursorPosition(static_cast<int>(completion.from + word.size() + 1));
}

QStringList FilterBox::names() const {
    std::set<QString> names;
    for (const Node& node : m_telemetry.frame()->nodes) {
        names.insert(binnacle::text(node.service));
        names.insert(binnacle::text(node.id));
    }
    names.erase(QString());
    return {names.begin(), names.end()};
}

void FilterBox::keyPressEvent(QKeyEvent* event) {
    QAbstractItemView* popup = m_completer->popup();
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (popup->isVisible() && (isEnter || event->key() == Qt::Key_Tab || event->key() == Qt::Key_Escape)) {
        event->ignore();  // the completer takes it
        return;
    }
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) return event->ignore();
        return clearFilter();
    }
    if (isEnter) return apply();
    QLineEdit::keyPressEvent(event);
}

void FilterBox::resizeEvent(QResizeEvent* event) {
    QLineEdit::resizeEvent(event);
    placeMessage();
}

void FilterBox::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) m_message->hide();
}

}  // namespace binnacle
