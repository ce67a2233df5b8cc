// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/request_filter_model.h"

#include "models/core/telemetry/response_flags.h"
#include "models/qt/format.h"
#include "models/qt/item_roles.h"
#include "models/qt/request_table_model.h"

namespace binnacle {

RequestFilterModel::RequestFilterModel(QObject* parent) : QSortFilterProxyModel(parent) {
    setSortRole(kSortRole);
    setDynamicSortFilter(true);
}

void RequestFilterModel::follow(const MapSelection& selection) {
    m_kind = selection.kind();
    m_first = utf8(selection.source());
    m_second = utf8(selection.destination());
    invalidateFilter();
}

void RequestFilterModel::followNothing() {
    if (m_kind == MapSelection::Kind::nothing) return;
    m_kind = MapSelection::Kind::nothing;
    invalidateFilter();
}

void RequestFilterModel::setShow(Show show) {
    if (show == m_show) return;
    m_show = show;
    invalidateFilter();
}

bool RequestFilterModel::filterAcceptsRow(int sourceRow, const QModelIndex&) const {
    const auto* model = qobject_cast<const RequestTableModel*>(sourceModel());
    const RequestRecord* record = model == nullptr ? nullptr : model->record(sourceRow);
    if (record == nullptr) return false;
    if (m_show == Show::errorsOnly && !isError(record->status, record->flags)) return false;
    switch (m_kind) {
        case MapSelection::Kind::nothing:
            return true;
        case MapSelection::Kind::node:
            return record->source == m_first || record->destination == m_first;
        case MapSelection::Kind::edge:
            return record->source == m_first && record->destination == m_second;
    }
    return true;
}

}  // namespace binnacle
