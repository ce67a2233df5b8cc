// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"
#include "models/qt/keyed_table_model.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace binnacle {

struct AlertRow {
    using Key = std::tuple<int, std::int64_t, std::string, std::string>;

    Alert alert;

    /// Firing, then pending, then resolved; the newest first.
    Key key() const;
    bool operator==(const AlertRow&) const = default;
};

/// The alerts there are, what fires first. UI thread only.
class AlertTableModel : public KeyedTableModel<AlertRow> {
    Q_OBJECT
  public:
    enum Column { kState, kSeverity, kRule, kCall, kValue, kSince, kColumnCount };

    using KeyedTableModel<AlertRow>::KeyedTableModel;

    void setAlerts(const std::vector<Alert>& alerts);
    /// The alert of a row; null when there is no such row.
    const Alert* alert(int row) const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    static QString stateText(AlertState state);
    static QString severityText(Severity severity);
    /// "checkout → payment".
    static QString callText(const Alert& alert);
    /// When what its state says began: the moment to look at.
    static TimePoint momentOf(const Alert& alert);

  private:
    QVariant display(const Alert& alert, int column) const;
};

}  // namespace binnacle
