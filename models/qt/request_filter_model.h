// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/map_selection.h"

#include <QSortFilterProxyModel>
#include <string>

namespace binnacle {

/// Sorts the request tail and lets through what belongs to the selection, or errors only. Over a
/// RequestTableModel. UI thread only.
class RequestFilterModel : public QSortFilterProxyModel {
    Q_OBJECT
  public:
    enum class Show { all, errorsOnly };

    explicit RequestFilterModel(QObject* parent = nullptr);

    /// Only what this node or edge took part in.
    void follow(const MapSelection& selection);
    void followNothing();
    void setShow(Show show);

  protected:
    bool filterAcceptsRow(int sourceRow, const QModelIndex& sourceParent) const override;

  private:
    MapSelection::Kind m_kind = MapSelection::Kind::nothing;
    std::string m_first;   ///< the node, or the edge's source
    std::string m_second;  ///< the edge's destination
    Show m_show = Show::all;
};

}  // namespace binnacle
