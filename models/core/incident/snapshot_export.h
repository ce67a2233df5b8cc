// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/history_port.h"
#include "models/core/ports/policy_port.h"

#include <functional>
#include <map>
#include <string>

namespace binnacle {

/// What a snapshot is made from. Each outlives the call.
struct SnapshotSources {
    const Recording& recording;
    PolicyPort& policy;
    const Clock& clock;
    /// The proxies' configuration as text, by node id.
    std::function<Result<std::map<std::string, std::string>>()> configuration;
    std::function<AlertBook()> alerts;
    std::string mesh;
    std::string version;
};

/// Writes a snapshot (docs/snapshot-file.md); all text that people or proxies wrote is redacted on the way.
/// Errors: as HistoryPort::exportSnapshot() gives. Blocks; any thread but the UI's.
Result<SnapshotReport> writeSnapshot(const SnapshotOrder& order, const SnapshotSources& sources,
                                     const std::string& path, const HistoryPort::OnProgress& onProgress);
/// What that would write and remove: the same work without a file.
Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order, const SnapshotSources& sources);

}  // namespace binnacle
