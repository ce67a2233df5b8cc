// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_engine.h"
#include "models/core/history/alert_rules.h"
#include "models/core/history/alert_watch.h"
#include "tests/support/fake_settings.h"
#include "tests/support/fake_traffic.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>
#include <future>
#include <mutex>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const FakeTraffic::Call kWell{"checkout", "payment", 100, 0};
const FakeTraffic::Call kIll{"checkout", "payment", 100, 20};

/// An engine with one rule on payment's errors, its traffic and its clock.
struct AlertLab {
    ManualClock clock;
    FakeTraffic traffic;
    FakeSettings settings;
    std::vector<Event> events;
    std::unique_ptr<AlertEngine> engine;

    explicit AlertLab(Duration holdFor = 30s, const std::string& when = "error_ratio > 5%") {
        start();
        AlertRules rules;
        rules.rules = {{"errors", when, 1min, holdFor, Severity::error, "https://run.book", "Fails"}};
        EXPECT_TRUE(engine->setRules(toYaml(rules)));
    }
    void start() {
        engine = std::make_unique<AlertEngine>(traffic, clock, settings,
                                               [this](const Event& event) { events.push_back(event); });
    }
    void look(Duration later) {
        clock.advance(later);
        engine->evaluate();
    }
    std::vector<Alert> alerts() const { return engine->book().alerts; }
    AlertState state() const { return alerts().at(0).state; }
};

TEST(AlertEngine, FiresOnceACallMetTheRuleForLongEnough) {
    AlertLab lab;
    lab.traffic.show({kIll, {"web", "checkout"}});
    lab.look(0s);
    ASSERT_EQ(lab.alerts().size(), 1U);
    EXPECT_EQ(lab.state(), AlertState::pending);
    const TimePoint since = lab.clock.now();
    lab.look(29s);
    EXPECT_EQ(lab.state(), AlertState::pending);
    EXPECT_TRUE(lab.events.empty());
    lab.look(1s);
    lab.look(5s);

    const Alert alert = lab.alerts().at(0);
    EXPECT_EQ(alert.state, AlertState::firing);
    EXPECT_EQ(alert.rule, "errors");
    EXPECT_EQ(alert.subject, "checkout -> payment");
    EXPECT_EQ(alert.value, "error_ratio 20.0 %");
    EXPECT_EQ(alert.since, since);
    EXPECT_EQ(alert.firedAt, since + 30s);
    EXPECT_EQ(alert.summary, "Fails");
    ASSERT_EQ(lab.events.size(), 1U);
    EXPECT_EQ(lab.events[0], (Event{0, since + 30s, EventKind::alertFired, "checkout -> payment",
                                    "error_ratio 20.0 %", "errors", "https://run.book"}));
}

TEST(AlertEngine, ForgetsWhatHeldForAShortTimeOnly) {
    AlertLab lab;
    lab.traffic.show({kIll});
    lab.look(0s);
    lab.traffic.show({kWell});
    lab.look(20s);
    EXPECT_TRUE(lab.alerts().empty());
    lab.traffic.show({kIll});
    lab.look(5s);
    lab.look(20s);
    EXPECT_EQ(lab.state(), AlertState::pending);
}

TEST(AlertEngine, ResolvesOnlyAfterACalmTime) {
    AlertLab lab;
    lab.traffic.show({kIll});
    lab.look(0s);
    lab.look(30s);
    lab.traffic.show({kWell});
    lab.look(5s);
    lab.look(29s);
    EXPECT_EQ(lab.state(), AlertState::firing);
    lab.traffic.show({kIll});
    lab.look(1s);
    lab.traffic.show({kWell});
    lab.look(5s);
    lab.look(29s);
    EXPECT_EQ(lab.state(), AlertState::firing);
    lab.look(1s);
    EXPECT_EQ(lab.state(), AlertState::resolved);
    EXPECT_EQ(lab.alerts()[0].resolvedAt, lab.clock.now());
    ASSERT_EQ(lab.events.size(), 2U);
    EXPECT_EQ(lab.events[1].kind, EventKind::alertResolved);
    lab.look(24h + 1s);
    EXPECT_TRUE(lab.alerts().empty());
}

TEST(AlertEngine, WithoutAForFiresAndResolvesAtOnce) {
    AlertLab lab(0s);
    lab.traffic.show({kIll});
    lab.look(0s);
    EXPECT_EQ(lab.state(), AlertState::firing);
    lab.traffic.show({kWell});
    lab.look(5s);
    EXPECT_EQ(lab.state(), AlertState::resolved);
    lab.traffic.show({kIll});
    lab.look(5s);
    EXPECT_EQ(lab.state(), AlertState::firing);
    EXPECT_EQ(lab.alerts().size(), 1U);
    EXPECT_EQ(lab.events.size(), 3U);
}

