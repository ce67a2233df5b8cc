// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_policy.h"

#include <algorithm>

namespace binnacle {
namespace {

void toWire(const TrafficSplit& split, v1::TrafficSplit& out) {
    for (const auto& [subset, weight] : split.weights) {
        v1::Weight& wire = *out.add_weights();
        wire.set_subset(subset);
        wire.set_weight(weight);
    }
}

Result<TrafficSplit> fromWire(const v1::TrafficSplit& in) {
    if (auto fits = checkCount(in.weights_size(), WireLimits::kWeights, "weights"); !fits)
        return tl::unexpected(fits.error());
    TrafficSplit out;
    for (const v1::Weight& weight : in.weights()) out.weights.emplace_back(weight.subset(), weight.weight());
    return out;
}

void toWire(const ConnectionLimits& limits, v1::ConnectionLimits& out) {
    if (limits.maxConnections) out.set_max_connections(*limits.maxConnections);
    if (limits.maxPendingRequests) out.set_max_pending_requests(*limits.maxPendingRequests);
    if (limits.maxRequests) out.set_max_requests(*limits.maxRequests);
    if (limits.maxRetries) out.set_max_retries(*limits.maxRetries);
}

ConnectionLimits fromWire(const v1::ConnectionLimits& in) {
    ConnectionLimits out;
    if (in.has_max_connections()) out.maxConnections = in.max_connections();
    if (in.has_max_pending_requests()) out.maxPendingRequests = in.max_pending_requests();
    if (in.has_max_requests()) out.maxRequests = in.max_requests();
    if (in.has_max_retries()) out.maxRetries = in.max_retries();
    return out;
}

void toWire(const OutlierDetection& detection, v1::OutlierDetection& out) {
    if (detection.consecutive5xx) out.set_consecutive_5xx(*detection.consecutive5xx);
    if (detection.consecutiveGatewayFailure)
        out.set_consecutive_gateway_failure(*detection.consecutiveGatewayFailure);
    if (detection.interval) out.set_interval(detection.interval->count());
    if (detection.baseEjectionTime) out.set_base_ejection_time(detection.baseEjectionTime->count());
    if (detection.maxEjectionPercent) out.set_max_ejection_percent(*detection.maxEjectionPercent);
}

// Bounded, so that no later change of unit overflows.
std::chrono::milliseconds millisecondsFromWire(std::int64_t count) {
    constexpr std::int64_t kYear = 366LL * 24 * 3600 * 1000;
    return std::chrono::milliseconds(std::clamp(count, -kYear, kYear));
}

OutlierDetection fromWire(const v1::OutlierDetection& in) {
    OutlierDetection out;
    if (in.has_consecutive_5xx()) out.consecutive5xx = in.consecutive_5xx();
    if (in.has_consecutive_gateway_failure())
        out.consecutiveGatewayFailure = in.consecutive_gateway_failure();
    if (in.has_interval()) out.interval = millisecondsFromWire(in.interval());
    if (in.has_base_ejection_time()) out.baseEjectionTime = millisecondsFromWire(in.base_ejection_time());
    if (in.has_max_ejection_percent()) out.maxEjectionPercent = in.max_ejection_percent();
    return out;
}

void toWire(const CircuitBreaker& breaker, v1::CircuitBreaker& out) {
    toWire(breaker.limits, *out.mutable_limits());
    if (breaker.outlierDetection) toWire(*breaker.outlierDetection, *out.mutable_outlier_detection());
}

CircuitBreaker fromWire(const v1::CircuitBreaker& in) {
    CircuitBreaker out;
    out.limits = fromWire(in.limits());
    if (in.has_outlier_detection()) out.outlierDetection = fromWire(in.outlier_detection());
    return out;
}

void toWire(const IntentEdit& edit, v1::IntentEdit& out) {
    out.set_service(edit.service);
    out.set_kind(static_cast<v1::IntentKind>(edit.kind));
    if (edit.before) binnacle::toWire(*edit.before, *out.mutable_before());
    if (edit.after) binnacle::toWire(*edit.after, *out.mutable_after());
}

Result<std::optional<Intent>> optionalIntent(bool present, const v1::Intent& in) {
    if (!present) return std::optional<Intent>();
    auto intent = binnacle::fromWire(in);
    if (!intent) return tl::unexpected(intent.error());
    return std::optional<Intent>(std::move(*intent));
}

Result<IntentEdit> fromWire(const v1::IntentEdit& in) {
    if (!v1::IntentKind_IsValid(in.kind()))
        return failure(ErrorCode::invalid, in.service(), "unknown kind of intent");
    auto before = optionalIntent(in.has_before(), in.before());
    if (!before) return tl::unexpected(before.error());
    auto after = optionalIntent(in.has_after(), in.after());
    if (!after) return tl::unexpected(after.error());
    return IntentEdit{in.service(), static_cast<IntentKind>(in.kind()), std::move(*before),
                      std::move(*after)};
}

template <typename WireEdits>
Result<std::vector<IntentEdit>> editsFromWire(const WireEdits& in) {
    std::vector<IntentEdit> out;
    for (const v1::IntentEdit& wire : in) {
        auto edit = fromWire(wire);
        if (!edit) return tl::unexpected(edit.error());
        out.push_back(std::move(*edit));
    }
    return out;
}

void toWire(const ProxyAnswer& answer, v1::ProxyAnswer& out) {
    out.set_node(answer.node);
    out.set_state(static_cast<v1::AnswerState>(answer.state));
    out.set_error(wireText(answer.error));
    out.set_after(binnacle::toWire(answer.after));
    out.set_live(wireText(answer.live));
}

ProxyAnswer fromWire(const v1::ProxyAnswer& in) {
    ProxyAnswer out;
    out.node = in.node();
    // A word this client does not know must not read as success.
    if (v1::AnswerState_IsValid(in.state())) out.state = static_cast<AnswerState>(in.state());
    out.error = in.error();
    out.after = durationFromWire(in.after());
    out.live = in.live();
    return out;
}

}  // namespace

void toWire(const Intent& intent, v1::Intent& out) {
    out.set_service(intent.service);
    if (const auto* split = std::get_if<TrafficSplit>(&intent.spec))
        toWire(*split, *out.mutable_traffic_split());
    if (const auto* breaker = std::get_if<CircuitBreaker>(&intent.spec))
        toWire(*breaker, *out.mutable_circuit_breaker());
}

Result<Intent> fromWire(const v1::Intent& in) {
    switch (in.spec_case()) {
        case v1::Intent::kTrafficSplit: {
            auto split = fromWire(in.traffic_split());
            if (!split) return tl::unexpected(split.error());
            return Intent{in.service(), std::move(*split)};
        }
        case v1::Intent::kCircuitBreaker:
            return Intent{in.service(), fromWire(in.circuit_breaker())};
        case v1::Intent::SPEC_NOT_SET:
            break;
    }
    return failure(ErrorCode::invalid, in.service(), "an intent of a kind that this version does not know");
}

Result<std::vector<Intent>> intentsFromWire(const google::protobuf::RepeatedPtrField<v1::Intent>& in) {
    if (auto fits = checkCount(in.size(), WireLimits::kIntents, "intents"); !fits)
        return tl::unexpected(fits.error());
    std::vector<Intent> out;
    for (const v1::Intent& wire : in) {
        auto intent = fromWire(wire);
        if (!intent) return tl::unexpected(intent.error());
        out.push_back(std::move(*intent));
    }
    return out;
}

void toWire(const PolicyInForce& policy, v1::PolicyInForce& out) {
    toWire(policy.intent, *out.mutable_intent());
    for (const PolicyValue& value : policy.values) {
        v1::PolicyValue& wire = *out.add_values();
        wire.set_field(value.field);
        wire.set_value(wireText(value.value));
        wire.set_origin(value.origin);
    }
    for (const std::string& proxy : policy.proxies) out.add_proxies(proxy);
}

Result<PolicyInForce> fromWire(const v1::PolicyInForce& in) {
    auto intent = fromWire(in.intent());
    if (!intent) return tl::unexpected(intent.error());
    PolicyInForce out{std::move(*intent), {}, {in.proxies().begin(), in.proxies().end()}};
    for (const v1::PolicyValue& value : in.values())
        out.values.push_back({value.field(), value.value(), value.origin()});
    return out;
}

void toWire(const Plan& plan, v1::Plan& out) {
    for (const IntentEdit& edit : plan.edits) toWire(edit, *out.add_edits());
    for (const NativeChange& change : plan.changes) {
        v1::NativeChange& wire = *out.add_changes();
        wire.set_proxy(change.proxy);
        wire.set_resource(change.resource);
        wire.set_before(wireText(change.before));
        wire.set_after(wireText(change.after));
    }
    for (const Problem& problem : plan.problems) {
        v1::Problem& wire = *out.add_problems();
        wire.set_code(problem.code);
        wire.set_severity(static_cast<v1::Severity>(problem.severity));
        wire.set_place(wireText(problem.place));
        wire.set_reason(wireText(problem.reason));
        wire.set_fix(wireText(problem.fix));
    }
    out.set_based_on(plan.basedOn);
}

Result<Plan> fromWire(const v1::Plan& in) {
    auto edits = editsFromWire(in.edits());
    if (!edits) return tl::unexpected(edits.error());
    Plan out{std::move(*edits), {}, {}, in.based_on()};
    for (const v1::NativeChange& change : in.changes())
        out.changes.push_back({change.proxy(), change.resource(), change.before(), change.after()});
    for (const v1::Problem& problem : in.problems()) {
        // A severity from a newer station is taken for the worst, so that nothing is applied past it.
        const auto severity = v1::Severity_IsValid(problem.severity())
                                  ? static_cast<Severity>(problem.severity())
                                  : Severity::error;
        out.problems.push_back({problem.code(), severity, problem.place(), problem.reason(), problem.fix()});
    }
    return out;
}

void toWire(const Change& change, v1::Change& out) {
    out.set_id(change.id);
    out.set_at(toWire(change.at));
    out.set_who(wireText(change.who));
    out.set_reason(wireText(change.reason));
    out.set_reverts(change.reverts);
    out.set_state(static_cast<v1::ChangeState>(change.state));
    for (const IntentEdit& edit : change.edits) toWire(edit, *out.add_edits());
    for (const ProxyAnswer& answer : change.answers) toWire(answer, *out.add_answers());
}

Result<Change> fromWire(const v1::Change& in) {
    auto edits = editsFromWire(in.edits());
    if (!edits) return tl::unexpected(edits.error());
    Change out;
    out.id = in.id();
    out.at = timeFromWire(in.at());
    out.who = in.who();
    out.reason = in.reason();
    out.reverts = in.reverts();
    out.state =
        v1::ChangeState_IsValid(in.state()) ? static_cast<ChangeState>(in.state()) : ChangeState::unknown;
    out.edits = std::move(*edits);
    for (const v1::ProxyAnswer& answer : in.answers()) out.answers.push_back(fromWire(answer));
    return out;
}

void toWire(const ApplyRequest& request, v1::ApplyRequest& out) {
    for (const Intent& intent : request.intents) toWire(intent, *out.add_intents());
    out.set_based_on(request.basedOn);
    out.set_who(wireText(request.who));
    out.set_reason(wireText(request.reason));
}

Result<ApplyRequest> fromWire(const v1::ApplyRequest& in) {
    auto intents = intentsFromWire(in.intents());
    if (!intents) return tl::unexpected(intents.error());
    return ApplyRequest{std::move(*intents), in.based_on(), wireText(in.who()), wireText(in.reason())};
}

void toWire(const RevertRequest& request, v1::RevertRequest& out) {
    out.set_change(request.change);
    out.set_who(wireText(request.who));
    out.set_reason(wireText(request.reason));
}

RevertRequest fromWire(const v1::RevertRequest& in) {
    return {in.change(), wireText(in.who()), wireText(in.reason())};
}

}  // namespace binnacle
