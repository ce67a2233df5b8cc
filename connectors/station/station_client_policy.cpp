// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_policy.h"
#include "connectors/station/station_client.h"
#include "connectors/station/station_client_state.h"

#include <optional>
#include <utility>

namespace binnacle {
namespace {

constexpr std::chrono::seconds kChangeDeadline{60};

/// Reads a change's progress to its end.
template <typename Open, typename State>
Result<Change> follow(const State& state, const Open& open, const PolicyPort::OnProgress& onProgress) {
    grpc::ClientContext context;
    State::setDeadline(context, kChangeDeadline);
    const auto reader = open(context);
    std::optional<Change> last;
    v1::Change wire;
    while (reader->Read(&wire)) {
        auto change = fromWire(wire);
        if (!change) {
            context.TryCancel();
            reader->Finish();
            return change;
        }
        last = std::move(*change);
        if (onProgress) onProgress(*last);
    }
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return tl::unexpected(state.errorOf(status));
    if (!last)
        return failure(ErrorCode::corrupt, state.path, "the station did not tell what became of the change");
    return std::move(*last);
}

}  // namespace

Result<std::vector<PolicyInForce>> StationClient::policies(std::optional<TimePoint> at) {
    v1::PoliciesQuery asked;
    State::setMoment(at, asked);
    v1::PolicyList answer;
    if (auto error = m_state->ask(*m_state->policy, &v1::Policy::Stub::GetPolicies, asked, answer))
        return tl::unexpected(*error);
    std::vector<PolicyInForce> out;
    for (const v1::PolicyInForce& wire : answer.policies()) {
        auto policy = fromWire(wire);
        if (!policy) return tl::unexpected(policy.error());
        out.push_back(std::move(*policy));
    }
    return out;
}

Result<Plan> StationClient::plan(const std::vector<Intent>& intents) {
    v1::PlanRequest asked;
    for (const Intent& intent : intents) toWire(intent, *asked.add_intents());
    v1::Plan answer;
    if (auto error = m_state->ask(*m_state->policy, &v1::Policy::Stub::MakePlan, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<Change> StationClient::apply(const ApplyRequest& request, PolicyPort::OnProgress onProgress) {
    v1::ApplyRequest asked;
    toWire(request, asked);
    return follow(
        *m_state, [&](grpc::ClientContext& context) { return m_state->policy->Apply(&context, asked); },
        onProgress);
}

Result<Change> StationClient::revert(const RevertRequest& request, PolicyPort::OnProgress onProgress) {
    v1::RevertRequest asked;
    toWire(request, asked);
    return follow(
        *m_state, [&](grpc::ClientContext& context) { return m_state->policy->Revert(&context, asked); },
        onProgress);
}

Result<std::vector<Change>> StationClient::history() {
    v1::ChangeList answer;
    if (auto error =
            m_state->ask(*m_state->policy, &v1::Policy::Stub::GetHistory, v1::HistoryQuery(), answer))
        return tl::unexpected(*error);
    std::vector<Change> out;
    for (const v1::Change& wire : answer.changes()) {
        auto change = fromWire(wire);
        if (!change) return tl::unexpected(change.error());
        out.push_back(std::move(*change));
    }
    return out;
}

Result<std::string> StationClient::adoption() {
    v1::Adoption answer;
    if (auto error =
            m_state->ask(*m_state->policy, &v1::Policy::Stub::GetAdoption, v1::AdoptionQuery(), answer))
        return tl::unexpected(*error);
    return answer.text();
}

}  // namespace binnacle
