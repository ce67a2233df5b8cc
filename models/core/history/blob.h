// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace binnacle {

/// Bytes as they lie in a recording: everything beyond this folder treats them as opaque.
using Blob = std::vector<std::uint8_t>;
using BlobView = std::span<const std::uint8_t>;

/// No blob is unpacked beyond this: a request block of 64 Ki records with long texts stays far below.
inline constexpr std::size_t kMaxUnpackedBytes = 64U << 20U;

/// zstd at its fastest level (limits.md: a higher one gains below 1 %). `prefix` is content that the
/// unpacking side holds as well; what repeats it costs next to nothing.
Blob pack(BlobView bytes, BlobView prefix = {});
/// The same, appended to `out`.
void packOnto(Blob& out, BlobView bytes, BlobView prefix = {});
/// Total on any bytes. Errors: corrupt (not what pack() made, with another prefix, or larger than `most`).
Result<Blob> unpack(BlobView packed, std::size_t most = kMaxUnpackedBytes, BlobView prefix = {});

}  // namespace binnacle
