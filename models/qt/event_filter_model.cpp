// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/event_filter_model.h"

#include "models/qt/event_table_model.h"

namespace binnacle {

void EventFilterModel::setGroup(std::optional<EventGroup> group) {
    if (group == m_group) return;
    m_group = group;
    invalidateRowsFilter();
}

const Event* EventFilterModel::event(int row) const {
    const auto* events = qobject_cast<const EventTableModel*>(sourceModel());
    return events != nullptr ? events->event(mapToSource(index(row, 0)).row()) : nullptr;
}

bool EventFilterModel::filterAcceptsRow(int row, const QModelIndex&) const {
    const auto* events = qobject_cast<const EventTableModel*>(sourceModel());
    const Event* event = events != nullptr ? events->event(row) : nullptr;
    return event != nullptr && (!m_group || groupOf(event->kind) == *m_group);
}

}  // namespace binnacle
