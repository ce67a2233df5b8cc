// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/store/audit_store.h"

#include <vector>

namespace binnacle {

/// The intents of ours that were in force at a moment: those of now, with every change after it undone.
/// `newestFirst` are the changes as AuditStore tells them; what lies before the oldest of them can't be
/// undone. A pure function; any thread.
std::vector<StoredIntent> rewind(std::vector<StoredIntent> now, const std::vector<Change>& newestFirst,
                                 TimePoint at);

}  // namespace binnacle
