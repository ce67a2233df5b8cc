// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/event_text.h"

#include <QSortFilterProxyModel>
#include <optional>

namespace binnacle {

/// Events of one group, or of all. Its source is an EventTableModel. UI thread only.
class EventFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setGroup(std::optional<EventGroup> group);
    /// The event of a shown row; null when there is no such row.
    const Event* event(int row) const;

  protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

  private:
    std::optional<EventGroup> m_group;
};

}  // namespace binnacle
