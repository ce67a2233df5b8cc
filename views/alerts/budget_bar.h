// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace binnacle {

/// How much of an error budget is left, as a bar: full is all of it. An overspent one is crossed through, so
/// that it is not told by hue alone. UI thread only.
class BudgetBar : public QWidget {
    Q_OBJECT
  public:
    explicit BudgetBar(QWidget* parent = nullptr);

    /// 1: all of it; 0 or less: nothing.
    void setLeft(double share);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double m_left = 1;
};

}  // namespace binnacle
