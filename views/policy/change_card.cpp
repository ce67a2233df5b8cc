// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/change_card.h"

#include "views/policy/change_summary.h"
#include "views/policy/effect_charts.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace binnacle {

using namespace Qt::StringLiterals;

ChangeCard::ChangeCard(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent)
    : QWidget(parent), m_telemetry(telemetry) {
    m_summary = new ChangeSummary(policy, this);
    m_effect = new EffectCharts(this);
    m_back = new QPushButton(tr("Edit again"), this);
    m_back->setObjectName(u"editAgain"_s);
    m_back->setMinimumSize(88, 32);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addWidget(m_summary);
    column->addWidget(m_effect);
    column->addWidget(m_back, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(m_back, &QPushButton::clicked, this, &ChangeCard::backRequested);
    // Recorded all the time, not from Apply on: the minute before a change is half of what there is to see.
    connect(&m_telemetry, &TelemetrySession::requestsArrived, this, &ChangeCard::record);
}

void ChangeCard::setChange(const Change& change) {
    m_summary->setChange(change);
    m_effect->show(m_record, change);
}

void ChangeCard::record(const std::vector<RequestRecord>& records) {
    m_record.add(records, *m_telemetry.frame());
    if (isVisible() && m_summary->change()) m_effect->show(m_record, *m_summary->change());
}

}  // namespace binnacle
