// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace binnacle {

/// The last multiple of `grain` (above 0) that is not after `second`, before the epoch too. Any thread.
constexpr std::int64_t alignDown(std::int64_t second, std::int64_t grain) {
    const std::int64_t rest = second % grain;
    return second - (rest < 0 ? rest + grain : rest);
}

/// The first one that is not before it.
constexpr std::int64_t alignUp(std::int64_t second, std::int64_t grain) {
    const std::int64_t down = alignDown(second, grain);
    return down == second ? second : down + grain;
}

}  // namespace binnacle
