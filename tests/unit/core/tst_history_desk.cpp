// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/history_desk.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const TimePoint kMorning(1'800'000'000s);

/// A history's file that lies in memory.
struct HeldEvents final : Recording, EventLog {
    std::vector<Event> held;
    std::optional<Error> broken;

    Result<std::optional<RecordedSpan>> span() const override { return std::nullopt; }
    Result<TrafficView> view(const ViewRequest&) const override { return TrafficView{}; }
    Result<Standing> standing(TimePoint) const override { return Standing{}; }
    Result<std::vector<Event>> events(const EventQuery& query) const override {
        if (broken) return tl::unexpected(*broken);
        std::vector<Event> out;
        for (const Event& event : held)
            if (event.at >= query.from && event.at < query.to) out.push_back(event);
        return out;
    }
    Result<Event> addEvent(const Event& event) override {
        if (broken) return tl::unexpected(*broken);
        held.push_back(event);
        held.back().id = held.size();
        return held.back();
    }
    Result<void> removeNote(std::uint64_t id) override {
        if (std::erase_if(held, [&](const Event& event) { return event.id == id; }) > 0) return {};
        return failure(ErrorCode::notFound, "note", "no note has this number");
    }
};

struct HistoryDeskTest : testing::Test {
    HeldEvents events;
    FakePolicyPort policy;
    ManualClock clock;
    std::vector<SnapshotOrder> ordered;
    HistoryDesk desk{{events, events, policy, clock, [] { return AlertBook{"rules", {}, {}}; },
                      [](const std::string&) { return failure(ErrorCode::invalid, "line 3", "no such key"); },
                      [this](const SnapshotOrder& order) {
                          ordered.push_back(order);
                          return SnapshotReport{};
                      },
                      [this](const SnapshotOrder& order, const std::string&, const auto&) {
                          ordered.push_back(order);
                          return SnapshotReport{};
                      }}};

    static Change change(const std::string& id, TimePoint at, std::vector<std::string> services) {
        Change out;
        out.id = id;
        out.at = at;
        out.who = "alice";
        out.reason = "because";
        for (const std::string& service : services) out.edits.push_back({service, {}, {}, {}});
        return out;
    }
};

TEST_F(HistoryDeskTest, ChangesOfPolicyStandAmongTheEventsInOrderOfTime) {
    const Event left{1, kMorning, EventKind::proxyLeft, "cart-1", "", "", ""};
    const Event came{2, kMorning + 20s, EventKind::proxyCame, "cart-1", "", "", ""};
    events.held = {left, came};
    policy.setHistory(std::vector{change("c-3", kMorning + 1h, {"cart"}),
                                  change("c-2", kMorning + 10s, {"cart"}),
                                  change("c-1", kMorning - 1s, {"cart"})});

    const auto told = desk.events({kMorning, kMorning + 1min, 100});

    const Event changed{0, kMorning + 10s, EventKind::change, "cart", "because", "alice", "c-2"};
    EXPECT_EQ(told, (std::vector{left, changed, came}));
}

TEST_F(HistoryDeskTest, TheNewestAreLeftWhereThereAreTooMany) {
    for (int i = 0; i < 5; ++i)
        events.held.push_back({1, kMorning + i * 1s, EventKind::proxyLeft, "a", "", "", ""});
    policy.setHistory(std::vector{change("c-1", kMorning + 10s, {"cart"})});

    const auto told = desk.events({kMorning, kMorning + 1min, 2});

    ASSERT_EQ(told->size(), 2U);
    EXPECT_EQ(told->front().at, kMorning + 4s);
    EXPECT_EQ(told->back().reference, "c-1");
}

TEST_F(HistoryDeskTest, AChangeOfSeveralServicesIsAboutNoneAlone) {
    EXPECT_EQ(eventOf(change("c-1", kMorning, {"cart", "cart"})).subject, "cart");
    EXPECT_EQ(eventOf(change("c-1", kMorning, {"cart", "store"})).subject, "");
    EXPECT_EQ(eventOf(change("c-1", kMorning, {})).subject, "");
}

TEST_F(HistoryDeskTest, WhatCannotBeReadIsAnError) {
    events.broken = Error{ErrorCode::unavailable, "history.db", "disk I/O error"};
    EXPECT_EQ(desk.events({kMorning, kMorning + 1s, 1}).error(), events.broken);
    events.broken.reset();
    const Error noTrail{ErrorCode::unavailable, "audit.db", "disk I/O error"};
    policy.setHistory(tl::unexpected(noTrail));
    EXPECT_EQ(desk.events({kMorning, kMorning + 1s, 1}).error(), noTrail);
}

TEST_F(HistoryDeskTest, NotesAreKeptAsEvents) {
    const auto note = desk.addNote({kMorning, "checkout -> cart", "slow since the deploy", "alice"});
    ASSERT_TRUE(note);
    EXPECT_EQ(*note, (Event{1, kMorning, EventKind::note, "checkout -> cart", "slow since the deploy",
                            "alice", ""}));
    EXPECT_TRUE(desk.removeNote(note->id));
    EXPECT_EQ(desk.removeNote(note->id).error().code, ErrorCode::notFound);
}

TEST_F(HistoryDeskTest, ANoteHasTextAndNotTooMuchOfIt) {
    EXPECT_EQ(desk.addNote({kMorning, "", "", "alice"}).error().code, ErrorCode::invalid);
    EXPECT_TRUE(desk.addNote({kMorning, "", std::string(4096, 'x'), "alice"}));
    EXPECT_EQ(desk.addNote({kMorning, "", std::string(4097, 'x'), "alice"}).error().code, ErrorCode::invalid);
    EXPECT_EQ(desk.addNote({kMorning, std::string(1025, 'x'), "x", "alice"}).error().code,
              ErrorCode::invalid);
    EXPECT_EQ(events.held.size(), 1U);
}

TEST_F(HistoryDeskTest, HandsOnAlertsAndTheirRules) {
    EXPECT_EQ(desk.alerts()->rulesYaml, "rules");
    EXPECT_EQ(desk.setAlertRules("x").error().subject, "line 3");
}

TEST_F(HistoryDeskTest, ALiveWindowOfASnapshotEndsNow) {
    EXPECT_TRUE(desk.reviewSnapshot({}));
    clock.advance(1min);
    EXPECT_TRUE(desk.exportSnapshot({{5min, kMorning}, {}, true, "", ""}, "x", nullptr));
    ASSERT_EQ(ordered.size(), 2U);
    EXPECT_EQ(ordered[0].window.to, clock.now() - 1min);
    EXPECT_EQ(ordered[1].window.to, kMorning);
}

}  // namespace
}  // namespace binnacle