TEST(AlertEngine, SilenceNeitherFiresNorResolves) {
    AlertLab lab;
    lab.traffic.show({kIll});
    lab.look(0s);
    lab.look(30s);
    lab.traffic.show({});
    lab.look(10min);
    EXPECT_EQ(lab.state(), AlertState::firing);
    lab.traffic.isBroken = true;
    lab.look(10min);
    EXPECT_EQ(lab.state(), AlertState::firing);
    EXPECT_EQ(lab.events.size(), 1U);
    lab.traffic.isBroken = false;
    lab.traffic.show({{"web", "checkout"}});  // others are heard: payment is not called any more
    lab.look(5s);
    lab.look(30s);
    EXPECT_EQ(lab.state(), AlertState::resolved);
}

TEST(AlertEngine, WhatWasPendingBeginsAnewAfterSilence) {
    AlertLab lab;
    lab.traffic.show({kIll});
    lab.look(0s);
    lab.traffic.show({});
    lab.look(20s);
    lab.traffic.show({kIll});
    lab.look(20s);
    EXPECT_EQ(lab.state(), AlertState::pending);
}

TEST(AlertEngine, HasOneAlertForEachCall) {
    AlertLab lab(0s);
    lab.traffic.show({kIll, kIll, {"web", "cart", 10, 10}, {"web", "search", 10, 0}});
    lab.look(0s);
    EXPECT_EQ(lab.alerts().size(), 2U);
}

TEST(AlertEngine, AsksForRequestsWhereARuleNamesTheirFields) {
    AlertLab lab(0s, "path ~ /pay");
    lab.traffic.show({kWell});
    lab.look(0s);
    EXPECT_TRUE(lab.alerts().empty());
    lab.traffic.show({{"checkout", "payment", 17, 0}}, "path ~ /pay");
    lab.look(5s);
    EXPECT_EQ(lab.alerts().at(0).value, "17 requests");
}

TEST(AlertEngine, HoldsAThousandAndCountsTheRest) {
    AlertLab lab(0s);
    std::vector<FakeTraffic::Call> calls;
    for (int i = 0; i < 1010; ++i) calls.push_back({"web", "s" + std::to_string(i), 10, 10});
    lab.traffic.show(calls);
    lab.look(0s);
    lab.look(5s);
    EXPECT_EQ(lab.alerts().size(), 1000U);
    EXPECT_EQ(lab.engine->book().beyond, 10U);
    EXPECT_EQ(lab.events.size(), 1000U);
    // What is resolved makes room.
    calls.erase(calls.begin(), calls.begin() + 10);
    lab.traffic.show(calls);
    lab.look(5s);
    EXPECT_EQ(lab.engine->book().beyond, 0U);
    EXPECT_EQ(lab.alerts().size(), 1000U);
}

TEST(AlertEngine, ARestartKeepsRulesAndWhatFires) {
    AlertLab lab;
    lab.traffic.show({kIll});
    lab.look(0s);
    lab.look(30s);
    const Alert before = lab.alerts().at(0);
    lab.traffic.show({});
    lab.start();
    EXPECT_EQ(lab.alerts().at(0).firedAt, before.firedAt);
    lab.look(5s);
    lab.traffic.show({kIll});
    lab.look(5s);
    EXPECT_EQ(lab.alerts().at(0), before);
    EXPECT_EQ(lab.events.size(), 1U);
}

TEST(AlertEngine, TakesDamagedSettingsForNone) {
    AlertLab lab;
    lab.settings.texts["alert.firing"] =
        "x\n\t\t\t\t\t\nerrors\ta -> b\t9\t1\t2\tv\nerrors\ta -> b\t1\t1\t2\tv\n";
    lab.settings.texts["alert.rules"] = "not: [rules";
    lab.start();
    EXPECT_EQ(lab.alerts().size(), 1U);
    EXPECT_EQ(lab.engine->book().rulesYaml, "not: [rules");
}

TEST(AlertEngine, EndsTheAlertsOfRulesThatAreGone) {
    AlertLab lab(0s);
    lab.traffic.show({kIll});
    lab.look(0s);
    EXPECT_TRUE(lab.engine->setRules(""));
    lab.look(5s);
    EXPECT_EQ(lab.state(), AlertState::resolved);
    EXPECT_EQ(lab.events.back().kind, EventKind::alertResolved);
}

TEST(AlertEngine, RefusesRulesThatAreWrongOrCannotBeSaved) {
    AlertLab lab;
    const std::string before = lab.engine->book().rulesYaml;
    EXPECT_EQ(lab.engine->setRules("kind: x").error().code, ErrorCode::invalid);
    lab.settings.isFull = true;
    EXPECT_EQ(lab.engine->setRules("").error().code, ErrorCode::unavailable);
    EXPECT_EQ(lab.engine->book().rulesYaml, before);
}

TEST(AlertWatch, LooksByItselfAndTellsTheBook) {
    AlertLab lab(0s);
    lab.traffic.show({kIll});
    std::promise<AlertBook> told;
    std::once_flag once;
    const AlertWatch watch(
        *lab.engine, [&](const AlertBook& book) { std::call_once(once, [&] { told.set_value(book); }); });
    EXPECT_EQ(told.get_future().get().alerts.size(), 1U);
}

}  // namespace
}  // namespace binnacle
