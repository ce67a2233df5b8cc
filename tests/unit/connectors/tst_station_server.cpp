// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/connectors/support/station_lab.h"

#include <gtest/gtest.h>
#include <future>
#include <set>

namespace binnacle {
namespace {

using namespace std::chrono_literals;
using FramePtr = std::shared_ptr<const TopologyFrame>;

TEST(StationServer, TellsTheTopologyTheMeshHas) {
    StationLab station;
    station.lab.call("checkout", "cart", {.times = 3});
    station.lab.call("checkout", "cart", {.status = 503, .flags = "UO", .times = 2});
    const auto known = station.lab.frame();

    const auto told = station.client()->topology({});

    ASSERT_TRUE(told);
    EXPECT_EQ((*told)->nodes, known->nodes);
    EXPECT_EQ((*told)->edges, known->edges);
    EXPECT_EQ((*told)->generation, known->generation);
    EXPECT_EQ(MeshLab::describe(**told), "checkout -> cart 200=3 503=2 UO=2 [other side 5]");
}

TEST(StationServer, TellsItsStatusWithTheFactsOfItsComposition) {
    StationLab station;
    station.lab.call("checkout", "cart");
    station.lab.flush();

    const auto status = station.client()->status();

    ASSERT_TRUE(status);
    EXPECT_EQ(status->mesh, "shop");
    EXPECT_EQ(status->listening, "127.0.0.1:18760");
    EXPECT_FALSE(status->readOnly);
    EXPECT_EQ(status->received, 2U);
    EXPECT_EQ(status->proxies.size(), 2U);
}

TEST(StationServer, TellsWhereAFilterIsWrong) {
    StationLab station;
    const auto told = station.client()->topology({{}, "status >= "});
    ASSERT_FALSE(told);
    EXPECT_EQ(told.error().code, ErrorCode::invalid);
}

TEST(StationServer, WatchersGetANewFrameAndItIsTheWholeTruth) {
    StationLab station;
    const auto client = station.client();
    Heard<FramePtr> heard;
    const auto watch = client->watchTopology({}, heard.listener());
    ASSERT_TRUE(heard.waitForValues(1));

    for (int step = 1; step <= 5; ++step) {
        station.lab.call("checkout", "cart", {.times = step});
        if (step > 2) station.lab.call("cart", "store", {.duration = step * 10ms});
        const auto known = station.lab.frame();
        ASSERT_TRUE(heard.waitUntil([&](const auto& frames, const auto&) {
            return frames.back()->generation == known->generation && frames.back()->edges == known->edges;
        })) << "step "
            << step;
        EXPECT_EQ(heard.values().back()->nodes, known->nodes);
    }
    EXPECT_TRUE(heard.errors().empty());
}

TEST(StationServer, AWatchThatCanNeverBeAnsweredIsToldOnce) {
    StationLab station;
    const auto client = station.client();
    Heard<FramePtr> heard;
    const auto watch = client->watchTopology({{}, "colour = red"}, heard.listener());
    ASSERT_TRUE(heard.waitUntil([](const auto&, const auto& errors) { return !errors.empty(); }));
    EXPECT_EQ(heard.errors().front().code, ErrorCode::invalid);
}

TEST(StationServer, TailTellsEachRequestOnce) {
    StationLab station;
    station.lab.call("checkout", "cart", {.times = 10});
    station.lab.flush();
    const auto client = station.client();
    Heard<std::vector<RequestRecord>> heard;
    const auto watch = client->watchRequests({}, heard.listener());
    ASSERT_TRUE(heard.waitForValues(1));
    for (int batch = 0; batch < 20; ++batch) {
        station.lab.call("checkout", "cart", {.times = 5});
        station.lab.clock.advance(10ms);
        station.lab.flush();
    }
    constexpr std::size_t kTold = 2 * (10 + 20 * 5);  // by both ends

    std::multiset<std::uint64_t> sequences;
    ASSERT_TRUE(heard.waitUntil([&](const auto& batches, const auto&) {
        sequences.clear();
        for (const auto& batch : batches)
            for (const RequestRecord& record : batch) sequences.insert(record.sequence);
        return sequences.size() >= kTold;
    }));

    EXPECT_EQ(sequences.size(), kTold);
    EXPECT_EQ(std::set<std::uint64_t>(sequences.begin(), sequences.end()).size(), kTold);
}

TEST(StationServer, TailOfAnEmptyWindowStartsWithNothing) {
    StationLab station;
    station.lab.call("checkout", "cart", {.ago = 60s});
    station.lab.flush();
    const auto client = station.client();
    Heard<std::vector<RequestRecord>> heard;
    const auto watch = client->watchRequests({}, heard.listener());
    ASSERT_TRUE(heard.waitForValues(1));
    station.lab.call("checkout", "cart", {.path = "/new"});
    station.lab.flush();

    ASSERT_TRUE(heard.waitForValues(2));

    EXPECT_TRUE(heard.values()[0].empty());
    const std::vector<RequestRecord> fresh = heard.values()[1];
    for (const RequestRecord& record : fresh) EXPECT_EQ(record.path, "/new");
}

TEST(StationServer, WatchesSeriesStatusAndClusters) {
    StationLab station;
    station.lab.call("checkout", "cart", {.times = 4});
    ClusterState cluster;
    cluster.proxy = "checkout-1";
    cluster.cluster = "cart";
    cluster.activeRequests = 3;
    station.lab.mesh.updateCluster(cluster);
    station.lab.flush();
    const auto client = station.client();
    Heard<Series> series;
    Heard<StationStatus> status;
    Heard<std::vector<ClusterState>> clusters;
    const auto watchSeries = client->watchSeries({{}, 1s, {"checkout", "cart"}, {}}, series.listener());
    const auto watchStatus = client->watchStatus({}, status.listener());
    const auto watchClusters = client->watchClusters({}, clusters.listener());

    EXPECT_TRUE(series.waitForValues(1));
    EXPECT_TRUE(status.waitForValues(2));
    EXPECT_TRUE(clusters.waitForValues(1));

    std::uint64_t requests = 0;
    const Series first = series.values().front();
    for (const SeriesPoint& point : first.points) requests += point.stats.requests;
    EXPECT_EQ(requests, 4U);
    EXPECT_EQ(clusters.values().front().front().activeRequests, 3U);
}

TEST(StationServer, ASlowClientHoldsNobodyAndGetsTheNewest) {
    StationLab station;
    const auto slow = station.client();
    std::promise<void> holding;
    std::promise<void> release;
    std::atomic<int> calls = 0;
    std::promise<FramePtr> afterwards;
    const auto slowWatch = slow->watchTopology({}, [&](const Result<FramePtr>& frame) {
        const int call = ++calls;
        if (call == 1) {
            holding.set_value();
            release.get_future().wait();
        }
        if (call == 2) afterwards.set_value(*frame);
    });
    holding.get_future().wait();
    const auto quick = station.client();
    Heard<FramePtr> heard;
    const auto quickWatch = quick->watchTopology({}, heard.listener());
    ASSERT_TRUE(heard.waitForValues(1));
    FramePtr known;
    for (int step = 0; step < 4; ++step) {
        station.lab.call("checkout", "cart");
        known = station.lab.frame();
        ASSERT_TRUE(heard.waitUntil(
            [&](const auto& frames, const auto&) { return frames.back()->edges == known->edges; }));
    }

    release.set_value();

    // It skips what happened meanwhile: its next frame is made only once it asks.
    EXPECT_EQ(afterwards.get_future().get()->edges, known->edges);
}

TEST(StationServer, StopEndsOpenWatchesAndRemovesTheSocket) {
    StationLab station;
    const auto client = station.client();
    Heard<FramePtr> frames;
    Heard<StationStatus> status;
    const auto watchFrames = client->watchTopology({}, frames.listener());
    const auto watchStatus = client->watchStatus({}, status.listener());
    ASSERT_TRUE(frames.waitForValues(1));
    ASSERT_TRUE(status.waitForValues(1));
    const auto began = std::chrono::steady_clock::now();

    station.server->stop();

    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
    EXPECT_FALSE(std::filesystem::exists(station.path()));
    EXPECT_TRUE(frames.waitUntil([](const auto&, const auto& errors) { return errors.size() == 1; }));
    EXPECT_EQ(frames.errors().front().code, ErrorCode::unavailable);
}

TEST(StationServer, AWatchFindsTheStationAgain) {
    StationLab station;
    const auto client = station.client();
    Heard<FramePtr> heard;
    const auto watch = client->watchTopology({}, heard.listener());
    ASSERT_TRUE(heard.waitForValues(1));
    station.server->stop();
    ASSERT_TRUE(heard.waitUntil([](const auto&, const auto& errors) { return !errors.empty(); }));
    station.lab.call("checkout", "cart");
    station.lab.flush();

    station.start();

    EXPECT_TRUE(
        heard.waitUntil([](const auto& frames, const auto&) { return !frames.back()->edges.empty(); }));
    EXPECT_EQ(heard.errors().size(), 1U);
}

TEST(StationServer, AWatchMayEndFromWithinItsOwnValue) {
    // Shared with the watch's thread, which outlives this function by a little.
    struct Scene {
        std::mutex mutex;
        std::unique_ptr<Subscription> watch;
        std::promise<void> ended;
    };
    StationLab station;
    const auto client = station.client();
    const auto scene = std::make_shared<Scene>();
    {
        const std::scoped_lock lock(scene->mutex);
        scene->watch = client->watchStatus({}, [scene](const Result<StationStatus>&) {
            const std::scoped_lock inside(scene->mutex);
            if (!scene->watch) return;
            scene->watch.reset();
            scene->ended.set_value();
        });
    }
    EXPECT_EQ(scene->ended.get_future().wait_for(10s), std::future_status::ready);
}

TEST(StationServer, OpensNoMoreWatchesThanItMay) {
    StationLab station;
    station.server.reset();
    StationServerOptions options = station.options();
    options.watches = 1;
    station.start(options);
    const auto client = station.client();
    Heard<StationStatus> first;
    Heard<StationStatus> second;
    const auto firstWatch = client->watchStatus({}, first.listener());
    ASSERT_TRUE(first.waitForValues(1));

    const auto secondWatch = client->watchStatus({}, second.listener());

    ASSERT_TRUE(second.waitUntil([](const auto&, const auto& errors) { return !errors.empty(); }));
    EXPECT_EQ(second.errors().front().code, ErrorCode::unavailable);
    EXPECT_TRUE(first.waitForValues(3));
}

TEST(StationServer, RefusesAnotherUser) {
    StationLab station;
    station.server.reset();
    StationServerOptions options = station.options();
    options.allowedUid = geteuid() + 1;
    station.start(options);

    const auto status = station.client()->status();

    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, ErrorCode::unavailable);
}

TEST(StationServer, CarriesAChangeWithItsProgress) {
    StationLab station;
    Change sending;
    sending.id = "c-1";
    sending.answers.resize(2);
    Change live = sending;
    live.state = ChangeState::live;
    for (ProxyAnswer& answer : live.answers) answer.state = AnswerState::acknowledged;
    station.policy.setOutcome({sending}, live);
    std::vector<ChangeState> progress;

    const auto change =
        station.client()->apply({{{"payment", TrafficSplit{{{"payment-v1", 1}}}}}, "v7", "alice", "slow"},
                                [&](const Change& told) { progress.push_back(told.state); });

    ASSERT_TRUE(change);
    EXPECT_EQ(change->state, ChangeState::live);
    EXPECT_EQ(change->answers.size(), 2U);
    EXPECT_EQ(progress, (std::vector{ChangeState::sending, ChangeState::live}));
    const auto asked = station.policy.applied();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked.front().basedOn, "v7");
    EXPECT_EQ(asked.front().who, "alice");
    EXPECT_EQ(asked.front().intents, (std::vector<Intent>{{"payment", TrafficSplit{{{"payment-v1", 1}}}}}));
}

