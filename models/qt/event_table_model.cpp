// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/event_table_model.h"

#include "models/qt/event_text.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"

#include <QDateTime>
#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

CellStanding standingOf(EventKind kind) {
    switch (kind) {
        case EventKind::alertFired:
        case EventKind::recordingGap:
            return CellStanding::bad;
        case EventKind::breakerOpened:
        case EventKind::hostEjected:
        case EventKind::proxyLeft:
            return CellStanding::warning;
        case EventKind::alertResolved:
        case EventKind::breakerClosed:
        case EventKind::hostReturned:
        case EventKind::proxyCame:
            return CellStanding::good;
        case EventKind::change:
        case EventKind::note:
        case EventKind::stationStarted:
            return CellStanding::neutral;
    }
    return CellStanding::neutral;
}

/// The day too, since a span may hold several.
QString timeText(TimePoint at) {
    return formatStamp(at).left(19).replace(u'T', u' ');
}

QString display(const Event& event, int column) {
    switch (static_cast<EventTableModel::Column>(column)) {
        case EventTableModel::kTime:
            return timeText(event.at);
        case EventTableModel::kKind:
            return kindText(event.kind);
        case EventTableModel::kSubject:
            return text(event.subject);
        case EventTableModel::kDetail:
            return text(event.detail).simplified();
        case EventTableModel::kWho:
            return text(event.who);
        case EventTableModel::kColumnCount:
            break;
    }
    return {};
}

}  // namespace

void EventTableModel::setEvents(const std::vector<Event>& oldestFirst) {
    std::vector<Event> next(oldestFirst.rbegin(), oldestFirst.rend());
    // The usual case: some are new at the top, some fell out of the span at the bottom.
    const auto kept = m_events.empty() ? next.end() : std::find(next.begin(), next.end(), m_events.front());
    const auto common = static_cast<std::size_t>(next.end() - kept);
    const bool isMoved =
        common > 0 && common <= m_events.size() && std::equal(kept, next.end(), m_events.begin());
    if (!isMoved) {
        beginResetModel();
        m_events = std::move(next);
        endResetModel();
        return;
    }
    if (common < m_events.size()) {
        beginRemoveRows({}, static_cast<int>(common), rowCount() - 1);
        m_events.resize(common);
        endRemoveRows();
    }
    if (kept == next.begin()) return;
    beginInsertRows({}, 0, static_cast<int>(kept - next.begin()) - 1);
    m_events = std::move(next);
    endInsertRows();
}

const Event* EventTableModel::event(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return &m_events[static_cast<std::size_t>(row)];
}

int EventTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_events.size());
}

int EventTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : kColumnCount;
}

QVariant EventTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Event& event = m_events[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return display(event, index.column());
        case Qt::ToolTipRole:
            if (index.column() == kTime) return formatStamp(event.at);
            return display(event, index.column()).toHtmlEscaped();
        case kSortRole:
            if (index.column() == kTime) return static_cast<qlonglong>(event.at.time_since_epoch().count());
            return display(event, index.column());
        case kStandingRole:
            return static_cast<int>(index.column() == kKind ? standingOf(event.kind) : CellStanding::neutral);
        case kOutsideTextRole:
            return index.column() >= kSubject;
        default:
            return {};
    }
}

QVariant EventTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (static_cast<Column>(section)) {
        case kTime:
            return tr("Time");
        case kKind:
            return tr("Kind");
        case kSubject:
            return tr("Subject");
        case kDetail:
            return tr("Detail");
        case kWho:
            return tr("Who");
        case kColumnCount:
            break;
    }
    return {};
}

}  // namespace binnacle
