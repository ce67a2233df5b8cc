// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/history/event.h"

#include <vector>

namespace binnacle {

/// Events as one blob, for snapshots. Pure functions; any thread.
Blob encodeEvents(const std::vector<Event>& events);
/// Total on any bytes. Error: corrupt.
Result<std::vector<Event>> decodeEvents(BlobView blob);

}  // namespace binnacle
