// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/comparison_report.h"
#include "app/ctl/filter_argument.h"
#include "app/ctl/time_argument.h"

namespace binnacle {
namespace {

/// Where the window to compare with ends: where --against says, else where the shown one begins. A snapshot
/// has no now of its own: there, back from now is back from its end.
Result<TimePoint> baselineEnd(const CtlOptions& options, const TimeWindow& shown, TimePoint shownEnd) {
    if (options.against.empty()) return shownEnd - shown.length;
    const TimePoint now = options.snapshot.empty() ? SystemClock().now() : shownEnd;
    const auto end = parseTime(options.against, now);
    if (!end) return failure(ErrorCode::invalid, "--against", end.error().detail);
    return *end;
}

}  // namespace

int runCompare(Session& session) {
    const CtlOptions& options = session.options();
    const auto shown = parseWindow(options.window, options.from, options.to, SystemClock().now());
    if (!shown) return session.misused(shown.error());
    // What is misused is said before anybody is asked.
    if (const auto read = baselineEnd(options, *shown, SystemClock().now()); !read)
        return session.misused(read.error());
    if (auto checked = checkFilter(options.filter); !checked) return session.misused(checked.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto shownEnd = session.endOf(*shown, *station);
    if (!shownEnd) return session.fail(shownEnd.error());
    const TimeWindow baseline{shown->length, *baselineEnd(options, *shown, *shownEnd)};
    const auto comparison =
        compareWindows({*station, {baseline, options.filter}}, {*station, {*shown, options.filter}});
    if (!comparison) return session.fail(comparison.error());
    return printComparison(session, *comparison);
}

}  // namespace binnacle
