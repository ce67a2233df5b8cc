// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/request_table_model.h"

#include "models/core/telemetry/response_flags.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <QStringList>
#include <algorithm>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

bool isFigure(int column) {
    return column == RequestTableModel::kDuration || column == RequestTableModel::kStatus ||
           column == RequestTableModel::kAttempts;
}

CellStanding standingOf(const RequestRecord& record) {
    if (isError(record.status, record.flags)) return CellStanding::bad;
    if (record.status >= 400 || record.flags != 0) return CellStanding::warning;
    return CellStanding::neutral;
}

}  // namespace

RequestTableModel::RequestTableModel(QObject* parent, std::size_t capacity)
    : QAbstractTableModel(parent), m_capacity(std::max<std::size_t>(1, capacity)) {}

void RequestTableModel::append(const std::vector<RequestRecord>& batch) {
    const std::size_t taken = std::min(batch.size(), m_capacity);
    if (taken == 0) return;
    const std::size_t total = m_records.size() + taken;
    if (total > m_capacity) {
        const std::size_t excess = total - m_capacity;
        beginRemoveRows({}, 0, static_cast<int>(excess) - 1);
        m_records.erase(m_records.begin(), m_records.begin() + static_cast<std::ptrdiff_t>(excess));
        endRemoveRows();
    }
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(taken) - 1);
    m_records.insert(m_records.end(), batch.end() - static_cast<std::ptrdiff_t>(taken), batch.end());
    endInsertRows();
}

void RequestTableModel::clear() {
    if (m_records.empty()) return;
    beginResetModel();
    m_records.clear();
    endResetModel();
}

const RequestRecord* RequestTableModel::record(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return &m_records[static_cast<std::size_t>(row)];
}

std::vector<RequestRecord> RequestTableModel::viewsOf(const std::string& requestId) const {
    std::vector<RequestRecord> views;
    if (requestId.empty()) return views;
    std::copy_if(m_records.begin(), m_records.end(), std::back_inserter(views),
                 [&](const RequestRecord& each) { return each.requestId == requestId; });
    std::stable_sort(views.begin(), views.end(), [](const RequestRecord& a, const RequestRecord& b) {
        return std::tie(a.start, a.reporter) < std::tie(b.start, b.reporter);
    });
    return views;
}

int RequestTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_records.size());
}

int RequestTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant RequestTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const RequestRecord& at = m_records[static_cast<std::size_t>(index.row())];
    const int column = index.column();
    switch (role) {
        case Qt::DisplayRole:
            return display(at, column);
        case kSortRole:
            return sortValue(at, column);
        case kIdRole:
            return text(at.requestId);
        case kStandingRole:
            return static_cast<int>(standingOf(at));
        case Qt::TextAlignmentRole:
            if (!isFigure(column)) return {};
            return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            if (column == kTime) return formatStamp(at.start);
            if (column == kFlags && at.flags != 0) return flagsExplained(at.flags).toHtmlEscaped();
            // Escaped: a tool tip would read what the mesh sent as rich text.
            if (column == kPath) return text(at.path).toHtmlEscaped();
            return {};
        default:
            return {};
    }
}

QVariant RequestTableModel::display(const RequestRecord& record, int column) const {
    switch (static_cast<Column>(column)) {
        case kTime:
            return formatClock(record.start);
        case kDuration:
            return formatDuration(record.duration);
        case kSource:
            return text(record.source);
        case kDestination:
            return text(record.destination);
        case kMethod:
            return record.protocol == Protocol::tcp ? tr("TCP") : text(record.method);
        case kPath:
            return text(record.path);
        case kStatus:
            return record.status == 0 ? u"–"_s : QString::number(record.status);
        case kFlags:
            return text(responseFlagNames(record.flags));
        case kProxy:
            return text(record.proxy);
        case kSide:
            return sideText(record.reporter);
        case kAttempts:
            return record.attempts == 0 ? QString() : QString::number(record.attempts);
        case kUpstreamHost:
            return text(record.upstreamHost);
        case kTrace:
            return text(record.trace);
        case kColumnCount:
            break;
    }
    return {};
}

QVariant RequestTableModel::sortValue(const RequestRecord& record, int column) const {
    if (column == kTime) return static_cast<qlonglong>(record.start.time_since_epoch().count());
    if (column == kDuration) return static_cast<qlonglong>(record.duration.count());
    if (column == kStatus) return static_cast<int>(record.status);
    if (column == kAttempts) return static_cast<int>(record.attempts);
    return display(record, column);
}

QVariant RequestTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole && isFigure(section)) {
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kTime:
            return tr("Time");
        case kDuration:
            return tr("Duration");
        case kSource:
            return tr("Source");
        case kDestination:
            return tr("Destination");
        case kMethod:
            return tr("Method");
        case kPath:
            return tr("Path");
        case kStatus:
            return tr("Status");
        case kFlags:
            return tr("Flags");
        case kProxy:
            return tr("Proxy");
        case kSide:
            return tr("Side");
        case kAttempts:
            return tr("Attempts");
        case kUpstreamHost:
            return tr("Upstream host");
        case kTrace:
            return tr("Trace");
        case kColumnCount:
            break;
    }
    return {};
}

QString RequestTableModel::flagsExplained(std::uint64_t flags) {
    QStringList lines;
    const std::vector<ResponseFlag>& known = responseFlags();
    for (std::size_t bit = 0; bit < known.size(); ++bit) {
        if ((flags >> bit & 1U) == 0) continue;
        lines << text(std::string(known[bit].name)) + u": "_s + text(std::string(known[bit].meaning));
    }
    return lines.join(u'\n');
}

QString RequestTableModel::protocolText(Protocol protocol) {
    switch (protocol) {
        case Protocol::unknown:
            return tr("unknown");
        case Protocol::http1:
            return u"HTTP/1.1"_s;
        case Protocol::http2:
            return u"HTTP/2"_s;
        case Protocol::http3:
            return u"HTTP/3"_s;
        case Protocol::grpc:
            return u"gRPC"_s;
        case Protocol::tcp:
            return u"TCP"_s;
    }
    return {};
}

QString RequestTableModel::sideText(Reporter reporter) {
    return reporter == Reporter::source ? tr("caller") : tr("callee");
}

}  // namespace binnacle
