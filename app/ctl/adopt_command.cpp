// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"

namespace binnacle {

int runAdopt(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto text = station->adoption();
    if (!text) return session.fail(text.error());
    if (session.format() != OutputFormat::table)
        session.printDocument(Json{{"bootstrap", *text}});
    else
        session.print(terminalLines(*text) + (text->ends_with('\n') ? "" : "\n"));
    return ExitCode::kOk;
}

}  // namespace binnacle
