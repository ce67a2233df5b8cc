// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/history_documents.h"
#include "app/ctl/policy_text.h"
#include "app/ctl/time_argument.h"

#include <fmt/format.h>
#include <unistd.h>
#include <atomic>
#include <csignal>
#include <cstdio>

namespace binnacle {
namespace {

constexpr const char* kWindow = "15m";

std::atomic<bool> interrupted = false;

// The first Ctrl-C ends the export in good order; the second ends the process.
void endOnInterrupt() {
    struct sigaction action{};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

/// "42 %" on one line of standard error, where a person looks.
class ProgressLine {
  public:
    bool tell(double done) {
        const int percent = static_cast<int>(done * 100);
        if (m_isShown && percent != m_percent) std::fprintf(stderr, "\rbinnaclectl: %d %%", percent);
        m_percent = percent;
        return !interrupted;
    }
    ~ProgressLine() {
        if (m_isShown && m_percent >= 0) std::fputs("\r\x1b[K", stderr);
    }

  private:
    const bool m_isShown = isatty(STDERR_FILENO) == 1;
    int m_percent = -1;
};

std::string reportText(const SnapshotReport& report) {
    std::string out;
    out += fmt::format("from {} to {}\n", isoTime(report.from), isoTime(report.to));
    out += fmt::format("made {} by {}, binnacle {}{}\n", isoTime(report.made), terminalText(report.who),
                       terminalText(report.station),
                       report.mesh.empty() ? "" : ", mesh " + terminalText(report.mesh));
    out += fmt::format("{} nodes, {} edges, {} requests, {} of them one by one, {} events, {} changes\n",
                       report.nodes, report.edges, report.requests, report.records, report.events,
                       report.changes);
    if (!report.note.empty()) out += "note: " + terminalLines(report.note) + "\n";
    for (const auto& [kind, count] : report.removed)
        out += fmt::format("removed: {} {}\n", count, terminalText(kind));
    out += fmt::format("{} bytes\n", report.bytes);
    return out;
}

}  // namespace

int runSnapshotExport(Session& session) {
    const CtlOptions& options = session.options();
    const bool isOpen = options.window.empty() && options.from.empty();
    const auto window =
        parseWindow(isOpen ? kWindow : options.window, options.from, options.to, SystemClock().now());
    if (!window) return session.misused(window.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    endOnInterrupt();
    Result<SnapshotReport> report;
    {
        ProgressLine line;
        report = station->exportSnapshot(
            {*window, options.requests, !options.withoutConfiguration, options.text, whoAmI()}, options.file,
            [&](double done) { return line.tell(done); });
    }
    if (!report) return session.fail(report.error());
    if (session.format() == OutputFormat::table) {
        session.print(terminalText(options.file) + ":\n" + reportText(*report));
        return ExitCode::kOk;
    }
    Json document{{"file", options.file}};
    document.update(snapshotDocument(*report));
    session.printDocument(document);
    return ExitCode::kOk;
}

int runSnapshotInspect(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto report = station->reviewSnapshot({});
    if (!report && report.error().code != ErrorCode::corrupt) return session.fail(report.error());
    if (!report) {
        session.fail(report.error());
        return ExitCode::kDifferences;
    }
    if (session.format() == OutputFormat::table) {
        session.print(reportText(*report) + "checksums ok\n");
        return ExitCode::kOk;
    }
    Json document{{"file", session.options().snapshot}};
    document.update(snapshotDocument(*report));
    document["checksums"] = "ok";
    session.printDocument(document);
    return ExitCode::kOk;
}

}  // namespace binnacle
