// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/history/recorded_span.h"

#include <QString>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace binnacle {

/// From when to when a timeline is drawn.
struct TimeSpan {
    TimePoint from{};
    TimePoint to{};

    Duration length() const { return to - from; }
    bool operator==(const TimeSpan&) const = default;
};

/// The pixels that a span is drawn on.
struct PixelRange {
    double left = 0;
    double right = 0;

    double width() const { return right - left; }
};

inline constexpr std::chrono::minutes kShortestSpan{1};
inline constexpr std::chrono::hours kLongestSpan{24 * 30};

/// Not held inside the pixels: what lies outside of the span lies outside of them.
double xOf(TimePoint at, const TimeSpan& span, const PixelRange& pixels);
/// The time under a pixel, held inside the span.
TimePoint timeAt(double x, const TimeSpan& span, const PixelRange& pixels);

/// `factor` times as long, with `around` staying where it is as far as the reach allows: never past its end,
/// between kShortestSpan and kLongestSpan.
TimeSpan zoomed(const TimeSpan& span, TimePoint around, double factor, const RecordedSpan& reach);
/// Moved; a tenth of it stays inside the reach, and its end never passes the reach's.
TimeSpan panned(const TimeSpan& span, Duration by, const RecordedSpan& reach);
/// Moved so that `part` can be seen, with room around it, and longer where `part` is; as it is where all of
/// `part` is seen already.
TimeSpan revealing(const TimeSpan& span, const TimeSpan& part, const RecordedSpan& reach);
/// All of the reach, at most kLongestSpan, with its newest end.
TimeSpan wholeOf(const RecordedSpan& reach);

/// Whole, round seconds: at most 600 steps in the span, and no more than there are pixels.
std::chrono::seconds seriesStep(Duration span, double pixels);

struct TimeTick {
    TimePoint at{};
    QString label;  ///< "14:03", "14:03:20"; on the first moment of a day "11-28"
    bool isDay = false;

    bool operator==(const TimeTick&) const = default;
};

/// Round local times inside the span, at most `most`.
std::vector<TimeTick> timelineTicks(const TimeSpan& span, int most);

/// Parts of `span` of which nothing is known: neither recorded nor kept live. In order, apart.
std::vector<TimeSpan> unknownParts(const TimeSpan& span, std::span<const RecordedSpan> known);

/// A mark before it is drawn.
struct MarkPlace {
    double x = 0;
    std::size_t lane = 0;
};

/// Marks of one lane too near to each other to be told apart.
struct MarkGroup {
    double x = 0;  ///< the middle of its marks
    std::size_t lane = 0;
    std::vector<std::size_t> members;  ///< their places in what was given
};

/// `marks` ascend in x. Two marks of a lane less than `apart` from the first of their group are one group.
std::vector<MarkGroup> groupMarks(std::span<const MarkPlace> marks, double apart);
/// The nearest group of that lane within `reach` pixels.
std::optional<std::size_t> groupAt(std::span<const MarkGroup> groups, const MarkPlace& place, double reach);

}  // namespace binnacle
