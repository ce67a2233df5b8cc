// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/policy_text.h"

namespace binnacle {

int runPolicyRevert(Session& session) {
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const CtlOptions& options = session.options();
    const std::string reason = options.reason.empty() ? "revert of " + options.change : options.reason;
    AnswerTeller teller(session);
    const auto change = station->revert({options.change, whoAmI(), reason},
                                        [&](const Change& progress) { teller.tell(progress); });
    if (!change) return session.fail(change.error());
    return printOutcome(session, *change);
}

}  // namespace binnacle
