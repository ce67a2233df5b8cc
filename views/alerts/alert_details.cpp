// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/alerts/alert_details.h"

#include "models/qt/alert_table_model.h"
#include "models/qt/format.h"
#include "views/latency/tone_label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPushButton>

namespace binnacle {

using namespace Qt::StringLiterals;

AlertDetails::AlertDetails(QWidget* parent) : QWidget(parent) {
    auto* title = new ToneLabel({}, TextSize::strong, TextTone::normal, this);
    auto* summary = new ToneLabel({}, TextSize::body, TextTone::normal, this);
    auto* runbook = new ToneLabel({}, TextSize::body, TextTone::muted, this);
    for (ToneLabel* label : {title, summary, runbook}) label->setFit(TextFit::wrap);
    runbook->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    runbook->setAccessibleName(tr("Runbook"));
    m_title = title;
    m_summary = summary;
    m_runbook = runbook;
    m_copy = new QPushButton(tr("Copy"), this);
    m_copy->setObjectName(u"copyRunbook"_s);
    m_copy->setToolTip(tr("Copy the runbook's address"));
    m_open = new QPushButton(tr("Show this moment"), this);
    m_open->setObjectName(u"showMoment"_s);
    auto* runbookRow = new QHBoxLayout;
    runbookRow->addWidget(m_runbook, 1);
    runbookRow->addWidget(m_copy);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(m_title);
    column->addWidget(m_summary);
    column->addLayout(runbookRow);
    column->addWidget(m_open, 0, Qt::AlignLeft);
    column->addStretch(1);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_runbook->text()); });
    connect(m_open, &QPushButton::clicked, this, &AlertDetails::openRequested);
}

void AlertDetails::setAlert(const Alert& alert) {
    m_title->setText(text(alert.rule) + u": "_s + AlertTableModel::callText(alert));
    const QString summary = text(alert.summary);
    m_summary->setText(summary.isEmpty() ? text(alert.value) : summary + u"\n"_s + text(alert.value));
    m_runbook->setText(text(alert.runbook));
    m_runbook->setVisible(!alert.runbook.empty());
    m_copy->setVisible(!alert.runbook.empty());
}

}  // namespace binnacle
