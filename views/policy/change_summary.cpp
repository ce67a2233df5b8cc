// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/change_summary.h"

#include "models/qt/change_table_model.h"
#include "models/qt/format.h"
#include "views/latency/fact_table.h"
#include "views/latency/health_mark.h"
#include "views/latency/tone_label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <map>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

Health healthOfState(ChangeState state) {
    switch (state) {
        case ChangeState::live:
            return Health::good;
        case ChangeState::partlyLive:
        case ChangeState::unknown:
            return Health::degraded;
        case ChangeState::rejected:
            return Health::failing;
        case ChangeState::sending:
        case ChangeState::reverted:
            return Health::idle;
    }
    return Health::idle;
}

int countOf(const Change& change, AnswerState state) {
    int count = 0;
    for (const ProxyAnswer& answer : change.answers) count += answer.state == state ? 1 : 0;
    return count;
}

FactCell answerCell(const ProxyAnswer& answer) {
    switch (answer.state) {
        case AnswerState::silent:
            return {ChangeSummary::tr("silent"), Health::idle};
        case AnswerState::acknowledged:
            return {ChangeSummary::tr("acknowledged"), Health::good};
        case AnswerState::rejected:
            return {ChangeSummary::tr("rejected"), Health::failing};
    }
    return {};
}

/// Each text once, with the proxies that gave it: "a, b: text".
QString grouped(const Change& change, std::string ProxyAnswer::* field) {
    std::map<QString, QStringList> byText;
    for (const ProxyAnswer& answer : change.answers) {
        if (!(answer.*field).empty()) byText[text(answer.*field)].append(text(answer.node));
    }
    QStringList lines;
    for (const auto& [told, nodes] : byText) {
        const bool isEverybody = nodes.size() == static_cast<qsizetype>(change.answers.size());
        const QString who =
            isEverybody && nodes.size() > 1 ? ChangeSummary::tr("every proxy") : nodes.join(u", "_s);
        lines.append(ChangeSummary::tr("%1: %2").arg(who, told));
    }
    return lines.join(u'\n');
}

}  // namespace

QString changeStateSentence(const Change& change) {
    switch (change.state) {
        case ChangeState::sending:
            return ChangeSummary::tr("Sending");
        case ChangeState::live:
            return ChangeSummary::tr("Live");
        case ChangeState::partlyLive:
            return ChangeSummary::tr("Partly live");
        case ChangeState::rejected:
            return ChangeSummary::tr("Rejected");
        case ChangeState::unknown:
            return ChangeSummary::tr("Not known");
        case ChangeState::reverted:
            return ChangeSummary::tr("Reverted");
    }
    return {};
}

ChangeSummary::ChangeSummary(PolicySession& policy, QWidget* parent) : QWidget(parent), m_policy(policy) {
    m_answers = new FactTable({tr("Proxy"), tr("Answer"), tr("After")}, this);
    m_answers->setTextColumn(1);
    m_answers->setAccessibleName(tr("Each proxy's answer"));
    m_errors = new ToneLabel({}, TextSize::small, TextTone::normal, this);
    m_errors->setFit(TextFit::wrap);
    m_live = new ToneLabel({}, TextSize::small, TextTone::muted, this);
    m_live->setFit(TextFit::wrap);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addWidget(buildHead());
    column->addWidget(m_answers);
    column->addWidget(m_errors);
    column->addWidget(m_live);
    column->addWidget(buildRevert());
    connectAll();
}

QWidget* ChangeSummary::buildHead() {
    auto* head = new QWidget(this);
    m_mark = new HealthMark(head);
    m_state = new ToneLabel({}, TextSize::heading, TextTone::normal, head);
    m_state->setObjectName(u"state"_s);
    m_acknowledged = new ToneLabel({}, TextSize::body, TextTone::normal, head);
    m_acknowledged->setObjectName(u"acknowledged"_s);
    m_acknowledged->setFit(TextFit::wrap);
    m_progress = new QProgressBar(head);
    m_progress->setTextVisible(false);
    m_progress->setFixedHeight(4);
    m_reason = new ToneLabel({}, TextSize::body, TextTone::normal, head);
    m_reason->setFit(TextFit::wrap);
    m_meta = new ToneLabel({}, TextSize::small, TextTone::muted, head);
    m_meta->setFit(TextFit::wrap);
    m_what = new ToneLabel({}, TextSize::strong, TextTone::normal, head);
    m_what->setFit(TextFit::wrap);
    auto* title = new QHBoxLayout;
    title->setSpacing(8);
    title->addWidget(m_mark);
    title->addWidget(m_state, 1);
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(title);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_acknowledged, m_progress, m_what, m_reason, m_meta}) {
        column->addWidget(part);
    }
    return head;
}

