// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_contents.h"

#include "models/core/history/blob_reader.h"

#include <algorithm>

namespace binnacle {
namespace {

constexpr std::string_view kMagic = "BINNACLE";
constexpr std::size_t kSummed = 24;
// A name of one byte, three numbers and a sum.
constexpr std::size_t kLeastEntry = 2 + 3 + 32;

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "snapshot", detail);
}

void putFixed(Blob& out, std::uint64_t value, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

std::uint64_t fixed(BlobView bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
    return value;
}

Sha256 sumOf(BlobView summed, BlobView list) {
    Blob all(summed.begin(), summed.end());
    all.insert(all.end(), list.begin(), list.end());
    return sha256(all);
}

}  // namespace

bool isSnapshotName(std::string_view name) {
    if (name.empty() || name.size() > kMaxSnapshotName || name.front() == '/') return false;
    if (name.find("..") != std::string_view::npos) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
}

Blob encodeSnapshotList(const std::vector<SnapshotEntry>& entries) {
    Blob out;
    putVarint(out, entries.size());
    for (const SnapshotEntry& entry : entries) {
        putText(out, entry.name);
        putVarint(out, entry.offset);
        putVarint(out, entry.size);
        putVarint(out, entry.unpacked);
        out.insert(out.end(), entry.sum.begin(), entry.sum.end());
    }
    return out;
}

Result<std::vector<SnapshotEntry>> decodeSnapshotList(BlobView bytes) {
    BlobReader from(bytes);
    const std::size_t count = from.count(kLeastEntry);
    if (from.hasFailed() || count > kMaxSnapshotParts) return corrupt("its list of contents is damaged");
    std::vector<SnapshotEntry> entries(count);
    for (SnapshotEntry& entry : entries) {
        entry.name = from.text();
        entry.offset = from.varint();
        entry.size = from.varint();
        entry.unpacked = from.varint();
        const BlobView sum = from.bytes(entry.sum.size());
        if (from.hasFailed()) return corrupt("its list of contents is cut short");
        std::copy(sum.begin(), sum.end(), entry.sum.begin());
        if (!isSnapshotName(entry.name)) return corrupt("a part bears a name that can't be");
    }
    if (!from.isDone()) return corrupt("its list of contents is damaged");
    return entries;
}

Blob encodeSnapshotHeader(SnapshotHeader header, BlobView list) {
    Blob out(kMagic.begin(), kMagic.end());
    putFixed(out, header.version, 4);
    putFixed(out, header.listSize, 4);
    putFixed(out, header.listOffset, 8);
    const Sha256 sum = sumOf(out, list);
    out.insert(out.end(), sum.begin(), sum.end());
    return out;
}

Result<SnapshotHeader> decodeSnapshotHeader(BlobView bytes) {
    if (bytes.size() < kSnapshotHeaderBytes || !std::equal(kMagic.begin(), kMagic.end(), bytes.begin()))
        return corrupt("it is not a snapshot of Binnacle");
    SnapshotHeader header;
    header.version = static_cast<std::uint32_t>(fixed(bytes.subspan(8, 4)));
    header.listSize = static_cast<std::uint32_t>(fixed(bytes.subspan(12, 4)));
    header.listOffset = fixed(bytes.subspan(16, 8));
    if (header.version > kSnapshotVersion) {
        return failure(ErrorCode::invalid, "snapshot",
                       "it was made by a later version of Binnacle (format " +
                           std::to_string(header.version) + "; this one reads up to " +
                           std::to_string(kSnapshotVersion) + ")");
    }
    if (header.version == 0) return corrupt("it is not a snapshot of Binnacle");
    std::copy(bytes.begin() + kSummed, bytes.begin() + kSnapshotHeaderBytes, header.sum.begin());
    return header;
}

bool isSumRight(BlobView headerBytes, BlobView list) {
    const Sha256 sum = sumOf(headerBytes.first(kSummed), list);
    return std::equal(sum.begin(), sum.end(), headerBytes.begin() + kSummed);
}

}  // namespace binnacle
