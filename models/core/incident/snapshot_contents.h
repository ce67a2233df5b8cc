// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/sha256.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// One part of a snapshot file as its list of contents names it.
struct SnapshotEntry {
    std::string name;
    std::uint64_t offset = 0;    ///< in the file
    std::uint64_t size = 0;      ///< in the file, packed
    std::uint64_t unpacked = 0;  ///< at most kMaxUnpackedBytes
    Sha256 sum{};                ///< of the packed bytes
};

/// How a snapshot file begins and how its list of contents is written (docs/snapshot-file.md). Pure
/// functions; any thread.
struct SnapshotHeader {
    std::uint32_t version = 0;
    std::uint32_t listSize = 0;
    std::uint64_t listOffset = 0;
    Sha256 sum{};  ///< of the header before it and the list
};

inline constexpr std::uint32_t kSnapshotVersion = 1;
inline constexpr std::size_t kSnapshotHeaderBytes = 56;
inline constexpr std::size_t kMaxSnapshotParts = 10'000;
inline constexpr std::size_t kMaxSnapshotName = 255;
inline constexpr std::size_t kMaxSnapshotList = 4U << 20U;

/// Plain printable bytes, relative, without "..".
bool isSnapshotName(std::string_view name);
Blob encodeSnapshotList(const std::vector<SnapshotEntry>& entries);
/// Error: corrupt. Whether the parts lie within the file is the caller's to check.
Result<std::vector<SnapshotEntry>> decodeSnapshotList(BlobView bytes);

/// The sum in it is computed from the rest and the list.
Blob encodeSnapshotHeader(SnapshotHeader header, BlobView list);
/// Errors: corrupt (not a snapshot), invalid (made by a later version).
Result<SnapshotHeader> decodeSnapshotHeader(BlobView bytes);
bool isSumRight(BlobView headerBytes, BlobView list);

}  // namespace binnacle
