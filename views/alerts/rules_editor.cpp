// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/rules_editor.h"

#include "models/core/history/alert_rules.h"
#include "models/qt/format.h"
#include "views/common/theme.h"
#include "views/latency/tone_label.h"

#include <QEvent>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTextBlock>

namespace binnacle {

using namespace Qt::StringLiterals;

RulesEditor::RulesEditor(QWidget* parent) : QWidget(parent) {
    m_text = new QPlainTextEdit(this);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Alert rules, YAML"));
    m_text->setPlaceholderText(
        u"apiVersion: binnacle/v1\nkind: AlertRule\nmetadata: {name: payment-errors}\n"
        "spec: {when: \"service = payment and error_ratio > 5%\", for: 30s, severity: error}"_s);
    auto* problem = new ToneLabel({}, TextSize::body, TextTone::normal, this);
    problem->setFit(TextFit::wrap);
    m_problem = problem;
    m_apply = new QPushButton(tr("Apply"), this);
    m_apply->setObjectName(u"applyRules"_s);
    m_revert = new QPushButton(tr("Revert"), this);
    m_revert->setObjectName(u"revertRules"_s);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_problem, 1);
    buttons->addWidget(m_revert);
    buttons->addWidget(m_apply);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(m_text, 1);
    column->addLayout(buttons);
    connect(m_text, &QPlainTextEdit::textChanged, this, &RulesEditor::check);
    connect(m_apply, &QPushButton::clicked, this, [this] { Q_EMIT submitted(m_text->toPlainText()); });
    connect(m_revert, &QPushButton::clicked, this, &RulesEditor::revert);
    check();
}

bool RulesEditor::isEdited() const {
    return m_text->toPlainText() != m_applied;
}

void RulesEditor::setApplied(const QString& yaml) {
    if (yaml == m_applied) return;
    const bool wasEdited = isEdited();
    m_applied = yaml;
    if (wasEdited)
        check();
    else
        revert();
}

void RulesEditor::revert() {
    m_text->setPlainText(m_applied);
    check();
}

void RulesEditor::showRefusal(const QString& sentence) {
    m_problem->setText(sentence);
}

void RulesEditor::check() {
    const auto rules = parseAlertRules(utf8(m_text->toPlainText()));
    m_problem->setText(rules ? QString() : text(rules.error().subject + " " + rules.error().detail));
    markLine(rules ? 0 : static_cast<int>(alertRulesErrorLine(rules.error())));
    m_apply->setEnabled(rules && isEdited());
    m_revert->setEnabled(isEdited());
}

void RulesEditor::markLine(int line) {
    m_markedLine = line;
    QList<QTextEdit::ExtraSelection> marks;
    if (line > 0) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_text->document()->findBlockByNumber(line - 1));
        mark.format.setBackground(mixed(Theme::current().panel, Theme::current().failing, 0.25));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks << mark;
    }
    m_text->setExtraSelections(marks);
}

void RulesEditor::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_text != nullptr) markLine(m_markedLine);
}

}  // namespace binnacle