TEST(StationServer, CarriesAConflictWhole) {
    StationLab station;
    const Error conflict{ErrorCode::conflict, "payment", "c-9 came first"};
    station.policy.setOutcome({}, tl::unexpected(conflict));
    EXPECT_EQ(station.client()->revert({"c-8", "alice", "why"}, nullptr).error(), conflict);
    EXPECT_EQ(station.policy.reverted().front().change, "c-8");
}

TEST(StationServer, CarriesPoliciesPlansHistoryAndAdoption) {
    StationLab station;
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 2;
    const Intent intent{"payment", breaker};
    station.policy.setPolicies(
        std::vector<PolicyInForce>{{intent, {{"limits.maxRequests", "2", "change c-1"}}, {"a"}}});
    std::vector<Change> history(2);
    history.front().id = "c-2";
    station.policy.setHistory(history);
    station.policy.setAdoption(std::string("layers:\n  - rtds\n"));
    station.policy.setPlan(Plan{{}, {{"a", "runtime x", "", "2"}}, {}, "v1"});
    const auto client = station.client();

    EXPECT_EQ(client->policies({})->front().intent, intent);
    EXPECT_EQ(client->policies({})->front().values.front().origin, "change c-1");
    EXPECT_EQ(client->history()->front().id, "c-2");
    EXPECT_EQ(*client->adoption(), "layers:\n  - rtds\n");
    const auto plan = client->plan({intent});
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->changes.front().after, "2");
    EXPECT_EQ(plan->edits.front().after, intent);
    EXPECT_EQ(plan->basedOn, "v1");
}

TEST(StationClient, SaysThatNobodyAnswers) {
    const TemporaryDirectory folder;
    const auto nobody = connectStation(folder.file("station.sock"));
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error(),
              (Error{ErrorCode::unavailable, folder.file("station.sock"), "no station answers here"}));
    EXPECT_EQ(connectStation(std::string(200, 'x')).error().code, ErrorCode::invalid);
}

}  // namespace
}  // namespace binnacle
