// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"

#include <QAbstractTableModel>
#include <QString>
#include <vector>

namespace binnacle {

/// What happened, newest first. UI thread only.
class EventTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { kTime, kKind, kSubject, kDetail, kWho, kColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// Rows that stay keep their place in selections: only what is new or gone is told.
    void setEvents(const std::vector<Event>& oldestFirst);
    /// The event of a row; null when there is no such row.
    const Event* event(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    std::vector<Event> m_events;
};

}  // namespace binnacle
