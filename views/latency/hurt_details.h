// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/topology_frame.h"

#include <QWidget>

namespace binnacle {

class FactTable;
class ToneLabel;

/// Where it hurts: the worst calls of the whole mesh by share of errors and by p99. A row selects its call.
/// UI thread only.
class HurtDetails : public QWidget {
    Q_OBJECT
  public:
    explicit HurtDetails(QWidget* parent = nullptr);

    void show(const TopologyFrame& frame);

  Q_SIGNALS:
    void edgeRequested(const QString& source, const QString& destination);

  private:
    void choose(const QString& key);

    FactTable* m_errors;
    FactTable* m_slow;
    ToneLabel* m_noErrors;
};

}  // namespace binnacle
