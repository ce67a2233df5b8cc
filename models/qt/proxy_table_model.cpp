// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/proxy_table_model.h"

#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <utility>

namespace binnacle {
namespace {

/// In whole seconds, so that a row does not change ten times a second only because it ages.
qlonglong ageSeconds(const ProxyStatus& status) {
    if (!status.lastRecordAge) return -1;
    return std::chrono::duration_cast<std::chrono::seconds>(*status.lastRecordAge).count();
}

QString policyText(const ProxyStatus& status) {
    if (status.policyMode == "full") return ProxyTableModel::tr("full");
    if (status.policyMode == "overlay") return ProxyTableModel::tr("overlay");
    return ProxyTableModel::tr("none");
}

CellStanding standingOf(const ProxyStatus& status, int column) {
    switch (column) {
        case ProxyTableModel::kConnected:
            return status.connected ? CellStanding::good : CellStanding::bad;
        case ProxyTableModel::kClock:
            return status.skewed ? CellStanding::warning : CellStanding::neutral;
        case ProxyTableModel::kPolicy:
            return status.policyMode.empty() ? CellStanding::muted : CellStanding::neutral;
        default:
            return CellStanding::neutral;
    }
}

bool isFigure(int column) {
    return column == ProxyTableModel::kRecords || column == ProxyTableModel::kLastRecord;
}

}  // namespace

bool ProxyRow::operator==(const ProxyRow& other) const {
    return status.proxy == other.status.proxy && status.connected == other.status.connected &&
           status.records == other.status.records && ageSeconds(status) == ageSeconds(other.status) &&
           status.policyMode == other.status.policyMode && status.skewed == other.status.skewed;
}

void ProxyTableModel::setProxies(const std::vector<ProxyStatus>& proxies) {
    std::vector<ProxyRow> rows;
    rows.reserve(proxies.size());
    for (const ProxyStatus& status : proxies) rows.push_back({status});
    assign(std::move(rows));
}

int ProxyTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant ProxyTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ProxyStatus& status = row(index.row()).status;
    switch (role) {
        case Qt::DisplayRole:
            return display(status, index.column());
        case kSortRole:
            return sortValue(status, index.column());
        case kIdRole:
            return text(status.proxy.node);
        case kStandingRole:
            return static_cast<int>(standingOf(status, index.column()));
        case Qt::TextAlignmentRole:
            if (!isFigure(index.column())) return {};
            return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            if (index.column() != kClock || !status.skewed) return {};
            return tr("Its clock is far from the station's; the times it stamps are shifted to fit.");
        default:
            return {};
    }
}

QVariant ProxyTableModel::display(const ProxyStatus& status, int column) const {
    switch (static_cast<Column>(column)) {
        case kNode:
            return text(status.proxy.node);
        case kService:
            return text(status.proxy.workload.service);
        case kVersion:
            return text(status.proxy.workload.version);
        case kConnected:
            return status.connected ? tr("connected") : tr("away");
        case kRecords:
            return formatCount(status.records);
        case kLastRecord:
            return status.lastRecordAge ? formatAge(*status.lastRecordAge) : tr("never");
        case kPolicy:
            return policyText(status);
        case kClock:
            return status.skewed ? tr("skewed") : tr("in step");
        case kBuild:
            return text(status.proxy.build);
        case kPeer:
            return text(status.proxy.peer);
        case kColumnCount:
            break;
    }
    return {};
}

QVariant ProxyTableModel::sortValue(const ProxyStatus& status, int column) const {
    if (column == kRecords) return static_cast<qulonglong>(status.records);
    if (column == kLastRecord) return ageSeconds(status);
    return display(status, column);
}

QVariant ProxyTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && isFigure(section)) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kNode:
            return tr("Proxy");
        case kService:
            return tr("Service");
        case kVersion:
            return tr("Version");
        case kConnected:
            return tr("Stream");
        case kRecords:
            return tr("Records");
        case kLastRecord:
            return tr("Last record");
        case kPolicy:
            return tr("Policy");
        case kClock:
            return tr("Clock");
        case kBuild:
            return tr("Build");
        case kPeer:
            return tr("Peer");
        case kColumnCount:
            break;
    }
    return {};
}

}  // namespace binnacle
