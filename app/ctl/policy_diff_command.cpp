// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/policy_text.h"
#include "models/core/policy/validate.h"

namespace binnacle {

int runPolicyDiff(Session& session) {
    const auto intents = readIntents(session.options().file);
    if (!intents) return session.fail(intents.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto plan = station->plan(*intents);
    if (!plan) return session.fail(plan.error());
    if (session.format() != OutputFormat::table)
        session.printDocument(planDocument(*plan));
    else
        session.print(planText(*plan));
    const bool differs = !plan->changes.empty() || !plan->edits.empty() || hasError(plan->problems);
    return differs ? ExitCode::kDifferences : ExitCode::kOk;
}

}  // namespace binnacle
