// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/rollup_codec.h"

#include "models/core/history/number_column.h"

namespace binnacle {
namespace {

constexpr std::uint64_t kVersion = 1;
// Four sums, two counts and an empty sketch.
constexpr std::size_t kLeastRow = 7;

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "recording", detail);
}

Result<void> readKeys(BlobReader& from, std::size_t rows, std::size_t keys, RollupPart& part) {
    const auto column = NumberColumn::take(from, rows);
    if (!column) return tl::unexpected(column.error());
    part.keys.reserve(rows);
    std::uint64_t key = 0;
    for (const std::uint64_t difference : column->all()) {
        key += unzigzag(difference);
        if (key >= keys) return corrupt("a rollup refers to what is not in the vocabulary");
        part.keys.push_back(static_cast<std::uint32_t>(key));
    }
    return {};
}

Result<void> readOffsets(BlobReader& from, std::size_t rows, RollupPart& part) {
    const auto column = NumberColumn::take(from, rows);
    if (!column) return tl::unexpected(column.error());
    part.offsets.reserve(rows + 1);
    part.offsets.push_back(0);
    for (const std::uint64_t length : column->all()) {
        if (length > part.data.size() - part.offsets.back()) return corrupt("a rollup is cut short");
        part.offsets.push_back(part.offsets.back() + static_cast<std::uint32_t>(length));
    }
    if (part.offsets.back() != part.data.size()) return corrupt("rollups are cut short");
    return {};
}

}  // namespace

Blob encodeRollups(const RollupPart& part) {
    Blob out;
    putVarint(out, kVersion);
    putTime(out, part.newestEnd);
    Section::put(out, part.data);
    putVarint(out, part.keys.size());
    std::vector<std::uint64_t> column(part.keys.size());
    for (std::size_t i = 0; i < column.size(); ++i)
        column[i] = zigzag(std::uint64_t{part.keys[i]} - (i == 0 ? 0U : part.keys[i - 1]));
    NumberColumn::put(out, column);
    for (std::size_t i = 0; i < column.size(); ++i) column[i] = part.offsets[i + 1] - part.offsets[i];
    NumberColumn::put(out, column);
    return out;
}

Result<RollupPart> decodeRollups(BlobView blob, std::size_t keys) {
    BlobReader from(blob);
    if (from.varint() != kVersion) return corrupt("its rollups are of a form that is not known here");
    RollupPart part;
    part.newestEnd = from.time();
    const auto data = Section::take(from, kMaxUnpackedBytes);
    if (!data) return tl::unexpected(data.error());
    part.data.assign(data->bytes().begin(), data->bytes().end());
    const std::uint64_t rows = from.varint();
    if (from.hasFailed() || rows > part.data.size() / kLeastRow) return corrupt("it claims too many rollups");
    if (auto read = readKeys(from, static_cast<std::size_t>(rows), keys, part); !read)
        return tl::unexpected(std::move(read.error()));
    if (auto read = readOffsets(from, static_cast<std::size_t>(rows), part); !read)
        return tl::unexpected(std::move(read.error()));
    if (!from.isDone()) return corrupt("rollups have something behind them");
    return part;
}

}  // namespace binnacle
