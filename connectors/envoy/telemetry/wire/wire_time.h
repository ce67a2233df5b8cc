// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <cstdint>
#include <limits>

namespace binnacle::wire {

/// Seconds and nanoseconds of a Timestamp or Duration in one; what 64 bits can't hold becomes the nearest
/// that they can.
inline Duration nanosOf(std::int64_t seconds, std::int32_t nanos) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kSecond - 3;
    if (seconds > kMost) return Duration::max();
    if (seconds < -kMost) return Duration::min();
    return Duration(seconds * kSecond + nanos);
}

/// A status as entries keep it. What is over any HTTP status stays so, for the shard to count.
inline std::uint16_t statusOf(std::uint64_t code) {
    const auto value = static_cast<std::uint32_t>(code);
    return value > UINT16_MAX ? std::uint16_t{UINT16_MAX} : static_cast<std::uint16_t>(value);
}

}  // namespace binnacle::wire
