// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/snapshot_order.h"

#include <QWidget>

namespace binnacle {

class FactTable;
class ToneLabel;

/// What would leave with a snapshot, and what is taken out of it before: shown before anything is saved. UI
/// thread only.
class SnapshotReview : public QWidget {
    Q_OBJECT
  public:
    explicit SnapshotReview(QWidget* parent = nullptr);

    void showAsking();
    void showReport(const SnapshotReport& report);
    void showFailure(const QString& sentence);

  private:
    void say(const QString& state);

    ToneLabel* m_state;
    FactTable* m_contents;
    ToneLabel* m_removedTitle;
    FactTable* m_removed;
    ToneLabel* m_nothing;
};

}  // namespace binnacle
