// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/policy_form.h"

#include "models/qt/format.h"
#include "views/latency/tone_label.h"
#include "views/policy/apply_bar.h"
#include "views/policy/breaker_section.h"
#include "views/policy/plan_panel.h"
#include "views/policy/split_section.h"

#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <set>

namespace binnacle {

namespace {

constexpr int kDebounceMs = 100;
constexpr int kTrafficMs = 500;  ///< observed values beside a field need not flicker
constexpr int kMargin = 16;
constexpr int kSideBySide = 720;  ///< from this width on the plan stands beside the form

}  // namespace

PolicyForm::PolicyForm(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent)
    : QWidget(parent), m_telemetry(telemetry), m_policy(policy) {
    m_debounce = new QTimer(this);
    m_debounce->setSingleShot(true);
    m_debounce->setInterval(kDebounceMs);
    m_trafficTimer = new QTimer(this);
    m_trafficTimer->setSingleShot(true);
    m_trafficTimer->setInterval(kTrafficMs);
    build();
    connectAll();
}

void PolicyForm::build() {
    auto* content = new QWidget;
    m_split = new SplitSection(m_draft, content);
    m_limits = new BreakerSection(FieldGroup::limits, m_draft, content);
    m_outlier = new BreakerSection(FieldGroup::outlier, m_draft, content);
    m_planPanel = new PlanPanel(content);
    auto* form = new QVBoxLayout;
    form->setSpacing(16);
    for (QWidget* section : std::initializer_list<QWidget*>{m_split, m_limits, m_outlier})
        form->addWidget(section);
    form->addStretch(1);
    m_columns = new QBoxLayout(QBoxLayout::TopToBottom, content);
    m_columns->setContentsMargins(kMargin, 0, kMargin, kMargin);
    m_columns->setSpacing(24);
    m_columns->addLayout(form, 1);
    m_columns->addWidget(m_planPanel, 1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(content);
    scroll->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(false);
    m_failure = new ToneLabel({}, TextSize::body, TextTone::normal, this);
    m_failure->setFit(TextFit::wrap);
    m_failure->hide();
    m_apply = new ApplyBar(this);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(kMargin, 8, kMargin, kMargin);
    foot->setSpacing(8);
    foot->addWidget(m_failure);
    foot->addWidget(m_apply);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addLayout(foot);
}

void PolicyForm::connectAll() {
    connect(&m_draft, &PolicyDraft::changed, this, &PolicyForm::draftChanged);
    connect(m_debounce, &QTimer::timeout, this, &PolicyForm::askForPlan);
    const auto soon = [this] {
        if (!m_trafficTimer->isActive()) m_trafficTimer->start();
    };
    connect(m_trafficTimer, &QTimer::timeout, this, &PolicyForm::showTraffic);
    connect(&m_telemetry, &TelemetrySession::frameChanged, this, soon);
    connect(&m_telemetry, &TelemetrySession::clustersChanged, this, soon);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &PolicyForm::showObstacle);
    connect(&m_policy, &PolicySession::policiesChanged, this, [this] {
        const QString failure =
            m_failure->text();  // what went wrong stays until the next edit of the user's own
        m_draft.rebase(m_policy.policies());
        setFailure(failure);
        showTraffic();
    });
    connect(&m_policy, &PolicySession::applyingChanged, this, &PolicyForm::showObstacle);
    connect(&m_policy, &PolicySession::momentChanged, this, &PolicyForm::showObstacle);
    connect(&m_policy, &PolicySession::planReady, this, &PolicyForm::takePlan);
    connect(&m_policy, &PolicySession::planFailed, this, &PolicyForm::takeFailure);
    connect(m_apply, &ApplyBar::applyRequested, this,
            [this](const QString& reason) { Q_EMIT applyRequested(reason, text(m_plan.basedOn)); });
}

void PolicyForm::start(const QString& service) {
    m_limits->startService();
    m_outlier->startService();
    m_draft.start(utf8(service), m_policy.policies());
    m_apply->clearReason();
    setFailure({});
    showTraffic();
}

void PolicyForm::clearReason() {
    m_apply->clearReason();
}

void PolicyForm::showFailure(const QString& sentence) {
    setFailure(sentence);
    if (m_draft.intents().empty()) return;
    // It may have failed because something newer is in force: the next try needs a plan on that.
    m_planState = PlanState::working;
    m_planPanel->showWorking();
    m_debounce->start();
    m_policy.refresh();
    showObstacle();
}

void PolicyForm::setFailure(const QString& sentence) {
    m_failure->setText(sentence);
    m_failure->setVisible(!sentence.isEmpty());
}

void PolicyForm::showTraffic() {
    if (m_draft.service().empty()) return;
    const auto frame = m_telemetry.frame();
    const BreakerFacts facts{*frame, m_telemetry.clusters(), m_policy.policies()};
    m_split->showTraffic(*frame);
    m_limits->showFacts(facts);
    m_outlier->showFacts(facts);
}

void PolicyForm::draftChanged() {
    setFailure({});
    if (m_draft.intents().empty()) {
        m_debounce->stop();
        m_planState = PlanState::none;
        m_planPanel->showNothing();
    } else {
        m_planState = PlanState::working;
        m_planPanel->showWorking();
        m_debounce->start();
    }
    showObstacle();
}

void PolicyForm::askForPlan() {
    const auto intents = m_draft.intents();
    if (!intents.empty()) m_policy.planDraft(intents);
}

void PolicyForm::takePlan(const Plan& plan) {
    // The draft moved on while this plan was worked out: the next one is on its way.
    if (m_planState == PlanState::none || m_debounce->isActive()) return;
    m_plan = plan;
    m_planState = PlanState::ready;
    m_planPanel->showPlan(plan);
    showObstacle();
}

void PolicyForm::takeFailure(const QString& sentence) {
    if (m_planState == PlanState::none || m_debounce->isActive()) return;
    m_planState = PlanState::failed;
    m_planFailure = sentence;
    m_planPanel->showFailure(sentence);
    showObstacle();
}

QString PolicyForm::obstacle() const {
    if (m_policy.moment()) return tr("You look at the past: go back to live to change policy.");
    if (m_policy.isApplying()) return tr("A change is being sent.");
    if (!m_split->problem().isEmpty()) return m_split->problem();
    if (m_planState == PlanState::none) return tr("Nothing changes.");
    if (m_telemetry.status().readOnly) return tr("Read-only: this station takes no changes.");
    if (m_planState == PlanState::working) return tr("Working out what would change …");
    if (m_planState == PlanState::failed)
        return tr("Without a plan nothing is applied: %1").arg(m_planFailure);
    const auto errors = static_cast<int>(
        std::count_if(m_plan.problems.begin(), m_plan.problems.end(),
                      [](const Problem& problem) { return problem.severity == Severity::error; }));
    if (errors == 1) return tr("1 error to mend first.");
    if (errors > 1) return tr("%1 errors to mend first.").arg(errors);
    if (m_plan.changes.empty()) return tr("Nothing changes: no proxy would get anything new.");
    return {};
}

void PolicyForm::showObstacle() {
    std::set<std::string> proxies;
    for (const NativeChange& change : m_plan.changes) proxies.insert(change.proxy);
    m_apply->setObstacle(obstacle(), proxies.size() == 1
                                         ? tr("Writes to 1 proxy.")
                                         : tr("Writes to %1 proxies at once.").arg(proxies.size()));
}

void PolicyForm::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_columns->setDirection(width() >= kSideBySide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

}  // namespace binnacle
