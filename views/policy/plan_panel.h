// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"

#include <QWidget>

class QVBoxLayout;

namespace binnacle {

class DiffView;
class Section;
class ToneLabel;

/// What applying the draft would do: the native diff and the problems found. UI thread only.
class PlanPanel : public QWidget {
    Q_OBJECT
  public:
    explicit PlanPanel(QWidget* parent = nullptr);

    void showNothing();  ///< the draft changes nothing
    void showWorking();  ///< the plan of the newest draft is being worked out
    void showPlan(const Plan& plan);
    void showFailure(const QString& sentence);

  private:
    void showProblems(const std::vector<Problem>& problems);
    QWidget* problemRow(const Problem& problem);

    Section* m_diffSection;
    Section* m_problemSection;
    ToneLabel* m_message;
    DiffView* m_diff;
    QWidget* m_problems = nullptr;
};

}  // namespace binnacle
