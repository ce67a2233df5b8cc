// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/validate.h"

#include "models/core/policy/intent_yaml.h"

#include <algorithm>
#include <set>

namespace binnacle {
namespace {

std::string placeOf(const Intent& intent) {
    return std::string(intentKindName(intent.kind())) + " " + intent.service;
}

void checkSplit(const TrafficSplit& split, const std::string& place, std::vector<Problem>& problems) {
    std::set<std::string> seen;
    std::uint64_t sum = 0;
    for (const auto& [subset, weight] : split.weights) {
        sum += weight;
        if (!seen.insert(subset).second)
            problems.push_back({"split-subset-twice", Severity::error, place + ": weights." + subset,
                                "the subset is named twice", "keep one of the two weights"});
    }
    if (sum == 0)
        problems.push_back({"split-sum-zero", Severity::error, place + ": weights",
                            "the weights sum to 0, so no subset would get a request",
                            "give at least one subset a weight above 0"});
}

void checkZero(const std::optional<std::uint32_t>& limit, const std::string& field, const std::string& place,
               std::vector<Problem>& problems) {
    if (limit != 0U) return;
    problems.push_back(
        {"limit-zero", Severity::warning, place + ": limits." + field,
         "0 makes Envoy reject every request to the service",
         "leave it unset to keep the present limit, or set it above the concurrency observed"});
}

void checkBreaker(const CircuitBreaker& breaker, const std::string& place, std::vector<Problem>& problems) {
    checkZero(breaker.limits.maxRequests, "maxRequests", place, problems);
    checkZero(breaker.limits.maxPendingRequests, "maxPendingRequests", place, problems);
    if (breaker.limits == ConnectionLimits{} &&
        (!breaker.outlierDetection || *breaker.outlierDetection == OutlierDetection{}))
        problems.push_back({"breaker-empty", Severity::info, place, "the circuit breaker sets nothing",
                            "set a limit, or take the intent back by a revert"});
    if (breaker.outlierDetection && breaker.outlierDetection->maxEjectionPercent == 100U)
        problems.push_back(
            {"ejection-all-hosts", Severity::warning, place + ": outlierDetection.maxEjectionPercent",
             "100 % allows every host to be ejected at once", "leave some hosts in: 50 or less"});
}

}  // namespace

std::vector<Problem> validate(const std::vector<Intent>& intents) {
    std::vector<Problem> problems;
    std::set<std::pair<std::string, IntentKind>> seen;
    for (const Intent& intent : intents) {
        const std::string place = placeOf(intent);
        if (!seen.emplace(intent.service, intent.kind()).second)
            problems.push_back({"intent-twice", Severity::error, place,
                                "two intents of this kind for the same service", "merge them into one"});
        if (const auto* split = std::get_if<TrafficSplit>(&intent.spec)) checkSplit(*split, place, problems);
        if (const auto* breaker = std::get_if<CircuitBreaker>(&intent.spec))
            checkBreaker(*breaker, place, problems);
    }
    return problems;
}

bool hasError(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& problem) { return problem.severity == Severity::error; });
}

}  // namespace binnacle
