// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/frame_comparison.h"

#include <QString>

namespace binnacle {

// What a comparison says, in words for people. Free functions; any thread.

/// "broke", "slower", "new"
QString verdictText(Verdict verdict);
/// "14:03:20 – 14:08:20", with the date where it is another day than that of `reference`; local time.
QString spanText(TimePoint from, TimePoint to, TimePoint reference);
/// "Of 13 calls, 2 broke, 1 got slower since 14:03:20 – 14:08:20."
QString summaryText(const FrameComparison& comparison);
/// "18.0 → 64.2 ms": two figures, the unit once where they share it.
QString fromTo(const QString& before, const QString& after);
/// What became of a call, short enough for a line of the map: "0.4 → 8.1 %", "p99 × 2.4", "new".
QString changeText(const CallChange& call);

}  // namespace binnacle
