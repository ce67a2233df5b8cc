// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/session.h"
#include "models/core/policy/change.h"

#include <string>
#include <vector>

namespace binnacle {

/// The intents of a file; "-" is standard input. At most 1 MiB.
Result<std::vector<Intent>> readIntents(const std::string& file);

/// "alice@host": who asks for a change.
std::string whoAmI();

/// What a plan would do, for people: native values before and after, then what to know.
std::string planText(const Plan& plan);

/// Prints what became of a change; 0 all acknowledged, 4 partly, 1 failed.
int printOutcome(Session& session, const Change& change);
/// A line of talk for each answer that came since the last call.
class AnswerTeller {
  public:
    explicit AnswerTeller(const Session& session) : m_session(session) {}
    void tell(const Change& change);

  private:
    const Session& m_session;
    std::vector<std::string> m_told;
};

}  // namespace binnacle
