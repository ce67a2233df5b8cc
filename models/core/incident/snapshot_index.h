// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/history/blob.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

/// Which of a snapshot's many parts of one kind holds what: parts "rollups/0", "rollups/1" and so on in the
/// order of this list. Rollups: from start to end in seconds; requests: from the oldest to the newest end in
/// nanoseconds. A plain value; any thread.
struct SnapshotIndex {
    struct Place {
        std::int64_t from = 0;
        std::int64_t to = 0;
    };
    std::int64_t width = 1;  ///< seconds of one slice of rollups
    std::vector<Place> places;
};

Blob encodeIndex(const SnapshotIndex& index);
/// Total on any bytes. Error: corrupt.
Result<SnapshotIndex> decodeIndex(BlobView bytes);

/// When each standing was, in order; every kStandingsOfPart of them are one part, the first of which is what
/// the others are packed against.
inline constexpr std::size_t kStandingsOfPart = 60;
Blob encodeTimes(const std::vector<TimePoint>& times);
Result<std::vector<TimePoint>> decodeTimes(BlobView bytes);

std::string placeName(const std::string& kind, std::size_t number);

}  // namespace binnacle
