// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/rollup_part.h"
#include "models/core/topology/request_blocks.h"
#include "models/core/topology/resolution.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// What every query is answered from, wherever it lay: the rollups of a window, its single requests, and who
/// is who. Seconds are since the epoch; from <= second < to. A plain value that shares what is immutable; any
/// thread.
struct TrafficView {
    using PartPtr = std::shared_ptr<const RollupPart>;

    std::shared_ptr<const Resolution> resolution;
    NameSnapshot names;
    KeySnapshot keys;
    std::uint64_t generation = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::vector<PartPtr> parts;
    std::vector<PartPtr> before;              ///< of the seconds just before the window
    std::int64_t step = 0;                    ///< seconds of one step; never below what was recorded
    std::vector<std::vector<PartPtr>> steps;  ///< the window's parts once more, step by step; if wanted
    std::shared_ptr<const RequestBlocks> requests = std::make_shared<HeldRequestBlocks>();
};

/// A sidecar's flush may come this much after its peer's: so long before a window is looked who tells at all.
inline constexpr std::int64_t kTellersBefore = 10;

}  // namespace binnacle
