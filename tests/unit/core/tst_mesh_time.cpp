// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>
#include <numeric>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

std::uint64_t requestsIn(const TopologyFrame& frame) {
    return std::accumulate(frame.edges.begin(), frame.edges.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const Edge& edge) { return sum + edge.stats.requests; });
}

TEST(MeshWindow, OfTheLastSecondsHoldsWhatEndedThere) {
    MeshLab lab;
    lab.outbound("a", "b", "", {.ago = 40s});
    lab.outbound("a", "b", "", {.times = 2, .ago = 20s});
    lab.outbound("a", "b", "", {.times = 4});
    EXPECT_EQ(lab.picture("", {30s, {}}), "a -> b 200=6");
    EXPECT_EQ(lab.picture("", {10s, {}}), "a -> b 200=4");
    EXPECT_EQ(lab.picture("", {1s, {}}), "a -> b 200=4");
    EXPECT_EQ(lab.picture("", {60s, {}}), "a -> b 200=7");
    EXPECT_EQ(lab.picture("", {10s, lab.clock.now() - 15s}), "a -> b 200=2");
}

TEST(MeshWindow, SaysItsBoundsAndTheNewestEnd) {
    MeshLab lab;
    lab.clock.advance(300ms);
    lab.outbound("a", "b", "");
    const auto frame = lab.frame("", {30s, {}});
    EXPECT_EQ(frame->to - frame->from, 30s);
    EXPECT_EQ(frame->seconds(), 30.0);
    EXPECT_GT(frame->to, lab.clock.now());
    EXPECT_EQ(frame->newestRecordEnd, lab.clock.now());
    EXPECT_EQ(frame->publishedAt, lab.clock.now());
}

TEST(MeshWindow, FixedTakesTheSecondsItTouches) {
    MeshLab lab;
    const TimePoint start = lab.clock.now();
    lab.outbound("a", "b", "");
    lab.clock.advance(999ms);
    lab.outbound("a", "b", "");
    lab.clock.advance(1ms);
    lab.outbound("a", "b", "");
    lab.flush();
    EXPECT_EQ(lab.picture("", {1s, start + 1s}), "a -> b 200=2");
    EXPECT_EQ(lab.picture("", {1s, start + 2s}), "a -> b 200=1");
    EXPECT_EQ(lab.picture("", {1s, start}), "");
    EXPECT_EQ(lab.picture("", {500ms, start + 700ms}), "a -> b 200=2") << "whole seconds are the grain";
}

TEST(MeshWindow, RefusesLengthsThatMakeNoSense) {
    MeshLab lab;
    EXPECT_FALSE(lab.mesh.topology({{0s, {}}, ""}).has_value());
    EXPECT_FALSE(lab.mesh.topology({{-5s, {}}, ""}).has_value());
    EXPECT_FALSE(lab.mesh.topology({{Duration::max(), {}}, ""}).has_value());
    EXPECT_TRUE(lab.mesh.topology({{15min, TimePoint::min() + 24h}, ""}).has_value());
}

// Fifteen minutes at twenty drains a second in the end, with blocks made on the way.
TEST(MeshHistory, HoldsEveryRequestOfFifteenMinutesInAnyWindow) {
    MeshLab lab;
    const TimePoint start = lab.clock.now();
    constexpr int kSeconds = 900;
    for (int second = 0; second < kSeconds; ++second) {
        for (int drain = 0; drain < (second % 97 == 0 ? 20 : 2); ++drain) {
            lab.outbound("a", "b", "", {.duration = std::chrono::milliseconds(second % 50)});
            lab.flush();
        }
        lab.clock.advance(1s);
    }
    const auto expected = [](int from, int to) {
        std::uint64_t sum = 0;
        for (int second = from; second < to; ++second) sum += second % 97 == 0 ? 20 : 2;
        return sum;
    };
    for (const auto& [from, to] :
         {std::pair{0, 900}, {1, 899}, {7, 13}, {55, 185}, {60, 120}, {599, 601}, {120, 130}}) {
        const TimeWindow window{std::chrono::seconds(to - from), start + std::chrono::seconds(to)};
        EXPECT_EQ(requestsIn(*lab.frame("", window)), expected(from, to)) << from << ".." << to;
    }
    lab.clock.advance(16min);
    lab.outbound("a", "b", "");
    EXPECT_EQ(requestsIn(*lab.frame("", {24h, {}})), 1U) << "older seconds are forgotten";
}

