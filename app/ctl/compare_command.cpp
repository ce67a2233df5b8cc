// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/comparison_report.h"
#include "app/ctl/filter_argument.h"
#include "app/ctl/time_argument.h"

namespace binnacle {
namespace {

/// The window to compare with: as long as `shown`, ending where --against says, else where `shown` begins.
Result<TimeWindow> baselineOf(const TimeWindow& shown, const std::string& against, TimePoint now) {
    if (against.empty()) return TimeWindow{shown.length, shown.to.value_or(now) - shown.length};
    const auto end = parseTime(against, now);
    if (!end) return failure(ErrorCode::invalid, "--against", end.error().detail);
    return TimeWindow{shown.length, *end};
}

}  // namespace

int runCompare(Session& session) {
    const CtlOptions& options = session.options();
    const TimePoint now = SystemClock().now();
    const auto shown = parseWindow(options.window, options.from, options.to, now);
    if (!shown) return session.misused(shown.error());
    const auto baseline = baselineOf(*shown, options.against, now);
    if (!baseline) return session.misused(baseline.error());
    if (auto checked = checkFilter(options.filter); !checked) return session.misused(checked.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto comparison =
        compareWindows({*station, {*baseline, options.filter}}, {*station, {*shown, options.filter}});
    if (!comparison) return session.fail(comparison.error());
    return printComparison(session, *comparison);
}

}  // namespace binnacle
