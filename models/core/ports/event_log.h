// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/history/event.h"

#include <cstdint>

namespace binnacle {

/// Where a station keeps what happened: the history's file. Not for reading (Recording does that). Blocks;
/// any thread. Errors: unavailable (nothing can be written).
class EventLog {
  public:
    virtual ~EventLog() = default;
    /// The event with the number it got.
    virtual Result<Event> addEvent(const Event& event) = 0;
    /// Error: notFound (no note has this number).
    virtual Result<void> removeNote(std::uint64_t id) = 0;
};

}  // namespace binnacle
