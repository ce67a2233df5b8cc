// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/event.h"
#include "models/core/telemetry/proxy.h"
#include "models/core/telemetry/rollup_part.h"
#include "models/core/telemetry/shard_batch.h"
#include "models/core/topology/resolution.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// Rollups of `width` seconds from `start` on: the parts together are all that was counted there so far.
struct RollupSlice {
    std::int64_t start = 0;
    std::int64_t width = 1;  ///< 1, 10 or 60
    std::vector<std::shared_ptr<const RollupPart>> parts;
};

/// What a mesh took in since it was last asked, for the one who records it (Mesh::harvest()). Numbers are the
/// mesh's own. A plain value that shares what is immutable; any thread.
struct MeshHarvest {
    std::uint64_t numbering = 0;  ///< another one than before: numbers may have been given out anew
    NameSnapshot names;
    KeySnapshot keys;
    /// By number, as RollupKey::workload means it; the same pointer while nothing changed.
    std::shared_ptr<const std::vector<Workload>> workloads;
    /// Every part as it came, one second each: what must be on disk soon. Each is in `settled` as well,
    /// later.
    std::vector<RollupSlice> fresh;
    /// Slices that hardly grow any more, whole: each takes the place of what was told of it before.
    std::vector<RollupSlice> settled;
    std::vector<std::shared_ptr<const TailBlock>> blocks;  ///< single requests, in the order they came
    std::vector<Event> events;
    std::uint64_t received = 0;  ///< records taken in since the mesh began, up to this harvest
    std::uint64_t lostRequests =
        0;  ///< single requests not in `blocks` since the last harvest: it came too late
    std::uint64_t lostEvents = 0;  ///< likewise
};

}  // namespace binnacle
