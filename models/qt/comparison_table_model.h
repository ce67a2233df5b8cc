// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/frame_comparison.h"
#include "models/qt/keyed_table_model.h"

#include <QString>
#include <string>
#include <tuple>

namespace binnacle {

/// One call of a comparison.
struct ComparisonRow {
    CallChange call;

    std::tuple<std::string, std::string, Protocol> key() const {
        return {call.source, call.destination, call.protocol};
    }
    bool operator==(const ComparisonRow&) const = default;
};

/// The calls of two windows side by side, with figures before and after. Sort through a proxy model with
/// kSortRole: the verdict's column sorts by score, figures by how much they changed. UI thread only.
class ComparisonTableModel : public KeyedTableModel<ComparisonRow> {
    Q_OBJECT
  public:
    enum Column { kVerdict, kSource, kDestination, kRate, kErrors, kP50, kP90, kP99, kColumnCount };
    /// A figure's value in each window, as a double, for bars; and the Verdict as int, for its colour.
    static constexpr int kBeforeRole = Qt::UserRole + 32;
    static constexpr int kAfterRole = Qt::UserRole + 33;
    static constexpr int kVerdictRole = Qt::UserRole + 34;

    using KeyedTableModel<ComparisonRow>::KeyedTableModel;

    void setComparison(const FrameComparison& comparison);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    static QVariant display(const CallChange& call, int column);
    static QVariant sortValue(const CallChange& call, int column);
    static QVariant toolTip(const CallChange& call, int column);
};

}  // namespace binnacle
