// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/child_station.h"
#include "app/ctl/commands.h"
#include "app/ctl/comparison_report.h"
#include "app/ctl/filter_argument.h"

namespace binnacle {
namespace {

/// A snapshot's station, and the window that the snapshot is of.
struct OpenSnapshot {
    std::shared_ptr<StationClient> station;
    TimeWindow window;
};

Result<OpenSnapshot> openSnapshot(const ChildStation& child) {
    const auto station = connectStation(child.socketPath());
    if (!station) return tl::unexpected(station.error());
    const auto report = (*station)->reviewSnapshot({});
    if (!report) return tl::unexpected(report.error());
    return OpenSnapshot{*station, {report->to - report->from, report->to}};
}

}  // namespace

int runSnapshotCompare(Session& session) {
    const CtlOptions& options = session.options();
    if (auto checked = checkFilter(options.filter); !checked) return session.misused(checked.error());
    // Both children before the first connection: that brings threads, and a fork must not.
    const auto first = ChildStation::start(options.against);
    if (!first) return session.fail(first.error());
    const auto second = ChildStation::start(options.file);
    if (!second) return session.fail(second.error());
    const auto before = openSnapshot(**first);
    if (!before) return session.fail(before.error());
    const auto after = openSnapshot(**second);
    if (!after) return session.fail(after.error());
    const auto comparison = compareWindows({*before->station, {before->window, options.filter}},
                                           {*after->station, {after->window, options.filter}});
    if (!comparison) return session.fail(comparison.error());
    return printComparison(session, *comparison);
}

}  // namespace binnacle
