// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/history_lab.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <filesystem>
#include <fstream>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

/// Half a shop at work: both sides tell some calls, one fails, one is slow, one leaves the mesh.
void shopSecond(MeshLab& lab, int second) {
    lab.call("shop", "cart", {.duration = std::chrono::milliseconds(3 + second % 40), .times = 3});
    lab.outbound("shop", "payment", "payment-v2:80",
                 {.status = static_cast<std::uint16_t>(second % 3 == 0 ? 503 : 200),
                  .duration = 70ms,
                  .flags = second % 3 == 0 ? "UO" : ""});
    lab.outbound("cart", "bank", "203.0.113.9:443", {.duration = 30ms, .path = "/transfers"});
}

void expectSame(const TopologyFrame& recorded, const TopologyFrame& live) {
    EXPECT_EQ(recorded.nodes, live.nodes);
    EXPECT_EQ(recorded.edges, live.edges) << MeshLab::describe(recorded) << "\n" << MeshLab::describe(live);
    EXPECT_EQ(recorded.from, live.from);
    EXPECT_EQ(recorded.to, live.to);
    EXPECT_EQ(recorded.newestRecordEnd, live.newestRecordEnd);
}

void expectSameCalls(const TopologyFrame& now, const TopologyFrame& before) {
    EXPECT_EQ(MeshLab::describe(now), MeshLab::describe(before));
    EXPECT_EQ(now.edges == before.edges, true) << "quantiles and bytes as well";
}

class HistoryStoreTest : public testing::Test {
  protected:
    void shop(int seconds) {
        history.live(seconds, [this] { shopSecond(*history.lab, m_second++); });
    }
    void expectSameAsLive(const TimeWindow& window, const std::string& filter = "") {
        const auto live = history.lab->mesh.topology({window, filter}).value();
        expectSame(*history.frame(window, filter), *live);
    }

    HistoryLab history;

  private:
    int m_second = 0;
};

TEST_F(HistoryStoreTest, ShowsAnyWindowAsTheMeshDoes) {
    shop(150);
    history.idle(20);

    expectSameAsLive({10s, history.now() - 60s});
    expectSameAsLive({1s, history.now() - 33s});
    expectSameAsLive({97s, history.now() - 41s});
    expectSameAsLive({160s, history.now()});
}

TEST_F(HistoryStoreTest, ShowsTheNewestSecondsBeforeTheyHaveSettled) {
    shop(30);

    expectSameAsLive({30s, history.now()});
    expectSameAsLive({3s, history.now()});
}

TEST_F(HistoryStoreTest, FiltersAndRequestsAreTheSame) {
    shop(90);
    const TimeWindow window{60s, history.now() - 10s};

    for (const char* filter : {"service = cart", "error_ratio > 10%", "status = 503", "path ~ transfer",
                               "reporter = destination", "flag = UO and duration > 50ms"}) {
        expectSameAsLive(window, filter);
        auto live = history.lab->mesh.requests({window, filter, 50}).value();
        auto recorded = history.traffic().requests({window, filter, 50}).value();
        ASSERT_EQ(recorded.size(), live.size()) << filter;
        for (std::size_t i = 0; i < live.size(); ++i) {
            EXPECT_EQ(recorded[i].start, live[i].start);
            EXPECT_EQ(recorded[i].source + recorded[i].destination + recorded[i].path + recorded[i].proxy,
                      live[i].source + live[i].destination + live[i].path + live[i].proxy);
        }
    }
}

TEST_F(HistoryStoreTest, ASeriesHasTheSamePoints) {
    shop(130);
    const SeriesQuery query{{120s, history.now() - 5s}, 10s, {"shop", "cart"}, ""};

    const auto live = history.lab->mesh.series(query).value();
    const auto recorded = history.traffic().series(query).value();

    ASSERT_EQ(recorded.points.size(), live.points.size());
    for (std::size_t i = 0; i < live.points.size(); ++i) {
        EXPECT_EQ(recorded.points[i].at, live.points[i].at);
        EXPECT_TRUE(recorded.points[i].stats == live.points[i].stats) << "step " << i;
    }
}

TEST_F(HistoryStoreTest, HoldsWhatCameLate) {
    shop(60);
    const TimePoint end = history.now();
    history.live(1, [this] { history.lab->outbound("shop", "late", "", {.times = 7, .ago = 45s}); });
    expectSameAsLive({50s, end});
    history.idle(30);
    expectSameAsLive({50s, end});
    expectSameAsLive({70s, history.now()});
}

TEST_F(HistoryStoreTest, SurvivesAKillAtAnyMoment) {
    for (int round = 0; round < 9; ++round) {
        shop(7 + round * 4);
        const TimePoint end = history.now();
        const TimeWindow window{std::chrono::seconds(7 + round * 4), end};
        const auto before = history.frame(window);
        history.restart();

        expectSameCalls(*history.frame(window), *before);
        history.idle(90);
        expectSameCalls(*history.frame(window), *before);
    }
    EXPECT_NE(history.picture({1h, history.now()}), "");
}

