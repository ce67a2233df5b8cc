// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/comparison_session.h"
#include "models/qt/map_selection.h"

#include <QWidget>
#include <memory>

namespace binnacle {

/// What got worse since another window: the baseline's picker, a sentence, and the calls with figures before
/// and after, worst first. A row selects its call. While the pointer is on the table no row moves. Not for
/// choosing the shown window. UI thread only.
class ComparisonView : public QWidget {
    Q_OBJECT
  public:
    ComparisonView(ComparisonSession& comparison, MapSelection& selection, QWidget* parent = nullptr);
    ~ComparisonView() override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Private;

    void build();
    QWidget* buildHead();
    void buildTable();
    void connectAll();
    void showBaseline();
    void showComparison();
    void applyFilter();
    void showPage();
    void catchUp();
    void chooseBaseline(int row);
    void offerTime();
    void chooseTime();
    void chooseSnapshot();
    void followSelection();
    void selectCall(const QModelIndex& index);

    std::unique_ptr<Private> d;
};

}  // namespace binnacle
