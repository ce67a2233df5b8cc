// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <QWidget>

class QLabel;
class QSplitter;
class QTabWidget;
class QTableView;

namespace binnacle {

class AlertDetails;
class AlertTableModel;
class BudgetList;
class RulesEditor;

/// The Alerts panel: what fires, pends or is over, with its runbook; the error budgets; and the rules. Shows
/// what it is given and asks by signals. UI thread only.
class AlertsView : public QWidget {
    Q_OBJECT
  public:
    explicit AlertsView(QWidget* parent = nullptr);

    void setBook(const AlertBook& book);
    /// Why the station did not take the rules of rulesSubmitted().
    void showRulesRefusal(const QString& sentence);
    /// Asks for an alert's moment and call, as if its row had been opened.
    void openAlert(const Alert& alert);

  Q_SIGNALS:
    void momentRequested(binnacle::TimePoint at);
    void callRequested(const QString& source, const QString& destination);
    void rulesSubmitted(const QString& yaml);

  private:
    QWidget* buildList();
    void buildTable();
    void showCounts(const AlertBook& book);
    void showChosen();
    void openRow(int row);

    AlertTableModel* m_model;
    QTableView* m_table = nullptr;
    AlertDetails* m_details = nullptr;
    QSplitter* m_split = nullptr;
    QLabel* m_empty = nullptr;
    QLabel* m_beyond = nullptr;
    BudgetList* m_budgets = nullptr;
    RulesEditor* m_rules = nullptr;
    QTabWidget* m_tabs = nullptr;
    QString m_chosen;  ///< kIdRole of the row
};

}  // namespace binnacle
