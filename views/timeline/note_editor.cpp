// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/note_editor.h"

#include "models/qt/format.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

NoteEditor::NoteEditor(HistorySession& history, QWidget* parent)
    : QFrame(parent),
      m_history(history),
      m_what(new QLabel(this)),
      m_text(new QLineEdit(this)),
      m_save(new QPushButton(tr("Save note"), this)),
      m_failure(new QLabel(this)) {
    setObjectName(u"noteEditor"_s);
    for (QLabel* each : {m_what, m_failure}) each->setTextFormat(Qt::PlainText);
    m_what->setObjectName(u"noteSubject"_s);
    m_text->setObjectName(u"noteText"_s);
    m_text->setAccessibleName(tr("Note"));
    m_text->setPlaceholderText(tr("What happened, what was done, what is odd"));
    m_save->setObjectName(u"saveNote"_s);
    m_failure->setObjectName(u"noteFailure"_s);
    m_failure->setWordWrap(true);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_what);
    row->addWidget(m_text, 1);
    row->addWidget(m_save);
    row->addWidget(cancel);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 8, 16, 8);
    column->setSpacing(4);
    column->addLayout(row);
    column->addWidget(m_failure);
    connect(m_text, &QLineEdit::returnPressed, this, &NoteEditor::save);
    connect(m_save, &QPushButton::clicked, this, &NoteEditor::save);
    connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
    connect(&m_history, &HistorySession::noteFailed, this, &NoteEditor::fail);
    connect(&m_history, &HistorySession::noteAdded, this, [this] {
        if (!m_isSaving) return;
        m_isSaving = false;
        m_text->clear();
        hide();
    });
    hide();
}

void NoteEditor::open(TimePoint at, const QString& subject) {
    m_at = at;
    m_subject = subject;
    const QString clock = formatClock(at).left(8);
    m_what->setText(subject.isEmpty() ? tr("Note at %1").arg(clock)
                                      : tr("Note at %1 on %2").arg(clock, subject));
    m_failure->hide();
    m_save->setEnabled(true);
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
}

void NoteEditor::save() {
    if (m_isSaving) return;
    const std::string words = utf8(m_text->text().trimmed());
    if (words.empty()) return fail(tr("A note needs words."));
    if (words.size() > kMostBytes) return fail(tr("A note has room for %1 bytes.").arg(kMostBytes));
    m_isSaving = true;
    m_save->setEnabled(false);
    m_history.addNote({m_at, utf8(m_subject), words, {}});
}

void NoteEditor::fail(const QString& sentence) {
    m_isSaving = false;
    m_save->setEnabled(true);
    m_failure->setText(sentence);
    m_failure->show();
}

// Esc is a shortcut of the window; here it only leaves the note.
bool NoteEditor::event(QEvent* event) {
    const bool isEscape =
        event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape;
    if (!isEscape) return QFrame::event(event);
    event->accept();
    return true;
}

void NoteEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) return hide();
    QFrame::keyPressEvent(event);
}

}  // namespace binnacle
