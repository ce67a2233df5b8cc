// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/commands.h"
#include "app/ctl/documents.h"
#include "app/ctl/time_argument.h"
#include "models/core/policy/intent_yaml.h"

#include <utility>

namespace binnacle {
namespace {

Table policiesTable(const std::vector<PolicyInForce>& policies) {
    Table table(
        {{"SERVICE"}, {"KIND"}, {"FIELD"}, {"VALUE", Align::right}, {"FROM"}, {"PROXIES", Align::right}});
    for (const PolicyInForce& policy : policies)
        for (const PolicyValue& value : policy.values)
            table.add({{policy.intent.service},
                       {std::string(intentKindName(policy.intent.kind()))},
                       {value.field},
                       {value.value},
                       {value.origin},
                       {std::to_string(policy.proxies.size())}});
    return table;
}

int printPolicies(Session& session, const std::vector<PolicyInForce>& policies) {
    if (session.format() != OutputFormat::table)
        session.printDocument(policiesDocument(policies));
    else if (policies.empty())
        session.say("no policy is in force");
    else
        session.print(policiesTable(policies));
    return ExitCode::kOk;
}

}  // namespace

int runPolicyList(Session& session) {
    const auto at = parseMoment("--at", session.options().at, SystemClock().now());
    if (!at) return session.misused(at.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    const auto policies = station->policies(*at);
    return policies ? printPolicies(session, *policies) : session.fail(policies.error());
}

int runPolicyGet(Session& session) {
    const auto at = parseMoment("--at", session.options().at, SystemClock().now());
    if (!at) return session.misused(at.error());
    const auto station = session.station();
    if (!station) return ExitCode::kFailed;
    auto policies = station->policies(*at);
    if (!policies) return session.fail(policies.error());
    const std::string& service = session.options().service;
    std::erase_if(*policies, [&](const PolicyInForce& policy) { return policy.intent.service != service; });
    if (policies->empty()) {
        if (session.format() != OutputFormat::table) session.printDocument(Json::array());
        return session.fail({ErrorCode::notFound, service, "no policy is in force for this service"});
    }
    return printPolicies(session, *policies);
}

}  // namespace binnacle
