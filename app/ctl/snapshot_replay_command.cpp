// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "connectors/replay/replay.h"

#include <fmt/format.h>
#include <unistd.h>
#include <cstdio>

namespace binnacle {

int runSnapshotReplay(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto status = station->status();
    if (!status) return session.fail(status.error());
    const auto& span = status->history.span;
    if (!span)
        return session.fail({ErrorCode::notFound, session.options().snapshot, "nothing is recorded in it"});
    const bool isShown = isatty(STDERR_FILENO) == 1;
    const auto sent = replay(
        *station, {session.options().replayTo, span->oldest, span->newest, session.options().speed},
        [&](const ReplayProgress& progress) {
            if (isShown)
                std::fprintf(stderr, "\rbinnaclectl: %s, %llu requests", isoTime(progress.reached).c_str(),
                             static_cast<unsigned long long>(progress.sent));
            return true;
        });
    if (isShown) std::fputs("\n", stderr);
    if (!sent) return session.fail(sent.error());
    if (session.format() == OutputFormat::table)
        session.print(fmt::format("{} requests replayed\n", *sent));
    else
        session.printDocument(Json{{"sent", *sent}});
    return ExitCode::kOk;
}

}  // namespace binnacle
