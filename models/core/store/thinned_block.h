// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/shard_batch.h"

namespace binnacle {

/// What stays of a block of requests when it ages: those that failed, and those that were slow: that took a
/// second or more, or were among the slowest hundredth of their call in this block. Its texts come with them.
/// A pure function; any thread.
TailBlock errorsAndSlow(const TailBlock& block);

}  // namespace binnacle
