// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/host_table_model.h"

#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <QStringList>
#include <optional>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;
using Count = std::optional<std::uint64_t>;

QString countText(const Count& count) {
    return count ? formatCount(*count) : QString();
}

/// Unknown sorts before zero.
qlonglong countValue(const Count& count) {
    return count ? static_cast<qlonglong>(*count) : -1;
}

bool isAnyBreakerOpen(const ClusterState& cluster) {
    return cluster.requestsOpen.value_or(false) || cluster.pendingOpen.value_or(false) ||
           cluster.connectionsOpen.value_or(false) || cluster.retriesOpen.value_or(false);
}

bool isBreakerKnown(const ClusterState& cluster) {
    return cluster.requestsOpen || cluster.pendingOpen || cluster.connectionsOpen || cluster.retriesOpen;
}

auto limitsOf(const ClusterState& cluster) {
    const EffectiveLimits& limits = cluster.limits;
    return std::tuple(limits.maxConnections, limits.maxPendingRequests, limits.maxRequests,
                      limits.maxRetries);
}

/// asOf is left out: a row whose figures stay is not a change to show.
auto clusterValues(const ClusterState& cluster) {
    return std::tuple(cluster.activeRequests, cluster.pendingRequests, cluster.connectionsOpen,
                      cluster.pendingOpen, cluster.requestsOpen, cluster.retriesOpen, cluster.ejectedHosts,
                      limitsOf(cluster));
}

auto hostValues(const HostState& host) {
    return std::tuple(host.healthy, host.ejected, host.activeRequests, host.totalRequests, host.errors,
                      host.successRate);
}

QString healthText(const HostState& host) {
    if (host.address.empty()) return {};
    if (host.ejected) return HostTableModel::tr("ejected");
    return host.healthy ? HostTableModel::tr("healthy") : HostTableModel::tr("unhealthy");
}

CellStanding healthStanding(const HostState& host) {
    if (host.address.empty()) return CellStanding::muted;
    if (host.ejected) return CellStanding::warning;
    return host.healthy ? CellStanding::good : CellStanding::bad;
}

}  // namespace

bool HostRow::operator==(const HostRow& other) const {
    return key() == other.key() && clusterValues(cluster) == clusterValues(other.cluster) &&
           hostValues(host) == hostValues(other.host);
}

void HostTableModel::setClusters(const std::vector<ClusterState>& clusters) {
    std::vector<HostRow> rows;
    for (const ClusterState& each : clusters) {
        ClusterState cluster = each;
        const std::vector<HostState> hosts = std::exchange(cluster.hosts, {});
        for (const HostState& host : hosts) rows.push_back({cluster, host});
        if (hosts.empty()) rows.push_back({cluster, {}});
    }
    assign(std::move(rows));
}

int HostTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant HostTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const HostRow& at = row(index.row());
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return display(at, column);
        case kSortRole:
            return sortValue(at, column);
        case kIdRole:
            return text(at.cluster.cluster);
        case Qt::TextAlignmentRole:
            if (column < kActive || column > kSuccess) return {};
            return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        case kStandingRole:
            if (column == kHealth) return static_cast<int>(healthStanding(at.host));
            if (column != kBreaker || !isBreakerKnown(at.cluster))
                return static_cast<int>(CellStanding::neutral);
            return static_cast<int>(isAnyBreakerOpen(at.cluster) ? CellStanding::bad : CellStanding::good);
        case Qt::ToolTipRole:
            return tr("as of %1").arg(formatStamp(at.cluster.asOf));
        default:
            return {};
    }
}

QVariant HostTableModel::display(const HostRow& row, int column) const {
    switch (static_cast<Column>(column)) {
        case kProxy:
            return text(row.cluster.proxy);
        case kCluster:
            return text(row.cluster.cluster);
        case kHost:
            return text(row.host.address);
        case kHealth:
            return healthText(row.host);
        case kActive:
            return countText(row.host.activeRequests);
        case kRequests:
            return countText(row.host.totalRequests);
        case kErrors:
            return countText(row.host.errors);
        case kSuccess:
            return row.host.successRate ? formatShare(*row.host.successRate / 100) : QString();
        case kBreaker:
            return breakerText(row.cluster);
        case kLimits:
            return limitsText(row.cluster.limits);
        case kColumnCount:
            break;
    }
    return {};
}

QVariant HostTableModel::sortValue(const HostRow& row, int column) const {
    switch (static_cast<Column>(column)) {
        case kActive:
            return countValue(row.host.activeRequests);
        case kRequests:
            return countValue(row.host.totalRequests);
        case kErrors:
            return countValue(row.host.errors);
        case kSuccess:
            return row.host.successRate.value_or(-1);
        case kProxy:
        case kCluster:
        case kHost:
        case kHealth:
        case kBreaker:
        case kLimits:
        case kColumnCount:
            break;
    }
    return display(row, column);
}

QVariant HostTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && section >= kActive && section <= kSuccess) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kProxy:
            return tr("Proxy");
        case kCluster:
            return tr("Cluster");
        case kHost:
            return tr("Host");
        case kHealth:
            return tr("Health");
        case kActive:
            return tr("Active");
        case kRequests:
            return tr("Requests");
        case kErrors:
            return tr("Errors");
        case kSuccess:
            return tr("Success");
        case kBreaker:
            return tr("Breaker");
        case kLimits:
            return tr("Limits");
        case kColumnCount:
            break;
    }
    return {};
}

QString HostTableModel::breakerText(const ClusterState& cluster) {
    if (!isBreakerKnown(cluster)) return {};
    QStringList open;
    if (cluster.connectionsOpen.value_or(false)) open << tr("connections");
    if (cluster.pendingOpen.value_or(false)) open << tr("pending");
    if (cluster.requestsOpen.value_or(false)) open << tr("requests");
    if (cluster.retriesOpen.value_or(false)) open << tr("retries");
    return open.isEmpty() ? tr("closed") : tr("open: %1").arg(open.join(u", "_s));
}

QString HostTableModel::limitsText(const EffectiveLimits& limits) {
    QStringList parts;
    const auto add = [&parts](const QString& name, const Count& limit) {
        if (limit) parts << name + u' ' + formatCount(*limit);
    };
    add(tr("conn"), limits.maxConnections);
    add(tr("pend"), limits.maxPendingRequests);
    add(tr("req"), limits.maxRequests);
    add(tr("retry"), limits.maxRetries);
    return parts.join(u" · "_s);
}

}  // namespace binnacle
