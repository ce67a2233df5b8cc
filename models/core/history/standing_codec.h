// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/history/standing.h"

namespace binnacle {

/// A Standing as plain bytes: what pack() and unpack() then make small, against an earlier one as prefix.
/// Pure functions; any thread.
Blob encodeStanding(const Standing& standing);
/// Total on any bytes. Error: corrupt.
Result<Standing> decodeStanding(BlobView bytes);

}  // namespace binnacle
