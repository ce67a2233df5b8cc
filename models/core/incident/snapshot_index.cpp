// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_index.h"

#include "models/core/history/blob_reader.h"
#include "models/core/incident/snapshot_contents.h"

namespace binnacle {
namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kMaxTimes = 100'000;

tl::unexpected<Error> corrupt() {
    return failure(ErrorCode::corrupt, "snapshot", "an index of it is damaged");
}

void putSigned(Blob& out, std::int64_t value) {
    putNanos(out, Duration(value));
}

}  // namespace

Blob encodeIndex(const SnapshotIndex& index) {
    Blob out;
    putVarint(out, kVersion);
    putSigned(out, index.width);
    putVarint(out, index.places.size());
    for (const SnapshotIndex::Place& place : index.places) {
        putSigned(out, place.from);
        putSigned(out, place.to);
    }
    return out;
}

Result<SnapshotIndex> decodeIndex(BlobView bytes) {
    BlobReader from(bytes);
    if (from.varint() != kVersion) return corrupt();
    SnapshotIndex index;
    index.width = from.nanos().count();
    const std::size_t count = from.count(2);
    if (count > kMaxSnapshotParts) return corrupt();
    index.places.resize(count);
    for (SnapshotIndex::Place& place : index.places) {
        place.from = from.nanos().count();
        place.to = from.nanos().count();
        if (place.to < place.from) return corrupt();
    }
    const bool isWidth = index.width == 1 || index.width == 10 || index.width == 60;
    if (!from.isDone() || !isWidth) return corrupt();
    return index;
}

Blob encodeTimes(const std::vector<TimePoint>& times) {
    Blob out;
    putVarint(out, kVersion);
    putVarint(out, times.size());
    for (const TimePoint time : times) putTime(out, time);
    return out;
}

Result<std::vector<TimePoint>> decodeTimes(BlobView bytes) {
    BlobReader from(bytes);
    if (from.varint() != kVersion) return corrupt();
    const std::size_t count = from.count(1);
    if (count > kMaxTimes) return corrupt();
    std::vector<TimePoint> times(count);
    for (TimePoint& time : times) time = from.time();
    if (!from.isDone()) return corrupt();
    return times;
}

std::string placeName(const std::string& kind, std::size_t number) {
    return kind + "/" + std::to_string(number);
}

}  // namespace binnacle
