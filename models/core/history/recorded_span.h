// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

namespace binnacle {

/// From when to when a recording reaches. A plain value; any thread.
struct RecordedSpan {
    TimePoint oldest{};
    TimePoint newest{};

    bool operator==(const RecordedSpan&) const = default;
};

}  // namespace binnacle
