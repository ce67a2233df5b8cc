// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/policy_text.h"

#include "app/ctl/documents.h"
#include "app/ctl/line_diff.h"
#include "app/ctl/text_file.h"
#include "models/core/policy/intent_yaml.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace binnacle {
Result<std::vector<Intent>> readIntents(const std::string& file) {
    const std::string name = textFileName(file);
    const auto text = readTextFile(file);
    if (!text) return tl::unexpected(text.error());
    auto intents = parseIntents(*text);
    if (!intents) return failure(intents.error().code, name, sentenceOf(intents.error()));
    if (intents->empty()) return failure(ErrorCode::invalid, name, "holds no intent");
    return intents;
}

std::string whoAmI() {
    const passwd* user = getpwuid(getuid());
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    const std::string name = user != nullptr ? user->pw_name : "uid " + std::to_string(getuid());
    return name + "@" + host.data();
}

std::string planText(const Plan& plan) {
    // The same write to many proxies is one paragraph.
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> proxies;
    for (const NativeChange& change : plan.changes)
        proxies[{change.resource, change.before, change.after}].push_back(change.proxy);
    std::string out;
    for (const auto& [write, nodes] : proxies) {
        const auto& [resource, before, after] = write;
        out +=
            terminalText(resource) + "   (" + terminalText(fmt::format("{}", fmt::join(nodes, ", "))) + ")\n";
        out += lineDiff(terminalLines(before), terminalLines(after));
    }
    for (const Problem& problem : plan.problems) {
        out += fmt::format("{}: {}: {}", nameOf(problem.severity), terminalText(problem.place),
                           terminalText(problem.reason));
        out += problem.fix.empty() ? "\n" : "; " + terminalText(problem.fix) + "\n";
    }
    if (plan.changes.empty() && plan.edits.empty()) out += "nothing would change\n";
    return out;
}

void AnswerTeller::tell(const Change& change) {
    for (const ProxyAnswer& answer : change.answers) {
        if (answer.state == AnswerState::silent) continue;
        if (std::find(m_told.begin(), m_told.end(), answer.node) != m_told.end()) continue;
        m_told.push_back(answer.node);
        const std::string error = answer.error.empty() ? "" : ": " + terminalText(answer.error);
        m_session.say(fmt::format("{} {} after {}{}", terminalText(answer.node), nameOf(answer.state),
                                  durationCell(answer.after), error));
    }
}

int printOutcome(Session& session, const Change& change) {
    const AnswerCounts counts = countAnswers(change);
    if (session.format() != OutputFormat::table) {
        session.printDocument(outcomeDocument(change));
    } else {
        session.print(fmt::format("{} is {}: {} of {} proxies acknowledged, {} rejected, {} silent\n",
                                  terminalText(change.id), nameOf(change.state), counts.acknowledged,
                                  change.answers.size(), counts.rejected, counts.silent));
    }
    if (counts.rejected == 0 && counts.silent == 0)
        return change.state == ChangeState::rejected ? ExitCode::kFailed : ExitCode::kOk;
    return counts.acknowledged > 0 ? ExitCode::kPartly : ExitCode::kFailed;
}

}  // namespace binnacle
