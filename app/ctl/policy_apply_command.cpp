// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/policy_text.h"
#include "models/core/policy/validate.h"

namespace binnacle {
namespace {

// Applying what is in force already is no failure: scripts may say it again.
int reportNothingToDo(Session& session) {
    if (session.format() == OutputFormat::table) {
        session.print("nothing would change\n");
        return ExitCode::kOk;
    }
    Json document = outcomeDocument({});
    document["change"] = nullptr;
    document["state"] = "unchanged";
    session.printDocument(document);
    return ExitCode::kOk;
}

}  // namespace

int runPolicyApply(Session& session) {
    const auto intents = readIntents(session.options().file);
    if (!intents) return session.fail(intents.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    // The write carries the version this plan was made on, so nobody else's change is overwritten unseen.
    const auto plan = station->plan(*intents);
    if (!plan) return session.fail(plan.error());
    for (const Problem& problem : plan->problems)
        session.say(terminalText(problem.place) + ": " + terminalText(problem.reason) +
                    (problem.fix.empty() ? "" : "; " + terminalText(problem.fix)));
    if (hasError(plan->problems))
        return session.fail({ErrorCode::invalid, "policy", "not applied: see above"});
    if (plan->edits.empty()) return reportNothingToDo(session);
    AnswerTeller teller(session);
    const auto change = station->apply({*intents, plan->basedOn, whoAmI(), session.options().reason},
                                       [&](const Change& progress) { teller.tell(progress); });
    if (!change) return session.fail(change.error());
    return printOutcome(session, *change);
}

}  // namespace binnacle
