// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <optional>
#include <string>

namespace binnacle {

/// "30s", "500ms", "5m", "1.5h", "2d"; above 0.
Result<Duration> parseLength(const std::string& text);

/// A time as RFC 3339 ("2026-11-24T14:03:07.120Z", "...+01:00"), as seconds since the epoch
/// ("1795532587.12"), as "now", or back from now ("-5m").
Result<TimePoint> parseTime(const std::string& text, TimePoint now);

/// The window that --window, --from and --to ask for; empty: not given. Errors name the option.
Result<TimeWindow> parseWindow(const std::string& window, const std::string& from, const std::string& to,
                               TimePoint now);

/// The moment an option names; empty: none was given. The Error names the option.
Result<std::optional<TimePoint>> parseMoment(const char* option, const std::string& text, TimePoint now);

}  // namespace binnacle
