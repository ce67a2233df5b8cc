// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/cluster_state.h"
#include "models/qt/keyed_table_model.h"

#include <QString>
#include <string>
#include <tuple>
#include <vector>

namespace binnacle {

/// One upstream host as one proxy sees it; a cluster of which no host is known has one row with an empty
/// address.
struct HostRow {
    ClusterState cluster;  ///< without its hosts
    HostState host;

    std::tuple<std::string, std::string, std::string> key() const {
        return {cluster.proxy, cluster.cluster, host.address};
    }
    bool operator==(const HostRow& other) const;
};

/// The hosts behind every proxy's clusters with health, ejection, and the state and limits of their breakers.
/// Sort and filter through a proxy model with kSortRole. UI thread only.
class HostTableModel : public KeyedTableModel<HostRow> {
    Q_OBJECT
  public:
    enum Column {
        kProxy,
        kCluster,
        kHost,
        kHealth,
        kActive,
        kRequests,
        kErrors,
        kSuccess,
        kBreaker,
        kLimits,
        kColumnCount
    };

    using KeyedTableModel<HostRow>::KeyedTableModel;

    void setClusters(const std::vector<ClusterState>& clusters);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

    /// "closed", "open: requests, pending" or "" where it is not known.
    static QString breakerText(const ClusterState& cluster);
    /// "conn 100 · pend 10 · req 200 · retry 3"; "" where nothing is known.
    static QString limitsText(const EffectiveLimits& limits);

  private:
    QVariant display(const HostRow& row, int column) const;
    QVariant sortValue(const HostRow& row, int column) const;
};

}  // namespace binnacle
