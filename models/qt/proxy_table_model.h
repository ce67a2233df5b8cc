// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/station_status.h"
#include "models/qt/keyed_table_model.h"

#include <string>
#include <vector>

namespace binnacle {

struct ProxyRow {
    ProxyStatus status;

    const std::string& key() const { return status.proxy.node; }
    bool operator==(const ProxyRow& other) const;
};

/// Every proxy the station has heard of, and how its streams stand. UI thread only.
class ProxyTableModel : public KeyedTableModel<ProxyRow> {
    Q_OBJECT
  public:
    enum Column {
        kNode,
        kService,
        kVersion,
        kConnected,
        kRecords,
        kLastRecord,
        kPolicy,
        kClock,
        kBuild,
        kPeer,
        kColumnCount
    };

    using KeyedTableModel<ProxyRow>::KeyedTableModel;

    void setProxies(const std::vector<ProxyStatus>& proxies);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

  private:
    QVariant display(const ProxyStatus& status, int column) const;
    QVariant sortValue(const ProxyStatus& status, int column) const;
};

}  // namespace binnacle
