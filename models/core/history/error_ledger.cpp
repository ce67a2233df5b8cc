// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/error_ledger.h"

#include <algorithm>

namespace binnacle {
namespace {

using namespace std::chrono_literals;
using std::chrono::floor;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kEvery = 15s;
constexpr Duration kAfterFailure = 5min;
/// Proxies tell late; a minute older than this does not change any more.
constexpr Duration kLate = 5min;
constexpr hours kByMinute = 6h;
/// An hour that began within the minutes' reach is then covered by them to its beginning.
constexpr hours kMinutesKept = kByMinute + 1h;

std::int64_t minuteOf(TimePoint at) {
    return floor<minutes>(at.time_since_epoch()).count();
}
std::int64_t hourOf(TimePoint at) {
    return floor<hours>(at.time_since_epoch()).count();
}
std::int64_t hourOfMinute(std::int64_t minute) {
    return hourOf(TimePoint(minutes(minute)));
}

RequestCount sum(const std::map<std::int64_t, RequestCount>& counts, std::int64_t from, std::int64_t to) {
    RequestCount all;
    for (auto at = counts.lower_bound(from); at != counts.end() && at->first < to; ++at) all.add(at->second);
    return all;
}

}  // namespace

bool ErrorLedger::startsAnew(TimePoint now) const {
    return !m_isLoaded || now < m_readAt || now - m_readAt > kByMinute;
}

Result<void> ErrorLedger::read(const TrafficSource& source, TimePoint now) {
    auto done = startsAnew(now) ? readAll(source, now) : readRecent(source, now);
    m_nextRead = now + (done ? kEvery : kAfterFailure);
    if (!done) return done;
    m_isLoaded = true;
    m_readAt = now;
    forgetBefore(now);
    return {};
}

// A request that failed and was slow as well counts twice, up to all of them: the sketch does not tell which
// ones were slow, and a budget must not look better than it is.
Result<ErrorLedger::Counts> ErrorLedger::countsOf(const TrafficSource& source, Span span,
                                                  std::chrono::seconds step) const {
    const TimePoint end(step * span.to);
    const auto series = source.series(
        {{.length = step * (span.to - span.from), .to = end}, step, Selection{}, m_objective.of});
    if (!series) return tl::unexpected(series.error());
    Counts counts;
    const auto bound = static_cast<std::uint64_t>(m_objective.slowerThan.count());
    for (const SeriesPoint& point : series->points) {
        if (point.stats.requests == 0) continue;
        const std::uint64_t slow = bound == 0 ? 0 : point.stats.latency.countAbove(bound);
        const std::uint64_t bad = std::min(point.stats.errors + slow, point.stats.requests);
        counts[floor<seconds>(point.at.time_since_epoch()) / step].add({point.stats.requests, bad});
    }
    return counts;
}

Result<void> ErrorLedger::readAll(const TrafficSource& source, TimePoint now) {
    const Span allHours{hourOf(now - m_objective.period), hourOf(now) + 1};
    auto byHour = countsOf(source, allHours, hours(1));
    if (!byHour) return tl::unexpected(byHour.error());
    const Span lastMinutes{minuteOf(floor<hours>(now) - kMinutesKept), minuteOf(now) + 1};
    const auto byMinute = countsOf(source, lastMinutes, minutes(1));
    if (!byMinute) return tl::unexpected(byMinute.error());
    m_hours = *std::move(byHour);
    m_minutes.clear();
    replaceMinutes(lastMinutes, *byMinute);
    return {};
}

Result<void> ErrorLedger::readRecent(const TrafficSource& source, TimePoint now) {
    const Span span{minuteOf(m_readAt - kLate), minuteOf(now) + 1};
    const auto counts = countsOf(source, span, minutes(1));
    if (!counts) return tl::unexpected(counts.error());
    replaceMinutes(span, *counts);
    return {};
}

void ErrorLedger::replaceMinutes(Span span, const Counts& counts) {
    m_minutes.erase(m_minutes.lower_bound(span.from), m_minutes.lower_bound(span.to));
    m_minutes.insert(counts.begin(), counts.end());
    for (std::int64_t hour = hourOfMinute(span.from); hour <= hourOfMinute(span.to - 1); ++hour)
        m_hours[hour] = sum(m_minutes, hour * 60, hour * 60 + 60);
}

void ErrorLedger::forgetBefore(TimePoint now) {
    m_minutes.erase(m_minutes.begin(), m_minutes.lower_bound(minuteOf(floor<hours>(now) - kMinutesKept)));
    m_hours.erase(m_hours.begin(), m_hours.lower_bound(hourOf(now - m_objective.period)));
}

RequestCount ErrorLedger::over(Duration window, TimePoint now) const {
    if (window <= kByMinute) return sum(m_minutes, minuteOf(now - window), minuteOf(now) + 1);
    return sum(m_hours, hourOf(now - window), hourOf(now) + 1);
}

BudgetState ErrorLedger::budget(TimePoint now) const {
    BudgetState state{.objective = m_objective.name};
    state.burnHour = burn(1h, now);
    state.burnFiveMinutes = burn(5min, now);
    const auto first =
        std::find_if(m_hours.begin(), m_hours.end(), [](const auto& hour) { return hour.second.all > 0; });
    if (first == m_hours.end()) return state;
    const Duration since = now - TimePoint(hours(first->first));
    state.covered = std::clamp(since, Duration::zero(), m_objective.period);
    state.left = budgetLeft(over(m_objective.period, now), m_objective.target,
                            std::chrono::duration<double>(state.covered) / m_objective.period);
    return state;
}

}  // namespace binnacle
