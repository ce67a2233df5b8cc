// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/apply_bar.h"

#include "views/common/theme.h"
#include "views/latency/tone_label.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr int kLongestReason = 500;

}  // namespace

ApplyBar::ApplyBar(QWidget* parent) : QWidget(parent) {
    m_reason = new QLineEdit(this);
    m_reason->setObjectName(u"reason"_s);
    m_reason->setMaxLength(kLongestReason);
    m_reason->setPlaceholderText(tr("Reason, kept with the change"));
    m_reason->setAccessibleName(tr("Reason for the change"));
    m_reason->setMinimumHeight(32);
    m_apply = new QPushButton(tr("Apply"), this);
    m_apply->setObjectName(u"apply"_s);
    m_apply->setAutoDefault(false);
    m_apply->setMinimumSize(88, 32);
    m_why = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_why->setObjectName(u"why"_s);
    m_why->setFit(TextFit::wrap);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_reason, 1);
    row->addWidget(m_apply);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(row);
    column->addWidget(m_why);
    connect(m_reason, &QLineEdit::textChanged, this, &ApplyBar::show);
    connect(m_apply, &QPushButton::clicked, this, &ApplyBar::apply);
    connect(m_reason, &QLineEdit::returnPressed, this, &ApplyBar::apply);
    setObstacle(tr("Nothing changes."), {});
}

QString ApplyBar::reason() const {
    return m_reason->text().trimmed();
}

void ApplyBar::clearReason() {
    m_reason->clear();
}

void ApplyBar::setObstacle(const QString& obstacle, const QString& summary) {
    m_obstacle = obstacle;
    m_summary = summary;
    show();
}

void ApplyBar::show() {
    QString why = m_obstacle;
    if (why.isEmpty() && reason().isEmpty()) why = tr("Give a reason: it is kept in the audit trail.");
    m_apply->setEnabled(why.isEmpty());
    m_why->setText(why.isEmpty() ? m_summary : why);
    m_apply->setAccessibleDescription(m_why->text());
    dress();
}

void ApplyBar::dress() {
    // The one button in the accent colour, and only while it does something.
    const Theme& theme = Theme::current();
    QPalette colors;
    if (m_apply->isEnabled()) {
        colors.setColor(QPalette::Button, theme.accent);
        colors.setColor(QPalette::ButtonText, theme.onAccent);
    }
    m_apply->setPalette(colors);
}

void ApplyBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_apply) dress();
}

void ApplyBar::apply() {
    if (m_apply->isEnabled()) Q_EMIT applyRequested(reason());
}

}  // namespace binnacle
