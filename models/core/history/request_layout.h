// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/row_dictionary.h"
#include "models/core/telemetry/shard_batch.h"

#include <cstddef>
#include <cstdint>

namespace binnacle::request_layout {

// How single requests lie in a blob: what its writer and its reader agree on.

constexpr std::uint64_t kVersion = 1;

/// One for each record, in this order; then the rows and the texts that some of them tell.
enum NumberPart : std::size_t {
    ends,        ///< microseconds after the one before, zigzag
    durations,   ///< microseconds
    firstBytes,  ///< 0: not told; else microseconds before the end, zigzag, plus one
    bytesSent,
    bytesReceived,
    who,   ///< FirstSeen, of WhoRows
    what,  ///< FirstSeen, of WhatRows
    numberParts
};
constexpr std::size_t kWhoRows = numberParts;
constexpr std::size_t kWhatRows = kWhoRows + 1;
constexpr std::size_t kFirstText = kWhatRows + 1;  ///< FirstSeen and a TextList for each TailRecord::Text
constexpr std::size_t kParts = kFirstText + TailRecord::texts;

using WhoRows = RowDictionary<5>;   ///< key, proxy, cluster, host, route
using WhatRows = RowDictionary<4>;  ///< status, flags, method, attempts

constexpr std::uint64_t kNanos = 1000;  ///< in a microsecond
/// Up to the year 2116: two of them still add up to nanoseconds without overflow.
constexpr std::uint64_t kMaxMicros = (std::uint64_t{1} << 62U) / kNanos;

}  // namespace binnacle::request_layout
