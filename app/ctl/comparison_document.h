// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/formats.h"
#include "models/core/topology/frame_comparison.h"

namespace binnacle {

/// Two windows side by side, for scripts (docs/compare.md). Calls in order, worst first.
Json comparisonDocument(const FrameComparison& comparison);

}  // namespace binnacle
