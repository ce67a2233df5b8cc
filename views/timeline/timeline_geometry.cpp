// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_geometry.h"

#include <QDateTime>
#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::array kSteps = {
    std::int64_t{1}, std::int64_t{2}, std::int64_t{5}, std::int64_t{10}, std::int64_t{15}, std::int64_t{30},
    kMinute,         2 * kMinute,     5 * kMinute,     10 * kMinute,     15 * kMinute,     30 * kMinute,
    kHour,           2 * kHour,       3 * kHour,       6 * kHour,        12 * kHour,       kDay,
    2 * kDay,        7 * kDay,        14 * kDay,       30 * kDay};
constexpr double kMostSteps = 600;

double inSeconds(Duration value) {
    return std::chrono::duration<double>(value).count();
}

Duration scaled(Duration value, double factor) {
    return Duration(std::llround(static_cast<double>(value.count()) * factor));
}

TimeSpan endedAt(TimePoint end, Duration length) {
    return {end - length, end};
}

std::int64_t epochSeconds(TimePoint at) {
    return std::chrono::floor<seconds>(at.time_since_epoch()).count();
}

TimePoint atSecond(std::int64_t epoch) {
    return TimePoint(seconds(epoch));
}

std::int64_t roundedUp(std::int64_t value, std::int64_t step) {
    const std::int64_t rest = ((value % step) + step) % step;
    return rest == 0 ? value : value + step - rest;
}

std::int64_t tickStep(const TimeSpan& span, int most) {
    const double length = inSeconds(span.length());
    for (const std::int64_t step : kSteps) {
        if (length / static_cast<double>(step) < most) return step;
    }
    return kSteps.back();
}

QString tickLabel(const QDateTime& local, std::int64_t step) {
    if (local.time() == QTime(0, 0)) return local.toString(u"MM-dd"_s);
    return local.toString(step < kMinute ? u"HH:mm:ss"_s : u"HH:mm"_s);
}

std::vector<TimeTick> dayTicks(const TimeSpan& span, std::int64_t step) {
    std::vector<TimeTick> ticks;
    const qint64 stride = step / kDay;
    const QDate last = QDateTime::fromSecsSinceEpoch(epochSeconds(span.to)).date();
    QDate day = QDateTime::fromSecsSinceEpoch(epochSeconds(span.from)).date();
    for (; day <= last; day = day.addDays(1)) {
        if (day.toJulianDay() % stride != 0) continue;
        const TimePoint at = atSecond(day.startOfDay().toSecsSinceEpoch());
        if (at >= span.from && at <= span.to) ticks.push_back({at, day.toString(u"MM-dd"_s), true});
    }
    return ticks;
}

}  // namespace

double xOf(TimePoint at, const TimeSpan& span, const PixelRange& pixels) {
    if (span.length() <= Duration::zero()) return pixels.left;
    return pixels.left + pixels.width() * (inSeconds(at - span.from) / inSeconds(span.length()));
}

TimePoint timeAt(double x, const TimeSpan& span, const PixelRange& pixels) {
    const double share = std::clamp((x - pixels.left) / std::max(1.0, pixels.width()), 0.0, 1.0);
    return span.from + scaled(span.length(), share);
}

TimeSpan zoomed(const TimeSpan& span, TimePoint around, double factor, const RecordedSpan& reach) {
    // In seconds: a span may be made so long that no count of nanoseconds holds it.
    const double wanted =
        std::clamp(inSeconds(span.length()) * factor, inSeconds(kShortestSpan), inSeconds(kLongestSpan));
    const Duration length(std::llround(wanted * 1e9));
    const double share =
        std::clamp(inSeconds(around - span.from) / std::max(1e-9, inSeconds(span.length())), 0.0, 1.0);
    const TimeSpan next{around - scaled(length, share), around - scaled(length, share) + length};
    return panned(next, Duration::zero(), reach);
}

TimeSpan panned(const TimeSpan& span, Duration by, const RecordedSpan& reach) {
    const TimePoint first = std::min(reach.newest, reach.oldest + span.length() / 10);
    return endedAt(std::clamp(span.to + by, first, reach.newest), span.length());
}

