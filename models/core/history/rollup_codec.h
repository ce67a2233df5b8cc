// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/telemetry/rollup_part.h"

namespace binnacle {

/// Rollup rows as one blob; keys are numbers of a Vocabulary. Pure functions; any thread.
Blob encodeRollups(const RollupPart& part);
/// Total on any bytes: offsets ascend and end with the data, keys are below `keys`; what a row says of itself
/// is checked where it is added up. Error: corrupt.
Result<RollupPart> decodeRollups(BlobView blob, std::size_t keys);

}  // namespace binnacle
