// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/policy/intent.h"

#include <string>
#include <vector>

namespace binnacle {

/// What one intent is and becomes; unset stands for "no intent of ours" (the system's own values hold).
struct IntentEdit {
    std::string service;
    IntentKind kind = IntentKind::trafficSplit;
    std::optional<Intent> before;
    std::optional<Intent> after;

    bool operator==(const IntentEdit&) const = default;
};

/// One native write: a runtime key or an xDS resource of one proxy, as text before and after.
struct NativeChange {
    std::string proxy;  ///< node id
    std::string
        resource;  ///< "runtime circuit_breakers.payment-v1.default.max_requests" or "cluster payment-v1"
    std::string before;  ///< empty: not there
    std::string after;   ///< empty: removed
};

enum class Severity : std::uint8_t { info, warning, error };

/// Something a person should know before applying. `error` blocks the change.
struct Problem {
    std::string code;  ///< stable: "split-sum-zero"
    Severity severity = Severity::warning;
    std::string place;  ///< "TrafficSplit payment: weights.payment-v3"
    std::string reason;
    std::string fix;
};

/// What applying a set of intents would do, and the version of the policy it was computed on.
struct Plan {
    std::vector<IntentEdit> edits;      ///< those that change something
    std::vector<NativeChange> changes;  ///< empty: nothing would change
    std::vector<Problem> problems;
    std::string basedOn;  ///< version read; applying on another version is a conflict
};

enum class AnswerState : std::uint8_t { silent, acknowledged, rejected };

/// What one proxy said to a change.
struct ProxyAnswer {
    std::string node;
    AnswerState state = AnswerState::silent;
    std::string error;  ///< the proxy's own text, when rejected
    Duration after{};   ///< from the write to the answer
    std::string live;   ///< "" until read back; then what is live there, in native terms
};

enum class ChangeState : std::uint8_t { sending, live, partlyLive, rejected, unknown, reverted };

/// One applied change, as the audit trail keeps it.
struct Change {
    std::string id;  ///< "c-12"
    TimePoint at{};
    std::string who;
    std::string reason;
    std::string reverts;  ///< id of the change that this one takes back; empty when it is not a revert
    ChangeState state = ChangeState::sending;
    std::vector<IntentEdit> edits;
    std::vector<ProxyAnswer> answers;

    bool operator==(const Change& other) const { return id == other.id; }
};

/// One value that holds, and where it comes from.
struct PolicyValue {
    std::string field;   ///< "weights.payment-v1", "limits.maxRequests", "outlierDetection.interval"
    std::string value;   ///< "90", "10s"
    std::string origin;  ///< "change c-12", "mesh file", "proxy configuration", "Envoy default"
};

/// The intent in force for one service and kind.
struct PolicyInForce {
    Intent intent;
    std::vector<PolicyValue> values;
    std::vector<std::string> proxies;  ///< node ids it holds on
};

}  // namespace binnacle
