// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace binnacle {

class BudgetBar;

/// The error budgets, one a line: what is left, how fast it goes, and how much of the period is recorded. UI
/// thread only.
class BudgetList : public QWidget {
    Q_OBJECT
  public:
    explicit BudgetList(QWidget* parent = nullptr);

    void setBudgets(const std::vector<BudgetState>& budgets);

    /// "62.0 % left, burns 1.20× over 1 h, 0.40× over 5 min, 3 days recorded".
    static QString budgetText(const BudgetState& budget);

  private:
    struct Line {
        QLabel* name;
        BudgetBar* bar;
        QLabel* figures;
    };

    void setCount(std::size_t count);

    QGridLayout* m_grid;
    std::vector<Line> m_lines;
};

}  // namespace binnacle
