// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/shard.h"

#include "models/core/telemetry/shard_batch.h"
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>
#include <limits>
#include <random>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

std::uint64_t rejectedOf(const ShardBatch& batch, RejectReason reason) {
    return batch.rejected[static_cast<std::size_t>(reason)];
}
std::uint64_t clampedOf(const ShardBatch& batch, ClampReason reason) {
    return batch.clamped[static_cast<std::size_t>(reason)];
}

/// A shard with one proxy, at a time that stands still.
class ShardTest : public testing::Test {
  protected:
    explicit ShardTest(const ShardLimits& limits = {}) : shard(limits) {
        proxy = shard.openProxy({"checkout-1", "checkout", {"checkout", "checkout", "", ""}, "", ""});
    }
    Entry entry(Duration duration = 5ms) const {
        Entry e;
        e.duration = duration;
        e.start = now - duration;
        e.status = 200;
        e.protocol = Protocol::http1;
        e.upstreamCluster = "cart";
        e.upstreamHost = "10.0.0.1:80";
        e.path = "/";
        return e;
    }
    void add(const Entry& e) { shard.add(proxy, e, now); }
    std::size_t rows(const ShardBatch& batch) const {
        std::size_t count = 0;
        for (const auto& second : batch.seconds) count += second.part.keys.size();
        return count;
    }

