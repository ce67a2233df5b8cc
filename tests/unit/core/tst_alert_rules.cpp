// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_rules.h"

#include <gtest/gtest.h>
#include <fstream>
#include <iterator>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const std::string kShop = R"(apiVersion: binnacle/v1
kind: AlertRule
metadata: {name: payment-errors}
spec:
  when: "service = payment and error_ratio > 5%"
  window: 2m
  for: 30s
  severity: error
  runbook: "https://runbooks.example/payment"
  summary: "Payment fails"
---
apiVersion: binnacle/v1
kind: Objective
metadata: {name: checkout-available}
spec: {of: "destination = checkout", target: 99.95%, slowerThan: 300ms, period: 7d}
)";

std::string rule(const std::string& spec) {
    return "apiVersion: binnacle/v1\nkind: AlertRule\nmetadata: {name: r}\nspec:\n  " + spec + "\n";
}
std::string objective(const std::string& spec) {
    return "apiVersion: binnacle/v1\nkind: Objective\nmetadata: {name: o}\nspec: {" + spec + "}\n";
}
std::string placeOf(const std::string& yaml) {
    const auto parsed = parseAlertRules(yaml);
    return parsed ? "no error" : parsed.error().subject;
}

TEST(AlertRules, AreReadAsPeopleWriteThem) {
    const AlertRules rules = parseAlertRules(kShop).value();
    ASSERT_EQ(rules.rules.size(), 1U);
    EXPECT_EQ(rules.rules[0],
              (AlertRule{"payment-errors", "service = payment and error_ratio > 5%", 2min, 30s,
                         Severity::error, "https://runbooks.example/payment", "Payment fails"}));
    ASSERT_EQ(rules.objectives.size(), 1U);
    EXPECT_EQ(rules.objectives[0],
              (Objective{"checkout-available", "destination = checkout", 99.95 / 100, 300ms, 24h * 7, ""}));
}

TEST(AlertRules, HaveDefaults) {
    const AlertRule read = parseAlertRules(rule("when: rps > 5")).value().rules.at(0);
    EXPECT_EQ(read.window, 1min);
    EXPECT_EQ(read.holdFor, 0s);
    EXPECT_EQ(read.severity, Severity::warning);
    const Objective other =
        parseAlertRules(objective("of: service = a, target: 99%")).value().objectives.at(0);
    EXPECT_EQ(other.period, 24h * 30);
    EXPECT_EQ(other.slowerThan, 0s);
}

TEST(AlertRules, ComeBackFromTheirOwnText) {
    AlertRules rules = parseAlertRules(kShop).value();
    rules.rules[0].summary = "say \"hi\": # \\ é";
    for (const char* target : {"99.9%", "95%", "99.99999%", "0.00001%", "33.3%"}) {
        const std::string of = objective("of: service = a, target: " + std::string(target));
        Objective more = parseAlertRules(of).value().objectives.at(0);
        more.name = target;
        rules.objectives.push_back(more);
    }
    EXPECT_EQ(parseAlertRules(toYaml(rules)).value(), rules);
    EXPECT_EQ(parseAlertRules("").value(), AlertRules());
    EXPECT_EQ(toYaml(AlertRules()), "");
}

TEST(AlertRules, ErrorsNameTheirPlace) {
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  wehn: x")), "line 6: AlertRule r.wehn");
    EXPECT_EQ(placeOf(rule("window: 1m")), "line 5: AlertRule r.when");
    EXPECT_EQ(placeOf(rule("when: rps >")), "line 5: AlertRule r.when");
    EXPECT_EQ(placeOf(rule("when: \" \"")), "line 5: AlertRule r.when");
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  window: 25h")), "line 6: AlertRule r.window");
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  window: 1500ms")), "line 6: AlertRule r.window");
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  for: soon")), "line 6: AlertRule r.for");
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  when: rps > 6")), "line 6: AlertRule r.when");
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  severity: loud")), "line 6: AlertRule r.severity");
    EXPECT_EQ(placeOf(rule("when: rps > 5\n  summary: \"a\\nb\"")), "line 6: AlertRule r.summary");
    EXPECT_EQ(placeOf(objective("of: service = a, target: 100%")), "line 4: Objective o.target");
    EXPECT_EQ(placeOf(objective("of: service = a, target: 0.999")), "line 4: Objective o.target");
    EXPECT_EQ(placeOf(objective("of: service = a, target: 9%, period: 31d")), "line 4: Objective o.period");
    EXPECT_EQ(placeOf(objective("of: status = 500, target: 99%")), "line 4: Objective o.of");
    EXPECT_EQ(placeOf(objective("of: rps > 5, target: 99%")), "line 4: Objective o.of");
    EXPECT_EQ(placeOf(rule("when: rps > 5") + "---\n" + rule("when: rps > 5")),
              "line 9: document 2.metadata.name");
    EXPECT_EQ(placeOf("kind: [\n"), "line 2: YAML");
    EXPECT_EQ(placeOf("kind: AlertRule\n"), "line 1: document 1.apiVersion");
    EXPECT_EQ(placeOf(std::string(kMaxAlertRulesBytes + 1, '#')), "the rules");
}

TEST(AlertRules, RefuseTextThatBeginsNoDocument) {
    for (const char* text : {",", "]", "a: 1\n]", " ,*a&'a ]\n']\n"})
        EXPECT_FALSE(parseAlertRules(text)) << text;
}

TEST(AlertRules, ErrorsPointAtALine) {
    EXPECT_EQ(alertRulesErrorLine(parseAlertRules(rule("when: rps >")).error()), 5U);
    EXPECT_EQ(alertRulesErrorLine({ErrorCode::unavailable, "station", "is not there"}), 0U);
}

TEST(AlertRules, SayWhereAFilterIsWrong) {
    EXPECT_EQ(parseAlertRules(rule("when: rps ? 5")).error().detail.substr(0, 14), "at character 5");
}

TEST(AlertRules, OfTheDemoAreGood) {
    std::ifstream file(BINNACLE_DEMO_RULES);
    const std::string yaml{std::istreambuf_iterator<char>(file), {}};
    const auto rules = parseAlertRules(yaml);
    ASSERT_TRUE(rules) << rules.error().subject << ' ' << rules.error().detail;
    EXPECT_EQ(rules->rules.size(), 3U);
    EXPECT_EQ(rules->objectives.size(), 1U);
}

TEST(AlertRules, AreLimitedInNumber) {
    std::string yaml;
    for (std::size_t i = 0; i <= kMaxAlertRules; ++i) {
        yaml += "---\n{apiVersion: binnacle/v1, kind: AlertRule, metadata: {name: r" + std::to_string(i) +
                "}, spec: {when: rps > 5}}\n";
    }
    EXPECT_EQ(parseAlertRules(yaml).error().detail, "hold more than 500 documents, or what begins none");
}

}  // namespace
}  // namespace binnacle