TimeSpan revealing(const TimeSpan& span, const TimeSpan& part, const RecordedSpan& reach) {
    if (part.from >= span.from && part.to <= span.to) return span;
    if (part.length() > span.length()) {
        const Duration length = std::min<Duration>(scaled(part.length(), 1.25), kLongestSpan);
        return panned(endedAt(part.to + (length - part.length()) / 2, length), Duration::zero(), reach);
    }
    const Duration room = (span.length() - part.length()) / 4;
    if (part.to > span.to) return panned(endedAt(part.to + room, span.length()), Duration::zero(), reach);
    return panned(endedAt(part.from - room + span.length(), span.length()), Duration::zero(), reach);
}

TimeSpan wholeOf(const RecordedSpan& reach) {
    return endedAt(reach.newest,
                   std::clamp<Duration>(reach.newest - reach.oldest, kShortestSpan, kLongestSpan));
}

seconds seriesStep(Duration span, double pixels) {
    const double most = std::clamp(pixels, 1.0, kMostSteps);
    for (const std::int64_t step : kSteps) {
        if (inSeconds(span) / static_cast<double>(step) <= most) return seconds(step);
    }
    return seconds(kSteps.back());
}

std::vector<TimeTick> timelineTicks(const TimeSpan& span, int most) {
    const std::int64_t step = tickStep(span, std::max(1, most));
    if (step >= kDay) return dayTicks(span, step);
    // Round by the clock on the wall, which may be half an hour away from the world's.
    const std::int64_t first = epochSeconds(span.from);
    const std::int64_t offset = QDateTime::fromSecsSinceEpoch(first).offsetFromUtc();
    std::vector<TimeTick> ticks;
    for (std::int64_t at = roundedUp(first + offset, step) - offset; atSecond(at) <= span.to; at += step) {
        if (atSecond(at) < span.from) continue;
        const QDateTime local = QDateTime::fromSecsSinceEpoch(at);
        ticks.push_back({atSecond(at), tickLabel(local, step), local.time() == QTime(0, 0)});
    }
    return ticks;
}

std::vector<TimeSpan> unknownParts(const TimeSpan& span, std::span<const RecordedSpan> known) {
    std::vector<RecordedSpan> parts(known.begin(), known.end());
    std::sort(parts.begin(), parts.end(),
              [](const RecordedSpan& a, const RecordedSpan& b) { return a.oldest < b.oldest; });
    std::vector<TimeSpan> unknown;
    TimePoint seen = span.from;
    for (const RecordedSpan& part : parts) {
        if (part.oldest > seen && seen < span.to) unknown.push_back({seen, std::min(part.oldest, span.to)});
        seen = std::max(seen, part.newest);
    }
    if (seen < span.to) unknown.push_back({seen, span.to});
    return unknown;
}

std::vector<MarkGroup> groupMarks(std::span<const MarkPlace> marks, double apart) {
    std::vector<MarkGroup> groups;
    std::vector<std::optional<std::size_t>> open;  // by lane: the group that may still grow
    for (std::size_t i = 0; i < marks.size(); ++i) {
        const MarkPlace& mark = marks[i];
        if (mark.lane >= open.size()) open.resize(mark.lane + 1);
        std::optional<std::size_t>& current = open[mark.lane];
        if (!current || mark.x - marks[groups[*current].members.front()].x >= apart) {
            current = groups.size();
            groups.push_back({mark.x, mark.lane, {}});
        }
        MarkGroup& group = groups[*current];
        group.members.push_back(i);
        group.x = (marks[group.members.front()].x + mark.x) / 2;
    }
    return groups;
}

std::optional<std::size_t> groupAt(std::span<const MarkGroup> groups, const MarkPlace& place, double reach) {
    std::optional<std::size_t> nearest;
    double best = reach;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const double distance = std::abs(groups[i].x - place.x);
        if (groups[i].lane != place.lane || distance > best) continue;
        best = distance;
        nearest = i;
    }
    return nearest;
}

}  // namespace binnacle
