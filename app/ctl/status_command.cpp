// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"

#include <fmt/format.h>

namespace binnacle {
namespace {

Table proxiesTable(const StationStatus& status) {
    Table table(
        {{"PROXY"}, {"CLUSTER"}, {"STATE"}, {"RECORDS", Align::right}, {"LAST", Align::right}, {"POLICY"}});
    for (const ProxyStatus& proxy : status.proxies) {
        const Cell state = proxy.connected ? Cell{"connected", Ink::good} : Cell{"away", Ink::bad};
        table.add(
            {{proxy.proxy.node},
             {proxy.proxy.cluster},
             state,
             {std::to_string(proxy.records)},
             {proxy.lastRecordAge ? durationCell(*proxy.lastRecordAge) : "-"},
             {(proxy.policyMode.empty() ? "-" : proxy.policyMode) + (proxy.skewed ? ", clock is off" : "")}});
    }
    return table;
}

std::string historyLine(const HistoryStatus& history) {
    if (!history.problem.empty()) return "history: stopped: " + terminalText(history.problem) + "\n";
    if (!history.span) return history.isRecording ? "history: nothing is recorded yet\n" : "history: off\n";
    return fmt::format("history: {} to {}, {} bytes\n", isoTime(history.span->oldest),
                       isoTime(history.span->newest), history.bytes);
}

std::string summary(const StationStatus& status) {
    std::string out =
        fmt::format("records: {} received, {} dropped from the tail", status.received, status.dropped);
    for (const auto& [reason, count] : status.rejected)
        out += fmt::format(", {} rejected: {}", count, terminalText(reason));
    for (const auto& [reason, count] : status.clamped)
        out += fmt::format(", {} clamped: {}", count, terminalText(reason));
    out +=
        fmt::format("\nlag: {} (proxies {}, p99 {}; station {})\n",
                    durationCell(status.lag.proxies + status.lag.station), durationCell(status.lag.proxies),
                    durationCell(status.lag.proxiesP99), durationCell(status.lag.station));
    out += fmt::format("station: {}, proxies connect at {}{}\n", terminalText(status.version),
                       terminalText(status.listening), status.readOnly ? ", read-only" : "");
    out += historyLine(status.history);
    if (!status.snapshot.empty()) out += "snapshot: " + terminalText(status.snapshot) + "\n";
    if (!status.mesh.empty()) out += "mesh: " + terminalText(status.mesh) + "\n";
    return out;
}

}  // namespace

int runStatus(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto status = station->status();
    if (!status) return session.fail(status.error());
    if (session.format() != OutputFormat::table) {
        session.printDocument(statusDocument(*status));
        return ExitCode::kOk;
    }
    session.print(proxiesTable(*status));
    session.print(summary(*status));
    return ExitCode::kOk;
}

}  // namespace binnacle
