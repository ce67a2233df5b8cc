// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/incident/snapshot_order.h"

namespace binnacle {

/// A report as a part of its snapshot; `bytes` and `parts` are the file's own and not written. Pure
/// functions; any thread.
Blob encodeReport(const SnapshotReport& report);
/// Total on any bytes. Error: corrupt.
Result<SnapshotReport> decodeReport(BlobView bytes);

}  // namespace binnacle
