// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/filter_argument.h"
#include "app/ctl/time_argument.h"
#include "models/core/telemetry/protocol_name.h"
#include "models/core/telemetry/response_flags.h"

namespace binnacle {
namespace {

std::string flagsCell(const EdgeStats& stats) {
    std::string out;
    for (const auto& [bit, count] : stats.flags)
        out += (out.empty() ? "" : " ") + responseFlagNames(std::uint64_t{1} << (bit & 63U)) + ":" +
               std::to_string(count);
    return out;
}

Cell latencyCell(const EdgeStats& stats, double q) {
    return {durationCell(Duration(static_cast<std::int64_t>(stats.latency.quantile(q))))};
}

std::string noteCell(const Edge& edge) {
    if (edge.otherSideMissing) return "other side silent";
    return edge.toldBy == ToldBy::destination ? "told by destination" : "";
}

Table edgesTable(const TopologyFrame& frame) {
    Table table({{"SOURCE"},
                 {"DESTINATION"},
                 {"PROTOCOL"},
                 {"REQUESTS", Align::right},
                 {"RPS", Align::right},
                 {"ERRORS", Align::right},
                 {"P50", Align::right},
                 {"P90", Align::right},
                 {"P99", Align::right},
                 {"FLAGS"},
                 {"NOTE"}});
    for (const Edge& edge : frame.edges)
        table.add({{edge.source},
                   {edge.destination},
                   {std::string(protocolName(edge.protocol))},
                   {std::to_string(edge.stats.requests)},
                   {rateCell(static_cast<double>(edge.stats.requests) / frame.seconds())},
                   {shareCell(ratio(edge.stats.errors, edge.stats.requests)),
                    edge.stats.errors > 0 ? Ink::bad : Ink::plain},
                   latencyCell(edge.stats, 0.5),
                   latencyCell(edge.stats, 0.9),
                   latencyCell(edge.stats, 0.99),
                   {flagsCell(edge.stats)},
                   {noteCell(edge), Ink::dim}});
    return table;
}

}  // namespace

int runTopology(Session& session) {
    const CtlOptions& options = session.options();
    const auto window = parseWindow(options.window, options.from, options.to, SystemClock().now());
    if (!window) return session.misused(window.error());
    if (auto checked = checkFilter(options.filter); !checked) return session.misused(checked.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto frame = station->topology({*window, options.filter});
    if (!frame) return session.fail(frame.error());
    if (session.format() != OutputFormat::table)
        session.printDocument(topologyDocument(**frame));
    else if ((*frame)->edges.empty())
        session.say("no calls in this window");
    else
        session.print(edgesTable(**frame));
    return ExitCode::kOk;
}

}  // namespace binnacle