QWidget* ChangeSummary::buildRevert() {
    auto* box = new QWidget(this);
    m_revert = new QPushButton(tr("Revert …"), box);
    m_revert->setObjectName(u"revert"_s);
    m_revert->setMinimumSize(88, 32);
    m_ask = new QWidget(box);
    m_revertReason = new QLineEdit(m_ask);
    m_revertReason->setObjectName(u"revertReason"_s);
    m_revertReason->setPlaceholderText(tr("Reason for taking it back"));
    m_revertReason->setAccessibleName(tr("Reason for taking it back"));
    m_revertReason->setMinimumHeight(32);
    m_revertNow = new QPushButton(tr("Revert now"), m_ask);
    m_revertNow->setObjectName(u"revertNow"_s);
    m_revertNow->setMinimumHeight(32);
    m_cancel = new QPushButton(tr("Cancel"), m_ask);
    m_cancel->setMinimumHeight(32);
    auto* ask = new QHBoxLayout(m_ask);
    ask->setContentsMargins(0, 0, 0, 0);
    ask->setSpacing(8);
    ask->addWidget(m_revertReason, 1);
    ask->addWidget(m_revertNow);
    ask->addWidget(m_cancel);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_revert);
    row->addWidget(m_ask, 1);
    row->addStretch(0);
    m_ask->hide();
    return box;
}

void ChangeSummary::connectAll() {
    connect(m_revert, &QPushButton::clicked, this, [this] { askReason(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { askReason(false); });
    connect(m_revertNow, &QPushButton::clicked, this, &ChangeSummary::revert);
    connect(m_revertReason, &QLineEdit::returnPressed, this, &ChangeSummary::revert);
    connect(m_revertReason, &QLineEdit::textChanged, this, &ChangeSummary::showRevert);
    connect(&m_policy, &PolicySession::applyingChanged, this, &ChangeSummary::showRevert);
}

void ChangeSummary::setChange(const Change& change) {
    if (!m_change || m_change->id != change.id) askReason(false);
    m_change = change;
    const int acknowledged = countOf(change, AnswerState::acknowledged);
    const int asked = static_cast<int>(change.answers.size());
    m_mark->setHealth(healthOfState(change.state));
    m_state->setText(changeStateSentence(change));
    m_acknowledged->setText(tr("%1 of %2 proxies acknowledged").arg(acknowledged).arg(asked));
    m_acknowledged->setVisible(asked > 0);
    m_progress->setRange(0, std::max(1, asked));
    m_progress->setValue(acknowledged);
    m_progress->setAccessibleName(m_acknowledged->text());
    m_progress->setVisible(asked > 0);
    m_what->setText(
        tr("%1: %2").arg(ChangeTableModel::servicesText(change), ChangeTableModel::summary(change)));
    m_reason->setText(tr("“%1”").arg(text(change.reason)));
    QStringList meta = {text(change.id), text(change.who), formatStamp(change.at)};
    if (!change.reverts.empty()) meta.append(tr("takes back %1").arg(text(change.reverts)));
    meta.removeAll(QString());
    m_meta->setText(meta.join(u" · "_s));
    showAnswers();
    showRevert();
}

void ChangeSummary::showAnswers() {
    std::vector<FactRow> rows;
    for (const ProxyAnswer& answer : m_change->answers) {
        const QString node = text(answer.node);
        const bool hasAnswer = answer.state != AnswerState::silent;
        rows.push_back({{{node, std::nullopt, node},
                         answerCell(answer),
                         {hasAnswer ? formatDuration(answer.after) : u"–"_s}}});
    }
    m_answers->setVisible(!rows.empty());
    m_answers->setRows(std::move(rows));
    const QString errors = grouped(*m_change, &ProxyAnswer::error);
    m_errors->setText(errors);
    m_errors->setVisible(!errors.isEmpty());
    const QString live = grouped(*m_change, &ProxyAnswer::live);
    m_live->setText(tr("Read back – %1").arg(live));
    m_live->setVisible(!live.isEmpty());
}

void ChangeSummary::showRevert() {
    if (!m_change) return;
    const bool canRevert = m_change->state != ChangeState::sending &&
                           m_change->state != ChangeState::reverted &&
                           m_change->state != ChangeState::rejected && !m_policy.isApplying();
    m_revert->setEnabled(canRevert);
    m_revertNow->setEnabled(canRevert && !m_revertReason->text().trimmed().isEmpty());
    m_revertNow->setToolTip(m_revertNow->isEnabled() ? QString() : tr("Give a reason first"));
}

void ChangeSummary::askReason(bool isAsked) {
    m_revert->setVisible(!isAsked);
    m_ask->setVisible(isAsked);
    if (isAsked) {
        m_revertReason->setFocus();
    } else {
        m_revertReason->clear();
    }
}

void ChangeSummary::revert() {
    if (!m_change || !m_revertNow->isEnabled()) return;
    m_policy.revert(text(m_change->id), m_revertReason->text().trimmed());
    askReason(false);
}

}  // namespace binnacle
