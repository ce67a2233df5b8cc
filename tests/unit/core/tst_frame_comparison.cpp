// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/frame_comparison.h"
#include "tests/support/demo_frame.h"
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>
#include <cmath>
#include <random>
#include <sstream>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

/// One call of one window in figures; the spread of its latency is demoStats()'s.
struct Side {
    double rate = 100;
    double errorRatio = 0;
    int medianMs = 20;
    Protocol protocol = Protocol::http1;
};

TopologyFrame frameOf(const std::vector<Edge>& edges, Duration length = 60s) {
    TopologyFrame frame;
    frame.to = demoNow();
    frame.from = frame.to - length;
    frame.edges = edges;
    return frame;
}

Edge edgeOf(const Side& side, const std::string& destination = "cart", Duration length = 60s) {
    Edge edge;
    edge.source = "checkout";
    edge.destination = destination;
    edge.protocol = side.protocol;
    edge.stats = demoStats({"", "", side.rate, side.errorRatio, side.medianMs, side.protocol},
                           std::chrono::duration<double>(length).count());
    return edge;
}

CallChange changeOf(const Side& before, const Side& after) {
    return compareFrames(frameOf({edgeOf(before)}), frameOf({edgeOf(after)})).calls.at(0);
}

/// "broke checkout -> payment-v2; same ...": every call in order.
std::string told(const FrameComparison& comparison) {
    std::ostringstream out;
    for (const CallChange& call : comparison.calls)
        out << (out.tellp() > 0 ? "; " : "") << verdictName(call.verdict) << ' ' << call.source << " -> "
            << call.destination;
    return out.str();
}

TEST(FrameComparison, NamesWhatBecameOfACall) {
    struct Case {
        const char* what;
        Side before;
        Side after;
        Verdict verdict;
    };
    const std::vector<Case> cases = {
        {"nothing", {}, {}, Verdict::same},
        {"errors rise", {100, 0.01}, {100, 0.08}, Verdict::broke},
        {"errors fall", {100, 0.08}, {100, 0.01}, Verdict::mended},
        {"errors rise a little", {1000, 0.010}, {1000, 0.013}, Verdict::same},
        {"all of three fail where none did", {0.05, 0, 20}, {0.05, 1, 20}, Verdict::same},
        {"all of some fail where none did", {1, 0, 20}, {1, 1, 20}, Verdict::broke},
        {"a slow day", {100, 0, 20}, {100, 0, 31}, Verdict::slower},
        {"a fast day", {100, 0, 31}, {100, 0, 20}, Verdict::faster},
        {"slower by too little to matter", {100, 0, 20}, {100, 0, 22}, Verdict::same},
        {"a slow day of too few requests", {0.1, 0, 20}, {0.1, 0, 90}, Verdict::same},
        {"long connections", {100, 0, 20, Protocol::tcp}, {100, 0, 90, Protocol::tcp}, Verdict::same},
        {"twice the traffic", {100}, {200}, Verdict::busier},
        {"half the traffic", {100}, {50}, Verdict::quieter},
        {"a little more traffic", {100}, {115}, Verdict::same},
        {"twice a trickle", {0.1}, {0.2}, Verdict::same},
        {"fails, and fails faster", {100, 0, 90}, {100, 0.5, 5}, Verdict::broke},
        {"slower and busier", {100, 0, 20}, {300, 0, 60}, Verdict::slower},
        {"mended and busier", {100, 0.5}, {300, 0}, Verdict::busier},
    };
    for (const Case& each : cases) {
        const CallChange call = changeOf(each.before, each.after);
        EXPECT_EQ(verdictName(call.verdict), verdictName(each.verdict)) << each.what;
    }
}

TEST(FrameComparison, TellsTheFiguresOfBothWindows) {
    const FrameComparison comparison = compareFrames(frameOf({edgeOf({10, 0.5, 20}, "cart", 60s)}, 60s),
                                                     frameOf({edgeOf({40, 0.25, 20}, "cart", 600s)}, 600s));

    const CallChange& call = comparison.calls.at(0);
    EXPECT_EQ(call.before, (CallFigures{600, 300, 10}));
    EXPECT_EQ(call.after, (CallFigures{24'000, 6'000, 40}));
    EXPECT_DOUBLE_EQ(call.before.errorRatio(), 0.5);
    EXPECT_LE(call.errorDifference.low, -0.25);
    EXPECT_GE(call.errorDifference.high, -0.25);
    EXPECT_LE(call.rateRatio.low, 4);
    EXPECT_GE(call.rateRatio.high, 4);
    EXPECT_EQ(comparison.beforeFrom, demoNow() - 60s);
    EXPECT_EQ(comparison.afterFrom, demoNow() - 600s);
}

TEST(FrameComparison, QuantilesAreEvidenceWhereBothSidesHaveEnoughRequests) {
    // 600 requests before: enough for p50 and p90 (11 and 98), not for p99 (1072).
    const CallChange call = changeOf({10, 0, 20}, {100, 0, 60});

    EXPECT_TRUE(call.latency[0].isSound);
    EXPECT_TRUE(call.latency[1].isSound);
    EXPECT_FALSE(call.latency[2].isSound);
    EXPECT_GT(call.latency[0].sureRatio, 2.4);
    EXPECT_EQ(call.latency[2].sureRatio, 1);
    EXPECT_GT(call.latency[2].after, call.latency[2].before) << "still shown";
}

