// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/base/error.h"

#include <QString>

namespace binnacle {

/// The one place where figures become text for people: units always shown, three significant digits, C-locale
/// digits. Any thread.
QString formatDuration(Duration value);    ///< "12.3 ms", "1.20 s", "850 µs"
QString formatRate(double perSecond);      ///< "214 rps", "0.4 rps", "3.41 k rps"
QString formatShare(double ratio);         ///< 0..1 -> "4.1 %"
QString formatBytes(double bytes);         ///< "1.2 KiB"
QString formatCount(std::uint64_t count);  ///< "3,412"
QString formatClock(TimePoint at);         ///< "14:03:07.120", local time
QString formatStamp(TimePoint at);         ///< ISO 8601 with zone: "2026-11-24T14:03:07.120+01:00"
QString formatAge(Duration age);           ///< "3 s ago", "2 min ago"
/// A sentence that says what failed, on what, and what to do.
QString sentence(const Error& error);
/// UTF-8 from core as text, once and here.
QString text(const std::string& utf8);
std::string utf8(const QString& text);

}  // namespace binnacle
