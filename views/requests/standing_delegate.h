// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace binnacle {

/// Draws cells by how they stand (kStandingRole): colour and a mark together, never colour alone. The mark
/// sits in one chosen column. For any of our tables. UI thread only.
class StandingDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    /// With `markColumn` < 0, every cell that stands other than neutral gets its own mark.
    explicit StandingDelegate(int markColumn, QObject* parent = nullptr);

  protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

  private:
    int m_markColumn;
};

}  // namespace binnacle
