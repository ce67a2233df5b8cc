// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/store/sqlite.h"

#include <cstdint>

namespace binnacle {

/// Makes the rollups of earlier runs whole, in one transaction: what a crash left as fresh parts becomes
/// seconds, and tens and minutes that hold such seconds are made anew. To be called when no run is under way.
/// Errors: corrupt, unavailable.
Result<void> recoverRollups(Database& database);

}  // namespace binnacle
