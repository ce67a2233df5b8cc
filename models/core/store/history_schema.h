// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/store/sqlite.h"

#include <cstdint>
#include <span>

namespace binnacle {

/// The numbered steps that lead from an empty file to the newest schema; step n makes version n + 1. A step
/// is never changed once it was released.
std::span<const char* const> historySchemaSteps();

/// Brings a history's file to the newest schema, each step in a transaction of its own: killed in between, it
/// opens with what is done and goes on. Errors: corrupt (made by a newer version).
Result<void> migrateHistory(Database& database);

}  // namespace binnacle
