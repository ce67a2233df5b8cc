// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "models/core/policy/intent_yaml.h"

namespace binnacle {
namespace {

std::string fieldsOf(const std::optional<Intent>& intent) {
    if (!intent) return "none";
    std::string out;
    for (const auto& [field, value] : intentFields(*intent))
        out += (out.empty() ? "" : " ") + field + "=" + value;
    return out;
}

Table historyTable(const std::vector<Change>& changes) {
    Table table({{"CHANGE"}, {"TIME"}, {"WHO"}, {"STATE"}, {"SERVICE"}, {"BEFORE"}, {"AFTER"}, {"REASON"}});
    for (const Change& change : changes)
        for (const IntentEdit& edit : change.edits)
            table.add({{change.id},
                       {isoTime(change.at)},
                       {change.who},
                       {nameOf(change.state), change.state == ChangeState::live ? Ink::good : Ink::plain},
                       {edit.service},
                       {fieldsOf(edit.before)},
                       {fieldsOf(edit.after)},
                       {change.reason}});
    return table;
}

}  // namespace

int runPolicyHistory(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto changes = station->history();
    if (!changes) return session.fail(changes.error());
    if (session.format() != OutputFormat::table)
        session.printDocument(historyDocument(*changes));
    else if (changes->empty())
        session.say("no change was made yet");
    else
        session.print(historyTable(*changes));
    return ExitCode::kOk;
}

}  // namespace binnacle
