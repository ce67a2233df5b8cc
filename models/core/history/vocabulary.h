// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/shard_batch.h"

#include <string>
#include <vector>

namespace binnacle {

/// What the numbers in rollups and requests stand for: number n is the n-th of each list. Names start with ""
/// and kOtherName. Keys hold numbers of names and workloads of the same vocabulary. It only ever grows at its
/// ends, so what was written with a shorter one still holds. A plain value; one thread at a time.
struct Vocabulary {
    std::vector<std::string> names;
    std::vector<Workload> workloads;
    std::vector<RollupKey> keys;
};

}  // namespace binnacle
