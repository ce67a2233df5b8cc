// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/map_selection.h"
#include "models/qt/telemetry_session.h"

#include <QWidget>
#include <memory>

namespace binnacle {

/// Every upstream host as each proxy sees it, with the breaker of its cluster: health, ejection, active
/// requests against the limit. Follows the selection when asked to. Not for changing limits. UI thread only.
class HostsView : public QWidget {
    Q_OBJECT
  public:
    HostsView(TelemetrySession& telemetry, MapSelection& selection, QWidget* parent = nullptr);
    ~HostsView() override;

  private:
    struct Private;

    void build();
    void buildTable();
    void connectAll();
    void showClusters();
    void applyFilter();

    std::unique_ptr<Private> d;
};

}  // namespace binnacle
