// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"

#include <QAbstractTableModel>
#include <QString>
#include <vector>

namespace binnacle {

/// The changes made to traffic policy, newest first. UI thread only.
class ChangeTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { kTime, kWho, kService, kWhat, kReason, kState, kProxies, kId, kColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setChanges(const std::vector<Change>& newestFirst);
    /// The change of a row; null when there is no such row.
    const Change* change(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString stateText(ChangeState state);
    /// "payment"; several services joined by commas.
    static QString servicesText(const Change& change);
    /// "split 90/10 → 50/50", "breaker maxRequests 200 → 2", "breaker removed".
    static QString summary(const Change& change);
    /// "3 of 4", acknowledged of asked.
    static QString answersText(const Change& change);

  private:
    QVariant display(const Change& change, int column) const;

    std::vector<Change> m_changes;
};

}  // namespace binnacle
