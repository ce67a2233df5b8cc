// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace binnacle {

/// What our item models answer beyond Qt's own roles. Colours and icons are the views' matter: a model only
/// says how a cell stands (kStandingRole, a CellStanding as int).
enum ItemRole : int {
    kSortRole = Qt::UserRole + 1,  ///< a number or a text that sorts as a person expects
    kStandingRole,                 ///< CellStanding as int
    kIdRole,                       ///< QString: node id, change id or request id of the row
    kOutsideTextRole,              ///< bool: the text came from the mesh, show it as plain text only
};

/// How a cell stands, for icon and colour together.
enum class CellStanding : int { neutral, muted, good, warning, bad };

}  // namespace binnacle
