// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/history_documents.h"
#include "app/ctl/policy_text.h"
#include "app/ctl/time_argument.h"

namespace binnacle {

int runNoteAdd(Session& session) {
    const CtlOptions& options = session.options();
    const auto at = parseMoment("--at", options.at, SystemClock().now());
    if (!at) return session.misused(at.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto note =
        station->addNote({at->value_or(SystemClock().now()), options.subject, options.text, whoAmI()});
    if (!note) return session.fail(note.error());
    if (session.format() != OutputFormat::table)
        session.printDocument(eventDocument(*note));
    else
        session.print("note " + std::to_string(note->id) + " at " + isoTime(note->at) + "\n");
    return ExitCode::kOk;
}

int runNoteRemove(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto removed = station->removeNote(session.options().note);
    return removed ? ExitCode::kOk : session.fail(removed.error());
}

}  // namespace binnacle