TEST_F(HistoryStoreTest, AddsUpWhatTwoRunsToldOfOneMinute) {
    history.live(20, [this] { history.lab->outbound("shop", "cart", "", {.times = 2}); });
    history.restart();
    history.live(20, [this] { history.lab->outbound("shop", "cart", "", {.times = 3}); });
    EXPECT_EQ(history.picture({60s, history.now()}), "shop -> cart 200=100");
    history.idle(120);
    EXPECT_EQ(history.picture({10min, history.now()}), "shop -> cart 200=100");
}

TEST_F(HistoryStoreTest, HostsProxiesAndClustersAreThoseOfTheMoment) {
    ClusterState state;
    state.proxy = "shop-1";
    state.cluster = "cart";
    history.live(11, [&] {
        history.lab->outbound("shop", "cart", "");
        state.activeRequests = 1;
        history.lab->mesh.updateCluster(state);
    });
    const TimePoint then = history.now();
    history.live(400, [&] {
        state.activeRequests = 9;
        history.lab->mesh.updateCluster(state);
    });

    EXPECT_EQ(history.traffic().clusters(then)->front().activeRequests, 1U);
    EXPECT_EQ(history.traffic().clusters(history.now())->front().activeRequests, 9U);
    EXPECT_EQ(history.traffic().status(then)->proxies.front().proxy.node, "shop-1");
}

TEST_F(HistoryStoreTest, KeepsEvents) {
    const TimePoint start = history.now();
    history.live(2, [this] { history.lab->outbound("shop", "cart", ""); });
    const Event note =
        history.store->addEvent({0, history.now(), EventKind::note, "cart", "it is slow", "ann", ""}).value();

    auto events = history.reader->events({start, history.now() + 1s}).value();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].kind, EventKind::proxyCame);
    EXPECT_EQ(events[1], note);

    EXPECT_EQ(history.store->removeEvent(note.id, EventKind::change).error().code, ErrorCode::notFound);
    ASSERT_TRUE(history.store->removeEvent(note.id, EventKind::note).has_value());
    EXPECT_EQ(history.reader->events({start, history.now() + 1s})->size(), 1U);
}

TEST_F(HistoryStoreTest, KeepsSettings) {
    EXPECT_EQ(history.store->setting("rules").value(), "");
    ASSERT_TRUE(history.store->keepSetting("rules", "kind: AlertRule").has_value());
    ASSERT_TRUE(history.store->keepSetting("rules", "kind: Objective").has_value());
    history.restart();
    EXPECT_EQ(history.store->setting("rules").value(), "kind: Objective");
}

TEST_F(HistoryStoreTest, SaysWhatIsRecorded) {
    EXPECT_EQ(history.reader->span().value(), std::nullopt);
    const TimePoint start = history.now();
    shop(100);

    const RecordedSpan span = **history.reader->span();
    EXPECT_LE(span.oldest, start);
    EXPECT_GE(span.oldest, start - 60s);
    EXPECT_GE(span.newest, history.now() - 1s);
    const HistoryStatus status = history.recorder->status();
    EXPECT_TRUE(status.isRecording);
    EXPECT_EQ(status.recorded, history.lab->mesh.status().received);
    EXPECT_GT(status.bytes, 0U);
    EXPECT_EQ(status.problem, "");
}

TEST_F(HistoryStoreTest, IsPrivate) {
    struct stat info{};
    ASSERT_EQ(::stat(history.store->path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(HistoryStore, MovesADamagedFileAsideAndBeginsAnew) {
    const TemporaryDirectory folder;
    const ManualClock clock;
    {
        std::ofstream file(folder.file("history.db"), std::ios::binary);
        file << std::string(100'000, 'x');
    }

    const auto store = HistoryStore::open(folder.path(), {}, clock);

    ASSERT_TRUE(store.has_value()) << store.error().detail;
    EXPECT_EQ((*store)->movedAside(), folder.file("history.db.broken-1"));
    EXPECT_TRUE(std::filesystem::exists(folder.file("history.db.broken-1")));
}

TEST(HistoryStore, MovesAnotherProgramsFileAside) {
    const TemporaryDirectory folder;
    const ManualClock clock;
    ASSERT_TRUE(Database::open(folder.file("history.db"))->run("CREATE TABLE recipes(name)").has_value());

    const auto store = HistoryStore::open(folder.path(), {}, clock);

    ASSERT_TRUE(store.has_value());
    EXPECT_EQ((*store)->movedAside(), folder.file("history.db.broken-1"));
}

TEST(HistoryStore, RefusesAFileOfANewerVersionAndLeavesItAlone) {
    const TemporaryDirectory folder;
    const ManualClock clock;
    ASSERT_TRUE(Database::open(folder.file("history.db"))
                    ->run("PRAGMA application_id = 0x424E434C; PRAGMA user_version = 99; CREATE TABLE x(y)")
                    .has_value());

    const auto store = HistoryStore::open(folder.path(), {}, clock);

    ASSERT_FALSE(store.has_value());
    EXPECT_EQ(store.error().detail, "was made by a newer version of Binnacle");
    EXPECT_FALSE(std::filesystem::exists(folder.file("history.db.broken-1")));
}

}  // namespace
}  // namespace binnacle