TEST(MeshHistory, PutsALateEntryIntoItsSecondAtEveryLevel) {
    MeshLab lab;
    const TimePoint start = lab.clock.now();
    for (int second = 0; second < 200; ++second) {
        lab.outbound("a", "b", "");
        lab.flush();
        lab.clock.advance(1s);
    }
    lab.outbound("a", "b", "", {.times = 5, .ago = lab.clock.now() - (start + 65s)});
    lab.flush();
    EXPECT_EQ(requestsIn(*lab.frame("", {1s, start + 66s})), 6U);
    EXPECT_EQ(requestsIn(*lab.frame("", {10s, start + 70s})), 15U);
    EXPECT_EQ(requestsIn(*lab.frame("", {60s, start + 120s})), 65U);
    EXPECT_EQ(requestsIn(*lab.frame("", {15min, {}})), 205U);
}

TEST(MeshHistory, CountsWhatComesTooLateAsRejected) {
    MeshLab lab;
    lab.outbound("a", "b", "", {.times = 3, .ago = 20min});
    EXPECT_EQ(lab.picture("", {24h, {}}), "");
    EXPECT_EQ(lab.mesh.status().rejected.at("tooOld"), 3U);
}

// Pods come and go: what nothing refers to any more is freed, and its numbers serve new names.
TEST(MeshHistory, FreesNamesThatNobodyTellsAnyMore) {
    MeshLab lab;
    const auto addClusters = [&](const std::string& from, const std::string& prefix) {
        for (int i = 0; i < 45'000; ++i) lab.outbound(from, prefix + std::to_string(i), "");
        lab.flush();
    };
    for (const char* caller : {"a", "b", "c"}) addClusters(caller, std::string(caller) + "-old-");
    const auto early = lab.frame();
    for (int minute = 0; minute < 20; ++minute) {
        lab.clock.advance(1min);
        lab.call("front", "cart");
        lab.flush();
    }
    for (const char* caller : {"a", "b", "c"}) addClusters(caller, std::string(caller) + "-new-");

    const auto frame = lab.frame();

    EXPECT_EQ(early->edges.size(), 135'000U);
    EXPECT_EQ(requestsIn(*frame), 135'001U);
    EXPECT_EQ(frame->edges.front().destination.rfind("a-new-", 0), 0U);
    EXPECT_EQ(lab.picture("source = front"), "front -> cart 200=1 [other side 1]");
    EXPECT_FALSE(lab.mesh.status().clamped.contains("tooManyNames"));
}

TEST(MeshClock, ShiftsAProxyThatIsAheadAndMarksIt) {
    MeshLab lab;
    for (int i = 0; i < 20; ++i) {
        lab.outbound("a", "b", "", {.ago = -1h});
        lab.clock.advance(1s);
    }
    EXPECT_EQ(requestsIn(*lab.frame()), 20U);
    EXPECT_TRUE(lab.mesh.status().proxies[0].skewed);
    EXPECT_EQ(lab.mesh.status().clamped.at("clockSkew"), 20U);
    EXPECT_LE(lab.frame()->newestRecordEnd, lab.clock.now());
}

TEST(MeshClock, KeepsTheDistancesOfShiftedRequests) {
    MeshLab lab;
    lab.outbound("a", "b", "", {.ago = -48h});
    lab.outbound("a", "b", "", {.ago = -48h + 3s});
    lab.flush();
    const auto records = lab.mesh.requests({}).value();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].start - records[1].start, 3s);
}

TEST(MeshClock, ShiftsAProxyThatStaysBehind) {
    MeshLab lab;
    for (int i = 0; i < 30; ++i) {
        lab.outbound("a", "b", "", {.ago = 5min});
        lab.clock.advance(1s);
    }
    EXPECT_TRUE((lab.flush(), lab.mesh.status().proxies[0].skewed));
    EXPECT_GE(requestsIn(*lab.frame()), 15U) << "once it is known to be behind, its requests are live";
}

TEST(MeshClock, TakesALateFlushForWhatItIs) {
    MeshLab lab;
    for (int minute = 0; minute < 3; ++minute) {
        lab.clock.advance(3min);
        for (int age = 170; age >= 0; age -= 10)
            lab.outbound("a", "b", "", {.ago = std::chrono::seconds(age)});
    }
    lab.flush();
    EXPECT_FALSE(lab.mesh.status().proxies[0].skewed);
    EXPECT_EQ(requestsIn(*lab.frame("", {1s, lab.clock.now() - 3min - 39s})), 1U);
}

TEST(MeshClock, TrustsAProxyAgainOnceItsClockIsRight) {
    MeshLab lab;
    lab.outbound("a", "b", "", {.ago = -1h});
    for (int i = 0; i < 30; ++i) {
        lab.clock.advance(1s);
        lab.outbound("a", "b", "");
    }
    lab.flush();
    EXPECT_FALSE(lab.mesh.status().proxies[0].skewed);
    EXPECT_EQ(requestsIn(*lab.frame("", {60s, {}})), 31U);
}

TEST(MeshSeries, HasOnePointAStepEmptyOnesIncluded) {
    MeshLab lab;
    for (int i = 0; i < 10; ++i) {
        if (i % 2 == 0) lab.call("a", "b", {.times = i + 1});
        lab.outbound("a", "c", "c:80", {.status = 500});
        lab.flush();
        if (i < 9) lab.clock.advance(1s);
    }
    const auto series = lab.mesh.series({{10s, {}}, 1s, {"a", "b"}, ""}).value();
    ASSERT_EQ(series.points.size(), 10U);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(series.points[i].stats.requests, i % 2 == 0 ? i + 1 : 0) << i;
        EXPECT_EQ(series.points[i].at, lab.clock.now() - std::chrono::seconds(9 - i));
    }
    const auto all = lab.mesh.series({{10s, {}}, 5s, {}, ""}).value();
    ASSERT_EQ(all.points.size(), 2U);
    EXPECT_EQ(all.points[0].stats.requests, 1 + 3 + 5 + 5U) << "each call once, though told twice";
    EXPECT_EQ(all.points[1].stats.errors, 5U);
    const auto into = lab.mesh.series({{10s, {}}, 10s, {"", "c"}, ""}).value();
    EXPECT_EQ(into.points[0].stats.requests, 10U);
}