TEST(FrameComparison, PutsTheWorstFirst) {
    const std::vector<Edge> before = {edgeOf({100, 0, 20}, "slow"),    edgeOf({100, 0, 20}, "slower"),
                                      edgeOf({100, 0, 20}, "failing"), edgeOf({100, 0, 20}, "worst"),
                                      edgeOf({100, 0, 20}, "busy"),    edgeOf({100, 0.9, 20}, "mended"),
                                      edgeOf({100, 0, 20}, "gone"),    edgeOf({100, 0, 20}, "alike")};
    const std::vector<Edge> after = {edgeOf({100, 0, 40}, "slow"),      edgeOf({100, 0, 400}, "slower"),
                                     edgeOf({100, 0.1, 20}, "failing"), edgeOf({100, 0.6, 20}, "worst"),
                                     edgeOf({400, 0, 20}, "busy"),      edgeOf({100, 0, 20}, "mended"),
                                     edgeOf({100, 0, 20}, "new"),       edgeOf({100, 0, 20}, "alike")};

    const FrameComparison comparison = compareFrames(frameOf(before), frameOf(after));

    EXPECT_EQ(told(comparison),
              "broke checkout -> worst; broke checkout -> failing; slower checkout -> slower; "
              "slower checkout -> slow; appeared checkout -> new; gone checkout -> gone; "
              "busier checkout -> busy; mended checkout -> mended; same checkout -> alike");
    EXPECT_EQ(comparison.count(Verdict::broke), 2U);
    EXPECT_EQ(comparison.count(Verdict::slower), 2U);
    EXPECT_EQ(comparison.count(Verdict::same), 1U);
}

TEST(FrameComparison, NewCallsThatFailComeBeforeThoseThatDoNotAndRareOnesLast) {
    const FrameComparison comparison = compareFrames(
        frameOf({edgeOf({}, "alike")}), frameOf({edgeOf({100, 0, 20}, "fine"), edgeOf({}, "alike"),
                                                 edgeOf({100, 0.9, 20}, "failing"), edgeOf({0.05}, "rare")}));

    EXPECT_EQ(told(comparison),
              "appeared checkout -> failing; appeared checkout -> fine; same checkout -> alike; "
              "appeared checkout -> rare");
    EXPECT_EQ(comparison.calls.back().score, 0);
}

TEST(FrameComparison, ACallOverAnotherProtocolIsAnotherCall) {
    const FrameComparison comparison = compareFrames(frameOf({edgeOf({100, 0, 20, Protocol::http1})}),
                                                     frameOf({edgeOf({100, 0, 20, Protocol::http2})}));

    EXPECT_EQ(comparison.count(Verdict::appeared), 1U);
    EXPECT_EQ(comparison.count(Verdict::gone), 1U);
}

TEST(FrameComparison, AllCallsTogetherAreJudgedToo) {
    const FrameComparison comparison =
        compareFrames(frameOf({edgeOf({100}, "cart"), edgeOf({100, 0, 5000, Protocol::tcp}, "store")}),
                      frameOf({edgeOf({100, 0.2}, "cart"), edgeOf({100, 0, 9000, Protocol::tcp}, "store")}));

    EXPECT_EQ(comparison.whole.verdict, Verdict::broke);
    EXPECT_EQ(comparison.whole.before.requests, 12'000U);
    EXPECT_EQ(comparison.whole.after.errors, 1'200U);
    EXPECT_LT(comparison.whole.latency[0].after, 100ms) << "how long connections last is no latency";
}

TEST(FrameComparison, TwoEmptyWindowsAreTheSame) {
    const FrameComparison comparison = compareFrames({}, {});

    EXPECT_TRUE(comparison.calls.empty());
    EXPECT_EQ(comparison.whole.verdict, Verdict::same);
}

TEST(FrameComparison, WindowsOfOneStationAreCompared) {
    MeshLab lab;
    lab.call("checkout", "payment", {.times = 400, .ago = 90s});
    lab.call("checkout", "payment", {.status = 503, .flags = "UO", .times = 300, .ago = 10s});
    const TimePoint now = lab.clock.now();

    const FrameComparison comparison =
        compareFrames(*lab.frame("", {60s, now - 60s}), *lab.frame("", {60s, now}));

    EXPECT_EQ(told(comparison), "broke checkout -> payment");
}

TEST(FrameComparison, ChanceDoesNotMakeNews) {
    std::mt19937_64 random(11);
    const auto windowOf = [&](double mean, const std::string& destination) {
        Edge edge;
        edge.source = "client";
        edge.destination = destination;
        edge.stats.requests = std::poisson_distribution<std::uint64_t>(mean)(random);
        edge.stats.errors = std::binomial_distribution<std::uint64_t>(edge.stats.requests, 0.01)(random);
        std::lognormal_distribution<double> nanoseconds(17, 1);
        for (std::uint64_t i = 0; i < edge.stats.requests; ++i)
            edge.stats.latency.add(static_cast<std::uint64_t>(nanoseconds(random)));
        return edge;
    };
    std::vector<Edge> before;
    std::vector<Edge> after;
    for (int i = 0; i < 1000; ++i) {
        const double mean = 5 * std::pow(6, i % 5);  // 5 to 6480 requests
        before.push_back(windowOf(mean, "server-" + std::to_string(i)));
        after.push_back(windowOf(mean, "server-" + std::to_string(i)));
    }

    const FrameComparison comparison = compareFrames(frameOf(before), frameOf(after));

    EXPECT_GE(comparison.count(Verdict::same) + comparison.count(Verdict::appeared) +
                  comparison.count(Verdict::gone),
              999U);
    EXPECT_LE(comparison.calls.at(1).score, 0);
}

}  // namespace
}  // namespace binnacle
