// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"
#include "views/policy/policy_draft.h"

#include <QWidget>

class QBoxLayout;
class QTimer;

namespace binnacle {

class ApplyBar;
class BreakerSection;
class PlanPanel;
class SplitSection;
class ToneLabel;

/// The form of one service's policy with its live plan beside it (below it where there is no room), reason
/// and Apply. UI thread only.
class PolicyForm : public QWidget {
    Q_OBJECT
  public:
    PolicyForm(TelemetrySession& telemetry, PolicySession& policy, QWidget* parent = nullptr);

    PolicyDraft& draft() { return m_draft; }
    void start(const QString& service);
    /// What stood in the way of the last Apply; the draft stays, and is planned anew on what is in force by
    /// now.
    void showFailure(const QString& sentence);
    void clearReason();

  Q_SIGNALS:
    void applyRequested(const QString& reason, const QString& basedOn);

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void build();
    void connectAll();
    void setFailure(const QString& sentence);
    void showTraffic();
    void draftChanged();
    void askForPlan();
    void takePlan(const Plan& plan);
    void takeFailure(const QString& sentence);
    void showObstacle();
    QString obstacle() const;

    enum class PlanState { none, working, ready, failed };

    TelemetrySession& m_telemetry;
    PolicySession& m_policy;
    PolicyDraft m_draft;
    PlanState m_planState = PlanState::none;
    Plan m_plan;
    QString m_planFailure;
    QTimer* m_debounce;
    QTimer* m_trafficTimer;
    QBoxLayout* m_columns = nullptr;
    SplitSection* m_split = nullptr;
    BreakerSection* m_limits = nullptr;
    BreakerSection* m_outlier = nullptr;
    PlanPanel* m_planPanel = nullptr;
    ToneLabel* m_failure = nullptr;
    ApplyBar* m_apply = nullptr;
};

}  // namespace binnacle
