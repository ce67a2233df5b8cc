// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/telemetry_session.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace binnacle {

class ProxyTableModel;

/// Every proxy and how its streams stand. Not for hosts behind them: that is HostsView. UI thread only.
class ProxiesView : public QWidget {
    Q_OBJECT
  public:
    explicit ProxiesView(TelemetrySession& telemetry, QWidget* parent = nullptr);

  private:
    void refresh();

    TelemetrySession& m_telemetry;
    ProxyTableModel* m_model;
    QTableView* m_table;
    QLabel* m_empty;
};

}  // namespace binnacle
