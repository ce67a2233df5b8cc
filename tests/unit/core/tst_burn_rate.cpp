// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_engine.h"
#include "models/core/history/alert_rules.h"
#include "models/core/history/burn_rate.h"
#include "models/core/history/error_ledger.h"
#include "tests/support/fake_settings.h"
#include "tests/support/fake_traffic.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

/// 2027-01-15 08:00:00, on the hour.
constexpr TimePoint kStart{std::chrono::seconds(1'800'000'000)};

Objective objectiveOf(double target, Duration slowerThan = {}) {
    Objective objective;
    objective.name = "available";
    objective.of = "service = checkout";
    objective.target = target;
    objective.slowerThan = slowerThan;
    return objective;
}

/// `bad` of a thousand requests fail in each minute of [from, to).
void fill(FakeTraffic& traffic, TimePoint from, TimePoint to, std::uint64_t bad) {
    for (TimePoint at = from; at < to; at += 1min) {
        traffic.at(at).requests += 1000;
        traffic.at(at).errors += bad;
    }
}

TEST(BurnRate, FollowsTheTableOfTheWorkbook) {
    struct Row {
        RequestCount count;
        double target;
        double burn;
    };
    // By hand: share of bad requests / (1 - target).
    const std::vector<Row> rows = {{{1000, 0}, 0.999, 0},        {{1000, 1}, 0.999, 1},
                                   {{10'000, 144}, 0.999, 14.4}, {{1000, 6}, 0.999, 6},
                                   {{1000, 1000}, 0.999, 1000},  {{200, 1}, 0.99, 0.5},
                                   {{100, 10}, 0.95, 2},         {{0, 0}, 0.999, 0}};
    for (const Row& row : rows) {
        EXPECT_NEAR(burnRate(row.count, row.target), row.burn, 1e-9) << row.burn;
        EXPECT_NEAR(budgetLeft(row.count, row.target, 1), 1 - row.burn, 1e-9) << row.burn;
    }
}

TEST(BurnRate, AlarmsWhenBothWindowsBurn) {
    struct Row {
        const char* what;
        std::map<Duration, double> burn;
        std::optional<double> rate;
    };
    const std::vector<Row> rows = {
        {"all is well", {{5min, 0.5}, {30min, 0.5}, {1h, 0.5}, {6h, 0.5}, {72h, 0.5}}, std::nullopt},
        {"fast", {{5min, 20}, {30min, 20}, {1h, 15}, {6h, 3}, {72h, 0.3}}, 14.4},
        {"fast, but over", {{5min, 1}, {30min, 20}, {1h, 15}, {6h, 3}, {72h, 0.3}}, std::nullopt},
        {"just begun", {{5min, 100}, {30min, 5}, {1h, 3}, {6h, 0.5}, {72h, 0.1}}, std::nullopt},
        {"slower", {{5min, 7}, {30min, 7}, {1h, 7}, {6h, 6.5}, {72h, 0.6}}, 6},
        {"slow", {{5min, 2}, {30min, 2}, {1h, 2}, {6h, 2}, {72h, 1.5}}, 1},
        {"slow, but over", {{5min, 0}, {30min, 0}, {1h, 0}, {6h, 0.5}, {72h, 1.5}}, std::nullopt},
        {"just at the bound", {{5min, 14.4}, {30min, 6}, {1h, 14.4}, {6h, 1}, {72h, 1}}, std::nullopt}};
    for (const Row& row : rows) {
        const auto alarm = burnAlarm([&](Duration window) { return row.burn.at(window); });
        EXPECT_EQ(alarm ? std::optional(alarm->rate) : std::nullopt, row.rate) << row.what;
    }
}

TEST(ErrorLedger, CountsErrorsAndWhatIsTooSlow) {
    FakeTraffic traffic;
    EdgeStats& stats = traffic.at(kStart - 1min);
    stats.requests = 100;
    stats.errors = 3;
    stats.latency.add(100'000'000, 90);
    stats.latency.add(500'000'000, 10);
    ErrorLedger onlyErrors(objectiveOf(0.99));
    ErrorLedger both(objectiveOf(0.99, 300ms));
    ASSERT_TRUE(onlyErrors.read(traffic, kStart));
    ASSERT_TRUE(both.read(traffic, kStart));
    EXPECT_EQ(onlyErrors.over(5min, kStart), (RequestCount{100, 3}));
    EXPECT_EQ(both.over(5min, kStart), (RequestCount{100, 13}));
}

TEST(ErrorLedger, ReadsThePeriodOnceAndThenTheLastMinutesOnly) {
    FakeTraffic traffic;
    fill(traffic, kStart - 24h * 10, kStart, 2);
    ErrorLedger ledger(objectiveOf(0.999));
    ASSERT_TRUE(ledger.read(traffic, kStart));
    EXPECT_EQ(ledger.over(1h, kStart), (RequestCount{60'000, 120}));
    EXPECT_EQ(ledger.over(72h, kStart), (RequestCount{72 * 60'000, 72 * 120}));
    traffic.asked.clear();

    TimePoint now = kStart;
    for (int i = 0; i < 4 * 90; ++i) {
        now += 15s;
        if (now.time_since_epoch() % 1min == 0s) fill(traffic, now - 1min, now, 5);
        EXPECT_TRUE(ledger.isDue(now));
        ASSERT_TRUE(ledger.read(traffic, now));
        EXPECT_FALSE(ledger.isDue(now + 14s));
    }

    for (const auto& asked : traffic.asked) EXPECT_LE(asked.length, 7min);
    EXPECT_EQ(ledger.over(1h, now), (RequestCount{60'000, 300}));
    EXPECT_EQ(ledger.over(6h, now), (RequestCount{360'000, 270 * 2 + 90 * 5}));
    EXPECT_NEAR(ledger.burn(1h, now), 5, 1e-9);
    ErrorLedger again(objectiveOf(0.999));
    ASSERT_TRUE(again.read(traffic, now));
    for (const Duration window : {5min, 30min, 60min, 360min})
        EXPECT_EQ(again.over(window, now), ledger.over(window, now));
    EXPECT_EQ(again.over(72h, now), ledger.over(72h, now));
    EXPECT_EQ(again.over(24h * 30, now), ledger.over(24h * 30, now));
}

TEST(ErrorLedger, SaysHowMuchBudgetIsLeft) {
    FakeTraffic traffic;
    fill(traffic, kStart - 24h * 3, kStart, 0);
    fill(traffic, kStart - 1h, kStart, 100);
    ErrorLedger ledger(objectiveOf(0.99));
    ASSERT_TRUE(ledger.read(traffic, kStart));
    const BudgetState budget = ledger.budget(kStart);
    // 73 hours' worth of requests, one of them doubled with a tenth of the second half bad.
    const double bad = 60.0 * 100 / (73 * 60'000.0);
    EXPECT_NEAR(budget.left, 1 - bad / 0.01 * (72.0 / 720), 1e-9) << "a tenth of the period is gone";
    EXPECT_NEAR(budget.burnHour, 5, 1e-9);
    EXPECT_NEAR(budget.burnFiveMinutes, 5, 1e-9);
    EXPECT_EQ(budget.covered, 72h);
}

TEST(ErrorLedger, AFailureIsTriedAgainAfterFiveMinutes) {
    FakeTraffic traffic;
    traffic.isBroken = true;
    ErrorLedger ledger(objectiveOf(0.999));
    EXPECT_FALSE(ledger.read(traffic, kStart));
    EXPECT_FALSE(ledger.isDue(kStart + 4min));
    EXPECT_TRUE(ledger.isDue(kStart + 5min));
    EXPECT_TRUE(ledger.startsAnew(kStart + 5min));
}

TEST(Objectives, FireByBurnRateAndResolve) {
    ManualClock clock(kStart);
    FakeTraffic traffic;
    FakeSettings settings;
    std::vector<Event> events;
    AlertEngine engine(traffic, clock, settings, [&](const Event& event) { events.push_back(event); });
    AlertRules rules;
    rules.objectives.push_back(objectiveOf(0.999));
    ASSERT_TRUE(engine.setRules(toYaml(rules)));
    traffic.show({{"web", "checkout"}});
    fill(traffic, kStart - 24h * 5, kStart, 0);
    engine.evaluate();
    EXPECT_TRUE(events.empty());

    for (int minute = 0; minute < 20; ++minute) {
        clock.advance(1min);
        fill(traffic, clock.now() - 1min, clock.now(), 100);
        engine.evaluate();
    }
    // 100 of 1000 are bad: 100 times the budget. Over an hour that is above 14.4 from the ninth minute on.
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].kind, EventKind::alertFired);
    EXPECT_EQ(events[0].at, kStart + 9min);
    EXPECT_EQ(events[0].subject, "service = checkout");
    EXPECT_EQ(events[0].who, "available");
    EXPECT_EQ(engine.book().alerts.at(0).severity, Severity::error);
    EXPECT_EQ(engine.book().budgets.at(0).objective, "available");

    for (int minute = 0; minute < 40; ++minute) {
        clock.advance(1min);
        fill(traffic, clock.now() - 1min, clock.now(), 0);
        engine.evaluate();
    }
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[1].kind, EventKind::alertResolved);
}

}  // namespace
}  // namespace binnacle
