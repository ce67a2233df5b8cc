// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/session.h"
#include "models/core/ports/telemetry_port.h"
#include "models/core/topology/frame_comparison.h"

namespace binnacle {

/// Where a window is asked for: two of one station, or one each of two.
struct WindowAt {
    TelemetryPort& port;
    TopologyQuery query;
};

/// Asks for both windows and puts them side by side. Errors: the port's.
Result<FrameComparison> compareWindows(const WindowAt& before, const WindowAt& after);

/// "calls: 2 broke, 1 slower, 11 same": what is in a comparison.
std::string summaryOf(const FrameComparison& comparison);

/// Prints it as asked for; the exit code: 3 where anything broke or got slower, else 0.
int printComparison(Session& session, const FrameComparison& comparison);

}  // namespace binnacle
