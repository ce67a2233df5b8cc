// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"

#include <QAbstractTableModel>
#include <vector>

namespace binnacle {

/// What validation found in a draft, errors first. UI thread only.
class ProblemTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { kSeverity, kPlace, kReason, kFix, kColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setProblems(std::vector<Problem> problems);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    std::vector<Problem> m_problems;
};

}  // namespace binnacle
