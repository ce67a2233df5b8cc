// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"
#include "models/core/incident/snapshot_file.h"
#include "models/core/policy/change.h"

#include <vector>

namespace binnacle {

/// What a snapshot holds beside traffic, unpacked. A plain value; any thread.
struct SnapshotMemory {
    std::vector<PolicyInForce> policiesAtStart;
    std::vector<PolicyInForce> policiesAtEnd;
    std::vector<Change> changes;  ///< newest first; without the proxies' answers
    AlertBook alerts;             ///< the rules only
};

/// Reads it; what a snapshot leaves out is empty. Total on any file. Errors: corrupt, unavailable.
Result<SnapshotMemory> readSnapshotMemory(const SnapshotFile& file);

}  // namespace binnacle
