// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/history/event.h"

#include <vector>

namespace binnacle {

/// A blob holds at most so many events.
inline constexpr std::size_t kMaxBlobEvents = 250'000;

/// Events as one blob, for snapshots: of too many, the newest (which are the last). Pure functions; any
/// thread.
Blob encodeEvents(const std::vector<Event>& events);
/// Total on any bytes. Error: corrupt.
Result<std::vector<Event>> decodeEvents(BlobView blob);

}  // namespace binnacle
