// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/plan_panel.h"

#include "models/qt/format.h"
#include "views/latency/health_mark.h"
#include "views/latency/section.h"
#include "views/latency/tone_label.h"
#include "views/policy/diff_view.h"

#include <QGridLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

Health healthOfSeverity(Severity severity) {
    switch (severity) {
        case Severity::info:
            return Health::idle;
        case Severity::warning:
            return Health::degraded;
        case Severity::error:
            return Health::failing;
    }
    return Health::idle;
}

QString severityText(Severity severity) {
    switch (severity) {
        case Severity::info:
            return PlanPanel::tr("Note");
        case Severity::warning:
            return PlanPanel::tr("Warning");
        case Severity::error:
            return PlanPanel::tr("Error");
    }
    return {};
}

}  // namespace

PlanPanel::PlanPanel(QWidget* parent) : QWidget(parent) {
    m_message = new ToneLabel({}, TextSize::body, TextTone::muted, this);
    m_message->setFit(TextFit::wrap);
    m_diff = new DiffView(this);
    m_diffSection = new Section(tr("What would be written"), this);
    m_diffSection->add(m_message);
    m_diffSection->add(m_diff);
    m_problemSection = new Section(tr("Problems"), this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addWidget(m_problemSection);
    column->addWidget(m_diffSection);
    column->addStretch(1);
    showNothing();
}

void PlanPanel::showNothing() {
    m_message->setText(tr("Nothing changes yet. Edit a value to see what each proxy would get."));
    m_message->show();
    m_diff->hide();
    m_diffSection->setNote({});
    showProblems({});
}

void PlanPanel::showWorking() {
    m_diffSection->setNote(tr("working …"));
}

void PlanPanel::showPlan(const Plan& plan) {
    std::set<std::string> proxies;
    for (const NativeChange& change : plan.changes) proxies.insert(change.proxy);
    m_diffSection->setNote(proxies.size() == 1 ? tr("1 proxy") : tr("%1 proxies").arg(proxies.size()));
    m_diff->setLines(nativeDiff(plan.changes));
    m_diff->setVisible(!plan.changes.empty());
    m_message->setText(tr("No proxy would get anything new."));
    m_message->setVisible(plan.changes.empty());
    showProblems(plan.problems);
}

void PlanPanel::showFailure(const QString& sentence) {
    m_message->setText(sentence);
    m_message->show();
    m_diff->hide();
    m_diffSection->setNote({});
    showProblems({});
}

void PlanPanel::showProblems(const std::vector<Problem>& problems) {
    delete m_problems;
    m_problems = nullptr;
    m_problemSection->setVisible(!problems.empty());
    if (problems.empty()) return;
    std::vector<Problem> worstFirst = problems;
    std::stable_sort(worstFirst.begin(), worstFirst.end(),
                     [](const Problem& a, const Problem& b) { return a.severity > b.severity; });
    m_problems = new QWidget(this);
    auto* column = new QVBoxLayout(m_problems);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    for (const Problem& problem : worstFirst) column->addWidget(problemRow(problem));
    m_problemSection->add(m_problems);
}

QWidget* PlanPanel::problemRow(const Problem& problem) {
    auto* row = new QWidget(m_problems);
    auto* grid = new QGridLayout(row);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    auto* mark = new HealthMark(row);
    mark->setHealth(healthOfSeverity(problem.severity));
    const QString what = tr("%1: %2").arg(severityText(problem.severity), text(problem.reason));
    auto* reason = new ToneLabel(what, TextSize::body, TextTone::normal, row);
    reason->setFit(TextFit::wrap);
    reason->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    grid->addWidget(mark, 0, 0, Qt::AlignTop);
    grid->addWidget(reason, 0, 1);
    QStringList details = {text(problem.place), text(problem.fix)};
    details.removeAll(QString());
    auto* fix = new ToneLabel(details.join(u"\n"_s), TextSize::small, TextTone::muted, row);
    fix->setFit(TextFit::wrap);
    fix->setVisible(!details.isEmpty());
    grid->addWidget(fix, 1, 1);
    return row;
}

}  // namespace binnacle
