// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/map_selection.h"
#include "models/qt/telemetry_session.h"

#include <QWidget>

class QAction;
class QLabel;
class QTableView;
class QToolButton;

namespace binnacle {

class RequestDetail;
class RequestFilterModel;
class RequestTableModel;

/// The live tail of single requests: follows the newest until one scrolls up, and the selection when asked
/// to; the chosen request in full beside it. UI thread only.
class RequestsView : public QWidget {
    Q_OBJECT
  public:
    RequestsView(TelemetrySession& telemetry, MapSelection& selection, QWidget* parent = nullptr);

    /// A row as tab-separated text, or all chosen rows (all shown ones, when none is chosen) as CSV.
    QString selectedText() const;
    QString csv() const;
    /// Opens the newest request that failed, or the newest one where none did.
    void chooseNewestError();

  private:
    QWidget* buildToolBar();
    QToolButton* toolButton(const QString& name, const QString& label, const QString& tip);
    void buildTable();
    void connectTail();
    void connectActions();
    void append(const std::vector<RequestRecord>& records);
    void applySelection();
    void showChosen();
    void showCount();
    void setFollowing(bool isFollowing);
    bool isInArrivalOrder() const;
    QList<int> chosenRows() const;

    TelemetrySession& m_telemetry;
    MapSelection& m_selection;
    RequestTableModel* m_model;
    RequestFilterModel* m_shown;
    QTableView* m_table;
    RequestDetail* m_detail;
    QLabel* m_empty;
    QToolButton* m_follow = nullptr;
    QToolButton* m_bySelection = nullptr;
    QToolButton* m_errorsOnly = nullptr;
    QToolButton* m_copyCsv = nullptr;
    QLabel* m_count = nullptr;
    bool m_isScrolling = false;  // by us, not by the user
};

}  // namespace binnacle