    TimePoint now{1'800'000'000s};
    Shard shard;
    ProxyIndex proxy = 0;
};

TEST_F(ShardTest, DrainsNothingTwice) {
    EXPECT_NE(shard.drain(), nullptr);  // the proxy
    EXPECT_EQ(shard.drain(), nullptr);
    add(entry());
    const auto batch = shard.drain();
    ASSERT_NE(batch, nullptr);
    EXPECT_EQ(batch->received, 1U);
    EXPECT_EQ(rows(*batch), 1U);
    EXPECT_EQ(batch->tail.at(0).records.size(), 1U);
    EXPECT_EQ(shard.drain(), nullptr);
}

TEST_F(ShardTest, RefusesNothingHoweverLatencyWindowsGrowAndShrink) {
    std::mt19937 random{3};
    std::uniform_int_distribution<int> exponent{4, 30};
    for (int tick = 0; tick < 50; ++tick) {
        for (int i = 0; i < 40; ++i) add(entry(Duration(std::int64_t{1} << exponent(random))));
        const auto batch = shard.drain();
        EXPECT_EQ(rejectedOf(*batch, RejectReason::tooManyEdges), 0U);
    }
}

TEST_F(ShardTest, TeachesNamesAndKeysOnce) {
    add(entry());
    const auto first = shard.drain();
    add(entry());
    const auto second = shard.drain();
    EXPECT_EQ(first->names.size(), 2U);
    EXPECT_EQ(first->keys.size(), 1U);
    EXPECT_TRUE(second->names.empty());
    EXPECT_TRUE(second->keys.empty());
    EXPECT_EQ(second->seconds.front().part.keys.front(), 0U);
}

TEST_F(ShardTest, FilesAnEntryUnderTheSecondOfItsEnd) {
    Entry late = entry(3s);
    late.start = now - 4s;
    add(late);
    const auto batch = shard.drain();
    ASSERT_EQ(batch->seconds.size(), 1U);
    EXPECT_EQ(batch->seconds[0].second, 1'800'000'000 - 1);
}

TEST_F(ShardTest, RefusesDurationsThatCannotBe) {
    add(entry(-1ns));
    add(entry(std::chrono::hours(2)));
    Entry connection = entry(std::chrono::hours(48));
    connection.protocol = Protocol::tcp;
    add(connection);
    const auto batch = shard.drain();
    EXPECT_EQ(batch->received, 3U);
    EXPECT_EQ(rejectedOf(*batch, RejectReason::negativeDuration), 1U);
    EXPECT_EQ(rejectedOf(*batch, RejectReason::absurdDuration), 1U);
    EXPECT_EQ(rows(*batch), 1U);
}

TEST_F(ShardTest, TakesAnyValuesWithoutHarm) {
    const auto extremes = {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0},
                           std::numeric_limits<std::int64_t>::max()};
    std::uint64_t added = 0;
    for (const std::int64_t start : extremes) {
        for (const std::int64_t duration : extremes) {
            Entry e = entry();
            e.start = TimePoint(Duration(start));
            e.duration = Duration(duration);
            e.firstUpstreamByte = Duration(duration);
            e.flags = ~std::uint64_t{0};
            e.status = 65535;
            e.bytesSent = std::numeric_limits<std::uint64_t>::max();
            e.path = std::string_view("\xFF\x00\x1B[2J?secret", 13);
            add(e);
            ++added;
        }
    }
    const auto batch = shard.drain();
    const std::uint64_t refused =
        rejectedOf(*batch, RejectReason::negativeDuration) + rejectedOf(*batch, RejectReason::absurdDuration);
    EXPECT_EQ(batch->tail.at(0).records.size() + refused, added);
    EXPECT_GT(clampedOf(*batch, ClampReason::status), 0U);
}

TEST_F(ShardTest, KeepsThePathWithoutItsQueryAndTheHostWithoutItsUser) {
    Entry e = entry();
    e.path = "/pay?card=4111";
    e.authority = "joe:secret@shop.example";
    add(e);
    e.path = "/pay#card=4111";
    add(e);
    const auto batch = shard.drain();
    const TailBlock& tail = batch->tail.at(0);
    EXPECT_EQ(tail.text(tail.records[0], TailRecord::path), "/pay");
    EXPECT_EQ(tail.text(tail.records[0], TailRecord::authority), "shop.example");
    EXPECT_EQ(tail.text(tail.records[1], TailRecord::path), "/pay");
    EXPECT_EQ(tail.arena.find("4111"), std::string::npos);
    EXPECT_EQ(tail.arena.find("secret"), std::string::npos);
}

TEST_F(ShardTest, MakesTextsSafeAndCountsCuts) {
    Entry e = entry();
    const std::string longName(70'000, 'n');
    const std::string longPath = "/" + std::string(70'000, 'p');
    e.upstreamCluster = longName;
    e.path = longPath;
    e.route =
        "a\x1B[2J\xFF"
        "b";
    e.details = "via\nupstream";
    add(e);
    const auto batch = shard.drain();
    const TailBlock& tail = batch->tail.at(0);
    EXPECT_EQ(clampedOf(*batch, ClampReason::nameCut), 1U);
    EXPECT_EQ(clampedOf(*batch, ClampReason::pathCut), 1U);
    EXPECT_LE(batch->names[0].size(), 253U);
    EXPECT_LE(tail.text(tail.records[0], TailRecord::path).size(), 2048U);
    EXPECT_EQ(batch->names[2].find('\x1B'), std::string::npos);
    EXPECT_EQ(tail.text(tail.records[0], TailRecord::details).find('\n'), std::string_view::npos);
}

TEST_F(ShardTest, RejectsEntriesOfAProxyThatIsNotOpen) {
    shard.closeProxy(proxy);
    add(entry());
    shard.add(kNoProxy, entry(), now);
    const auto batch = shard.drain();
    EXPECT_EQ(rejectedOf(*batch, RejectReason::tooManyProxies), 2U);
    EXPECT_EQ(batch->received, 2U);
    EXPECT_EQ(batch->closed.size(), 1U);
}

TEST_F(ShardTest, CountsWhatItIsToldToReject) {
    shard.drain();
    shard.reject(RejectReason::compressed, 4);
    EXPECT_EQ(rejectedOf(*shard.drain(), RejectReason::compressed), 4U);
}

TEST_F(ShardTest, GivesAFreedIndexToTheNextProxyAfterTheDrainOnly) {
    shard.closeProxy(proxy);
    EXPECT_NE(shard.openProxy({"b", "", {}, "", ""}), proxy);
    shard.drain();
    EXPECT_EQ(shard.openProxy({"c", "", {}, "", ""}), proxy);
}

class TinyShardTest : public ShardTest {
  protected:
    TinyShardTest() : ShardTest(limits()) {}
    static ShardLimits limits() {
        ShardLimits tiny;
        tiny.proxies = 2;
        tiny.rollups = 5;
        tiny.tailRecords = 3;
        tiny.strings = 8;
        return tiny;
    }
};

TEST_F(TinyShardTest, RefusesProxiesOverTheLimit) {
    EXPECT_NE(shard.openProxy({"b", "", {}, "", ""}), kNoProxy);
    EXPECT_EQ(shard.openProxy({"c", "", {}, "", ""}), kNoProxy);
}

TEST_F(TinyShardTest, CountsWhatTheTailCannotKeepAsDroppedNotLost) {
    for (int i = 0; i < 10; ++i) add(entry());
    const auto batch = shard.drain();
    EXPECT_EQ(batch->tail.at(0).records.size(), 3U);
    EXPECT_EQ(batch->tailDropped, 7U);
    EdgeStats stats;
    batch->seconds[0].part.addTo(stats, 0);
    EXPECT_EQ(stats.requests, 10U);
}

TEST_F(TinyShardTest, RefusesRowsOverTheLimitAndTakesThemAgainAfterADrain) {
    for (int i = 0; i < 7; ++i) {
        Entry e = entry();
        e.start -= std::chrono::seconds(i);
        add(e);
    }
    auto batch = shard.drain();
    EXPECT_EQ(rows(*batch), 5U);
    EXPECT_EQ(rejectedOf(*batch, RejectReason::tooManyEdges), 2U);
    add(entry());
    batch = shard.drain();
    EXPECT_EQ(rows(*batch), 1U);
}

TEST_F(TinyShardTest, PutsNamesOverTheLimitUnderOther) {
    std::uint64_t requests = 0;
    for (int i = 0; i < 100; ++i) {
        const std::string name = "cluster-" + std::to_string(i);
        Entry e = entry();
        e.upstreamCluster = name;
        e.upstreamHost = "";
        add(e);
    }
    const auto batch = shard.drain();
    EXPECT_LE(batch->names.size(), 6U);
    EXPECT_GT(clampedOf(*batch, ClampReason::tooManyNames), 0U);
    for (const auto& second : batch->seconds) {
        for (std::size_t i = 0; i < second.part.keys.size(); ++i) {
            EdgeStats stats;
            second.part.addTo(stats, i);
            requests += stats.requests;
        }
    }
    EXPECT_EQ(requests + rejectedOf(*batch, RejectReason::tooManyEdges), 100U);
}

TEST_F(TinyShardTest, StartsItsDictionaryAnewWhenItHasBeenFullForMinutes) {
    for (int i = 0; i < 20; ++i) {
        const std::string name = "cluster-" + std::to_string(i);
        Entry e = entry();
        e.upstreamCluster = name;
        add(e);
    }
    const auto full = shard.drain();
    now += 6min;
    add(entry());
    shard.drain();
    Entry e = entry();
    e.upstreamCluster = "fresh";
    add(e);
    const auto renewed = shard.drain();
    EXPECT_NE(renewed->epoch, full->epoch);
    EXPECT_EQ(renewed->names.front(), "fresh");
}

TEST(ShardBomb, OfAMillionNamesStaysBounded) {
    MeshLab lab;
    const ProxyIndex proxy = lab.proxy("evil");
    std::size_t names = 0;
    std::uint64_t counted = 0;
    for (int i = 0; i < 1'000'000; ++i) {
        const std::string name = "service-" + std::to_string(i);
        Entry e = lab.entryOf({});
        e.upstreamCluster = name;
        e.upstreamHost = name;
        e.route = name;
        lab.shard.add(proxy, e, lab.clock.now());
        if (i % 20'000 != 0) continue;
        auto batch = lab.shard.drain();
        names += batch->names.size();
        lab.mesh.accept(0, std::move(batch));
    }
    EXPECT_LE(names, ShardLimits().stringsPerProxy);
    const auto frame = lab.frame();
    for (const Edge& edge : frame->edges) counted += edge.stats.requests;
    const StationStatus status = lab.mesh.status();
    EXPECT_EQ(status.received, 1'000'000U);
    EXPECT_EQ(counted, 1'000'000U) << "overflowing names are counted under one, none is lost";
    EXPECT_GT(status.clamped.at("tooManyNames"), 0U);
    EXPECT_LE(frame->edges.size(), ShardLimits().stringsPerProxy + 1);
}

}  // namespace
}  // namespace binnacle