TEST(MeshSeries, FollowsTheFilter) {
    MeshLab lab;
    lab.call("a", "b", {.times = 3, .path = "/x"});
    lab.call("a", "b", {.times = 2, .path = "/y"});
    lab.call("a", "c", {.times = 7});
    lab.flush();
    const auto requests = [&](const char* filter) {
        return lab.mesh.series({{1s, {}}, 1s, {}, filter}).value().points.front().stats.requests;
    };
    EXPECT_EQ(requests("path = /x"), 3U);
    EXPECT_EQ(requests("destination = c"), 7U);
    EXPECT_EQ(requests("rps > 6"), 7U);
    EXPECT_EQ(requests("path ~ / and rps < 6"), 5U);
}

TEST(MeshSeries, RefusesStepsThatMakeNoSense) {
    MeshLab lab;
    EXPECT_FALSE(lab.mesh.series({{10s, {}}, 0s, {}, ""}).has_value());
    EXPECT_FALSE(lab.mesh.series({{10s, {}}, 1500ms, {}, ""}).has_value());
    EXPECT_FALSE(lab.mesh.series({{2h, {}}, 1s, {}, ""}).has_value());
    EXPECT_FALSE(lab.mesh.series({{10s, {}}, 1s, {}, "p99 >"}).has_value());
}

}  // namespace
}  // namespace binnacle
