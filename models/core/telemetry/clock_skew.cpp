// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/clock_skew.h"

#include <algorithm>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAhead = 5s;
constexpr Duration kFarAway = 24h;
constexpr Duration kBehind = 2min;      // far beyond any interval at which proxies flush
constexpr Duration kLateFlush = 10min;  // an entry of a shifted proxy may still be this late
constexpr Duration kPeriod = 10s;
constexpr unsigned kEnough = 8;

}  // namespace

TimePoint addClamped(TimePoint at, Duration by) {
    Duration::rep sum = 0;
    if (__builtin_add_overflow(at.time_since_epoch().count(), by.count(), &sum)) {
        return by.count() > 0 ? TimePoint::max() : TimePoint::min();
    }
    return TimePoint(Duration(sum));
}

Duration differenceClamped(TimePoint a, TimePoint b) {
    Duration::rep difference = 0;
    if (__builtin_sub_overflow(a.time_since_epoch().count(), b.time_since_epoch().count(), &difference)) {
        return a > b ? Duration::max() : Duration::min();
    }
    return Duration(difference);
}

TimePoint ClockSkew::correct(TimePoint end, TimePoint receivedAt) {
    const Duration age = differenceClamped(receivedAt, end);
    observe(age, receivedAt);
    if (age >= -kAhead && age <= (m_behind ? kBehind : kFarAway)) return end;
    m_skewed = true;
    // The entry that shows the smallest age tells the offset best: the others waited in the proxy's buffer.
    const bool outdated =
        m_hasOffset && m_offset < Duration::max() - kLateFlush && age > m_offset + kLateFlush;
    if (!m_hasOffset || age < m_offset || outdated) {
        m_offset = age;
        m_hasOffset = true;
    }
    return addClamped(end, m_offset);
}

void ClockSkew::observe(Duration age, TimePoint receivedAt) {
    if (m_seen == 0) m_periodStart = receivedAt;
    m_youngest = m_seen == 0 ? age : std::min(m_youngest, age);
    ++m_seen;
    if (m_seen < kEnough || receivedAt - m_periodStart < kPeriod) return;
    m_behind = m_youngest > kBehind;
    const bool right = !m_behind && m_youngest >= -kAhead;
    m_skewed = !right;
    m_hasOffset = !right;
    m_offset = m_youngest;
    m_seen = 0;
}

}  // namespace binnacle
