// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/chronicle.h"
#include "models/core/topology/traffic_queries.h"
#include "tests/support/fake_recording.h"
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

class ChronicleTest : public testing::Test {
  protected:
    ChronicleTest() {
        recording.recorded = RecordedSpan{lab.clock.now() - 24h, lab.clock.now() + 2h};
        lab.clock.advance(1h);
        lab.outbound("now", "here", "");
        lab.flush();
    }

    std::string picture(const TimeWindow& window, const std::string& filter = "") const {
        return MeshLab::describe(**chronicle.topology({window, filter}));
    }

    MeshLab lab;
    FakeRecording recording;
    Chronicle chronicle{lab.mesh, recording, lab.clock, [] {
                            HistoryStatus status;
                            status.isRecording = true;
                            return status;
                        }};
};

TEST_F(ChronicleTest, TellsTheLastMinutesFromMemory) {
    EXPECT_EQ(picture({15min, {}}), "now -> here 200=1");
    EXPECT_EQ(picture({1min, lab.clock.now() + 1s}), "now -> here 200=1");
    EXPECT_TRUE(recording.asked.empty());
}

TEST_F(ChronicleTest, TellsWhatLeftMemoryFromTheRecording) {
    EXPECT_EQ(picture({1min, lab.clock.now() - 30min}), "past -> then 200=60");
    EXPECT_EQ(picture({16min, {}}), "past -> then 200=960") << "as a whole, not in two halves";
    EXPECT_EQ(recording.asked.back().to, lab.clock.now().time_since_epoch() / 1s) << "live ends now";
}

TEST_F(ChronicleTest, TellsFromMemoryWhatWasNeverRecorded) {
    recording.recorded.reset();

    EXPECT_EQ(picture({1h, {}}), "now -> here 200=1");
}

TEST_F(ChronicleTest, CutsARecordedSeriesIntoSteps) {
    const auto series = *chronicle.series({{1min, lab.clock.now() - 30min}, 10s, {}, ""});

    ASSERT_EQ(series.points.size(), 6U);
    EXPECT_EQ(series.step, 10s);
    for (const SeriesPoint& point : series.points) EXPECT_EQ(point.stats.requests, 10U);
}

TEST_F(ChronicleTest, ShowsHostsAndProxiesOfTheMoment) {
    ClusterState then;
    then.cluster = "then";
    recording.stood.clusters = {then};
    recording.stood.proxies.emplace_back().proxy.node = "past-1";
    ClusterState now;
    now.cluster = "now";
    lab.mesh.updateCluster(now);

    EXPECT_EQ(chronicle.clusters({})->front().cluster, "now");
    EXPECT_EQ(chronicle.clusters(lab.clock.now() - 1h)->front().cluster, "then");
    EXPECT_EQ(chronicle.status(lab.clock.now() - 1h)->proxies.front().proxy.node, "past-1");
    EXPECT_TRUE(chronicle.status({})->history.isRecording);
}

TEST_F(ChronicleTest, FindsRequestsThatTheTailGaveUpInTheRecording) {
    for (int round = 0; round < 26; ++round) {
        lab.clock.advance(1s);
        lab.outbound("a", "b", "", {.times = 20'000});
        lab.flush();
    }

    ASSERT_TRUE(chronicle.requests({{60s, {}}, "", 10}).has_value());
    EXPECT_EQ(recording.asked.size(), 1U) << "requests of that time are not whole in memory";
    ASSERT_TRUE(chronicle.topology({{60s, {}}, "status = 200"}).has_value());
    EXPECT_EQ(recording.asked.size(), 2U);
    ASSERT_TRUE(chronicle.topology({{60s, {}}, ""}).has_value());
    EXPECT_EQ(recording.asked.size(), 2U) << "rollups are";
}

TEST(RecordedTraffic, ALiveWindowEndsWhereTheRecordingEnds) {
    ManualClock clock;
    FakeRecording recording;
    recording.recorded = RecordedSpan{clock.now() - 1h, clock.now() - 30min};
    const RecordedTraffic traffic(recording, clock);

    const auto frame = *traffic.topology({{1min, {}}, ""});

    EXPECT_EQ(frame->to, clock.now() - 30min);
    EXPECT_EQ(MeshLab::describe(*frame), "past -> then 200=60");
    EXPECT_TRUE(traffic.requestsAfter(0, "", 10)->empty());
}

TEST(RecordedView, NumbersOfASecondVocabularyStartWhereThoseOfTheFirstEnd) {
    const auto wordsOf = [](const std::string& cluster) {
        Vocabulary words;
        words.names = {"", "__other__", cluster};
        words.workloads = {{"shop", "shop", "", ""}};
        RollupKey key;
        key.cluster = 2;
        words.keys = {key};
        return std::make_shared<const LoadedVocabulary>(std::move(words));
    };
    const auto partOf = [](std::uint64_t requests) {
        EdgeStats stats;
        stats.requests = requests;
        stats.codes[200] = requests;
        RollupPart part;
        part.append(0, stats);
        return part;
    };
    RecordedView view({0, 2, 1});
    const auto first = view.addVocabulary(wordsOf("cart"));
    const auto second = view.addVocabulary(wordsOf("payment"));
    view.addPart(0, 1, partOf(3), first);
    view.addPart(1, 1, partOf(4), second);

    const TrafficView built = view.build(std::make_shared<HeldRequestBlocks>());

    const auto frame = *frameOf(built, Filter(), {});
    EXPECT_EQ(MeshLab::describe(*frame), "shop -> cart 200=3; shop -> payment 200=4");
    ASSERT_EQ(built.steps.size(), 2U);
    EXPECT_EQ(built.steps[0].size(), 1U);
    EXPECT_EQ(built.steps[1].size(), 1U);
}

TEST(RecordedView, WhoAnsweredAtAnAddressInTheWindowHasTheLastWord) {
    Vocabulary words;
    words.names = {"", "__other__", "cart", "10.0.0.1:80"};
    words.workloads = {{"shop", "shop", "", ""}, {"cart", "cart-old", "", ""}, {"cart", "cart-new", "", ""}};
    RollupKey told;
    told.cluster = 2;
    told.address = 3;
    RollupKey oldAnswer;
    oldAnswer.workload = 1;
    oldAnswer.reporter = Reporter::destination;
    oldAnswer.address = 3;
    RollupKey newAnswer = oldAnswer;
    newAnswer.workload = 2;
    words.keys = {told, oldAnswer, newAnswer};
    EdgeStats stats;
    stats.requests = 1;
    const auto calleeWhere = [&](std::vector<std::uint32_t> keys) {
        RollupPart part;
        for (const std::uint32_t key : keys) part.append(key, stats);
        RecordedView view({0, 1, 0});
        const auto offsets = view.addVocabulary(std::make_shared<LoadedVocabulary>(words));
        view.addPart(0, 1, std::move(part), offsets);
        return (*frameOf(view.build(std::make_shared<HeldRequestBlocks>()), Filter(), {}))
            ->edges.back()
            .destination;
    };

    EXPECT_EQ(calleeWhere({0, 1}), "cart-old") << "the pod that had the address then";
    EXPECT_EQ(calleeWhere({0, 2}), "cart-new");
    EXPECT_EQ(calleeWhere({0}), "cart-new") << "nobody answered in the window: what else is known of it";
}

}  // namespace
}  // namespace binnacle
