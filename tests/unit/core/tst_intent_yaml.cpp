// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/intent_yaml.h"
#include "models/core/policy/validate.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

std::string document(const std::string& kind, const std::string& spec) {
    return "apiVersion: binnacle/v1\nkind: " + kind + "\nmetadata: {service: payment}\nspec: " + spec + "\n";
}

Intent only(const std::string& yaml) {
    const auto intents = parseIntents(yaml);
    EXPECT_TRUE(intents.has_value()) << (intents ? ""
                                                 : intents.error().subject + ": " + intents.error().detail);
    return intents && intents->size() == 1 ? intents->front() : Intent{};
}

TEST(IntentYaml, RefusesTextThatBeginsNoDocument) {
    for (const char* text : {",", "]", "a: 1\n]"}) EXPECT_FALSE(parseIntents(text)) << text;
}

TEST(IntentYaml, SplitKeepsItsWeightsInOrder) {
    const Intent intent = only(document("TrafficSplit", "{weights: {payment-v2: 10, payment-v1: 90}}"));

    const TrafficSplit expected{{{"payment-v2", 10}, {"payment-v1", 90}}};
    EXPECT_EQ(intent.service, "payment");
    EXPECT_EQ(std::get<TrafficSplit>(intent.spec), expected);
}

TEST(IntentYaml, UnsetIsKeptApartFromZero) {
    const Intent intent = only(document("CircuitBreaker", "{limits: {maxRequests: 0}}"));

    const auto& limits = std::get<CircuitBreaker>(intent.spec).limits;
    EXPECT_EQ(limits.maxRequests, 0U);
    EXPECT_FALSE(limits.maxConnections.has_value());
    EXPECT_FALSE(std::get<CircuitBreaker>(intent.spec).outlierDetection.has_value());
}

TEST(IntentYaml, OutlierDetectionReadsDurations) {
    const Intent intent = only(document(
        "CircuitBreaker", "{outlierDetection: {consecutive5xx: 5, interval: 1.5s, baseEjectionTime: 2m}}"));

    const auto& outlier = *std::get<CircuitBreaker>(intent.spec).outlierDetection;
    EXPECT_EQ(outlier.interval, 1500ms);
    EXPECT_EQ(outlier.baseEjectionTime, 120s);
    EXPECT_FALSE(outlier.maxEjectionPercent.has_value());
}

TEST(IntentYaml, WhatIsWrittenReadsBackTheSame) {
    for (const char* spec :
         {"{limits: {maxConnections: 100, maxPendingRequests: 0, maxRequests: 200, maxRetries: 3}}",
          "{limits: {maxRetries: 1}, outlierDetection: {}}", "{}",
          "{outlierDetection: {consecutive5xx: 7, consecutiveGatewayFailure: 2, interval: 250ms, "
          "baseEjectionTime: 30s, maxEjectionPercent: 50}}"}) {
        const Intent intent = only(document("CircuitBreaker", spec));
        EXPECT_EQ(only(toYaml(intent)), intent) << toYaml(intent);
    }
    const Intent odd{"n", TrafficSplit{{{"yes: \"no\"\n", 1}, {"0x10", 2}, {"~", 3}}}};
    EXPECT_EQ(only(toYaml(odd)), odd) << toYaml(odd);
}

TEST(IntentYaml, SeveralDocumentsAreSeveralIntents) {
    const auto intents = parseIntents(document("TrafficSplit", "{weights: {a: 1}}") + "---\n" +
                                      document("CircuitBreaker", "{limits: {maxRequests: 2}}"));

    ASSERT_TRUE(intents.has_value());
    ASSERT_EQ(intents->size(), 2U);
    EXPECT_EQ(parseIntents(toYaml(*intents)), *intents);
}

struct Refused {
    std::string yaml;
    std::string subject;
};

class IntentYamlRefuses : public testing::TestWithParam<Refused> {};

TEST_P(IntentYamlRefuses, AndNamesThePlace) {
    const auto intents = parseIntents(GetParam().yaml);

    ASSERT_FALSE(intents.has_value()) << GetParam().yaml;
    EXPECT_EQ(intents.error().subject, GetParam().subject);
    EXPECT_FALSE(intents.error().detail.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Tables, IntentYamlRefuses,
    testing::Values(
        Refused{"kind: [", "line 1"}, Refused{"just text", "document 1"},
        Refused{"apiVersion: binnacle/v2\nkind: TrafficSplit", "document 1.apiVersion"},
        Refused{document("Mirror", "{}"), "document 1.kind"},
        Refused{document("TrafficSplit", "{}"), "TrafficSplit payment.weights"},
        Refused{document("TrafficSplit", "{weights: {a: -1}}"), "TrafficSplit payment.weights.a"},
        Refused{document("TrafficSplit", "{weights: {a: 1.5}}"), "TrafficSplit payment.weights.a"},
        Refused{document("TrafficSplit", "{weights: {a: 99999999999}}"), "TrafficSplit payment.weights.a"},
        Refused{document("TrafficSplit", "{wieghts: {a: 1}}"), "TrafficSplit payment.wieghts"},
        Refused{document("CircuitBreaker", "{limits: {maxRequest: 1}}"),
                "CircuitBreaker payment.limits.maxRequest"},
        Refused{document("CircuitBreaker", "{limits: {maxRequests: {}}}"),
                "CircuitBreaker payment.limits.maxRequests"},
        Refused{document("CircuitBreaker", "{outlierDetection: {interval: 10}}"),
                "CircuitBreaker payment.outlierDetection.interval"},
        Refused{document("CircuitBreaker", "{outlierDetection: {maxEjectionPercent: 101}}"),
                "CircuitBreaker payment.outlierDetection.maxEjectionPercent"},
        Refused{std::string((1U << 20U) + 1, 'a'), "the file"}));

TEST(DurationText, ReadsAndWritesTheLargestExactUnit) {
    for (const char* text : {"0s", "1ms", "250ms", "10s", "90s", "2m", "1h", "1500ms"})
        EXPECT_EQ(durationText(*parseDuration(text)), text);
    EXPECT_EQ(durationText(*parseDuration("60s")), "1m");
    for (const char* text : {"", "s", "10", "-1s", "1e9h", "nans", "infs", "10 s", "1d"})
        EXPECT_FALSE(parseDuration(text).has_value()) << text;
}

std::vector<std::string> codes(const std::string& yaml) {
    std::vector<std::string> found;
    for (const Problem& problem : validate(*parseIntents(yaml))) found.push_back(problem.code);
    return found;
}

TEST(Validate, FindsWhatIsWrongInTheShape) {
    using Codes = std::vector<std::string>;
    EXPECT_EQ(codes(document("TrafficSplit", "{weights: {a: 90, b: 60}}")), Codes{});
    EXPECT_EQ(codes(document("TrafficSplit", "{weights: {a: 0, b: 0}}")), Codes{"split-sum-zero"});
    EXPECT_EQ(codes(document("CircuitBreaker", "{limits: {maxRequests: 0, maxConnections: 0}}")),
              Codes{"limit-zero"});
    EXPECT_EQ(codes(document("CircuitBreaker", "{}")), Codes{"breaker-empty"});
    EXPECT_EQ(codes(document("CircuitBreaker", "{outlierDetection: {maxEjectionPercent: 100}}")),
              Codes{"ejection-all-hosts"});
    const std::string twice = document("TrafficSplit", "{weights: {a: 1}}");
    EXPECT_EQ(codes(twice + "---\n" + twice), Codes{"intent-twice"});
}

}  // namespace
}  // namespace binnacle
