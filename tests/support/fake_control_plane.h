// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/intent_yaml.h"
#include "models/core/ports/control_plane.h"

#include <algorithm>
#include <map>

namespace binnacle {

/// A control plane whose proxies answer as a test scripts it: at once by default, or when the test says so.
/// One thread.
class FakeControlPlane final : public ControlPlane {
  public:
    std::vector<PolicyInForce> baseline() const override { return base; }

    Plan plan(const std::vector<Intent>& before, const std::vector<Intent>& after) const override {
        Plan plan;
        plan.problems = problems;
        if (toYaml(before) != toYaml(after))
            plan.changes.push_back({"checkout-1", "policy", toYaml(before), toYaml(after)});
        return plan;
    }

    Result<std::vector<std::string>> write(const std::vector<Intent>& intents, OnAnswer onAnswer) override {
        if (failing) return failure(ErrorCode::unavailable, "control plane", "is away");
        written.push_back(intents);
        answer = std::move(onAnswer);
        for (const auto& [node, reply] : replies)
            answer({node, reply, errorOf(reply), std::chrono::milliseconds(2), ""});
        return nodes;
    }

    Result<std::string> readBack(const std::string& node, const std::string& service) override {
        return node + " has " + service;
    }

    std::vector<PolicyInForce> base;
    std::vector<Problem> problems;
    std::vector<std::string> nodes{"checkout-1", "billing-1"};
    std::map<std::string, AnswerState> replies{{"checkout-1", AnswerState::acknowledged},
                                               {"billing-1", AnswerState::acknowledged}};
    std::vector<std::vector<Intent>> written;
    OnAnswer answer;
    bool failing = false;

  private:
    static std::string errorOf(AnswerState state) {
        return state == AnswerState::rejected ? "weights may not be negative" : "";
    }
};

}  // namespace binnacle
