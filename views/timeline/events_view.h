// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/history_session.h"

#include <QWidget>
#include <optional>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QTableView;
class QToolButton;

namespace binnacle {

class EventFilterModel;
class EventTableModel;

/// What happened in the span of the timeline, newest first: to read, to copy, to go to; notes can be taken
/// away and put back. UI thread only.
class EventsView : public QWidget {
    Q_OBJECT
  public:
    explicit EventsView(HistorySession& history, QWidget* parent = nullptr);

  Q_SIGNALS:
    void eventChosen(const binnacle::Event& event);
    void noteRequested();

  private:
    QToolButton* addButton(QHBoxLayout& row, const QString& name, const QString& label);
    QWidget* buildToolBar();
    QWidget* buildUndo();
    void buildTable();
    void connectAll();
    void showEvents();
    void showChosen();
    void goThere();
    void copyCsv();
    void copyRows();
    void removeChosen();
    void undoRemoval();
    QList<int> chosenRows() const;

    HistorySession& m_history;
    EventTableModel* m_model;
    EventFilterModel* m_shown;
    QTableView* m_table;
    QLabel* m_empty;
    QComboBox* m_group = nullptr;
    QToolButton* m_go = nullptr;
    QToolButton* m_remove = nullptr;
    QLabel* m_count = nullptr;
    QWidget* m_undo = nullptr;
    QLabel* m_undoText = nullptr;
    QToolButton* m_undoButton = nullptr;
    std::optional<Event> m_removed;  ///< the note that Undo puts back
};

}  // namespace binnacle
