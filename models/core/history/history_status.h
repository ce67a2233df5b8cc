// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_span.h"

#include <cstdint>
#include <optional>
#include <string>

namespace binnacle {

/// How a station's recording stands: what the status bar says, and the banner when it stopped. A plain value;
/// any thread.
struct HistoryStatus {
    bool isRecording = false;
    std::optional<RecordedSpan> span;
    std::uint64_t bytes = 0;     ///< of the file
    std::uint64_t recorded = 0;  ///< records received that are on disk: none of them is lost by a crash
    std::uint64_t lost = 0;      ///< single requests that came too fast to be written; still in the rollups
    std::string problem;         ///< why nothing is written now; empty: all is well
};

}  // namespace binnacle
