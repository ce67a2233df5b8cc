// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/map_selection.h"

namespace binnacle {

Selection MapSelection::asSelection() const {
    switch (m_kind) {
        case Kind::nothing:
            return {};
        case Kind::node:
            return {.source = {}, .destination = m_source.toStdString()};
        case Kind::edge:
            return {.source = m_source.toStdString(), .destination = m_destination.toStdString()};
    }
    return {};
}

void MapSelection::clear() {
    if (m_kind == Kind::nothing) return;
    m_kind = Kind::nothing;
    m_source.clear();
    m_destination.clear();
    Q_EMIT changed();
}

void MapSelection::selectNode(const QString& id) {
    if (m_kind == Kind::node && m_source == id) return;
    m_kind = Kind::node;
    m_source = id;
    m_destination.clear();
    Q_EMIT changed();
}

void MapSelection::selectEdge(const QString& source, const QString& destination) {
    if (m_kind == Kind::edge && m_source == source && m_destination == destination) return;
    m_kind = Kind::edge;
    m_source = source;
    m_destination = destination;
    Q_EMIT changed();
}

}  // namespace binnacle
