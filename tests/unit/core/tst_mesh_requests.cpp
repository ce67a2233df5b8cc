// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

TEST(MeshRequests, AreWholeAndNewestFirst) {
    MeshLab lab;
    lab.proxy("cart");
    lab.call("checkout", "cart", {.ago = 2s});
    lab.clock.advance(1s);
    Entry e = lab.entryOf({.status = 503, .duration = 7ms, .flags = "UC", .path = "/pay?x=1", .trace = "t1"});
    e.upstreamCluster = "cart";
    e.upstreamHost = "cart:80";
    e.authority = "cart";
    e.route = "cart-route";
    e.details = "via_upstream";
    e.requestId = "r1";
    e.attempts = 2;
    e.firstUpstreamByte = 3ms;
    lab.shard.add(lab.proxy("checkout"), e, lab.clock.now());
    lab.flush();

    const auto records = lab.mesh.requests({}).value();

    ASSERT_EQ(records.size(), 3U);
    const RequestRecord& r = records[0];
    EXPECT_EQ(r.source, "checkout");
    EXPECT_EQ(r.destination, "cart");
    EXPECT_EQ(r.proxy, "checkout-1");
    EXPECT_EQ(r.reporter, Reporter::source);
    EXPECT_EQ(r.protocol, Protocol::http1);
    EXPECT_EQ(r.method, "GET");
    EXPECT_EQ(r.path, "/pay");
    EXPECT_EQ(r.authority, "cart");
    EXPECT_EQ(r.status, 503);
    EXPECT_EQ(responseFlagNames(r.flags), "UC");
    EXPECT_EQ(r.details, "via_upstream");
    EXPECT_EQ(r.upstreamCluster, "cart");
    EXPECT_EQ(r.upstreamHost, "cart:80");
    EXPECT_EQ(r.route, "cart-route");
    EXPECT_EQ(r.attempts, 2U);
    EXPECT_EQ(r.requestId, "r1");
    EXPECT_EQ(r.trace, "t1");
    EXPECT_EQ(r.duration, 7ms);
    EXPECT_EQ(r.firstUpstreamByte, 3ms);
    EXPECT_EQ(r.start + r.duration, lab.clock.now());
    EXPECT_GE(records[1].start, records[2].start);
}

TEST(MeshRequests, AreLimitedAndFiltered) {
    MeshLab lab;
    lab.outbound("a", "b", "", {.times = 50});
    lab.outbound("a", "c", "", {.status = 500, .times = 5});
    lab.flush();
    EXPECT_EQ(lab.mesh.requests({{}, "", 10}).value().size(), 10U);
    EXPECT_EQ(lab.mesh.requests({{}, "status = 5xx", 100}).value().size(), 5U);
    EXPECT_EQ(lab.mesh.requests({{}, "rps > 1", 100}).value().size(), 50U);
    EXPECT_EQ(lab.mesh.requests({{}, "error_ratio > 50%", 100}).value().size(), 5U);
    EXPECT_FALSE(lab.mesh.requests({{}, "status =", 100}).has_value());
}

TEST(MeshRequests, ComeOnceEachThroughTheCursor) {
    MeshLab lab;
    std::uint64_t cursor = 0;
    std::size_t seen = 0;
    const auto follow = [&](std::size_t limit) {
        const auto records = lab.mesh.requestsAfter(cursor, "", limit).value();
        for (const RequestRecord& r : records) {
            EXPECT_GT(r.sequence, cursor);
            cursor = r.sequence;
        }
        seen += records.size();
        return records.size();
    };
    for (int i = 0; i < 5; ++i) {
        lab.outbound("a", "b", "", {.times = 7});
        lab.flush();
        if (i == 1) {
            EXPECT_EQ(follow(10), 10U);
        }
    }
    EXPECT_EQ(follow(1000), 25U);
    EXPECT_EQ(follow(1000), 0U);
    EXPECT_EQ(seen, 35U);
}

TEST(MeshRequests, OverTheBoundLeaveTheOldestFirstAndAreCounted) {
    MeshLab lab;
    for (int i = 0; i < 26; ++i) {
        lab.outbound("a", "b", "", {.times = 20'000});
        lab.flush();
    }
    EXPECT_EQ(lab.mesh.status().clamped.at("tailExpired"), 20'000U);
    EXPECT_EQ(lab.mesh.status().dropped, 0U);
    EXPECT_EQ(lab.frame()->edges.front().stats.requests, 520'000U);
    EXPECT_EQ(lab.mesh.requestsAfter(0, "", 1).value().front().sequence, 20'001U);
}

TEST(MeshFilter, OfRequestsMakesThePictureFromThem) {
    MeshLab lab;
    lab.call("checkout", "cart", {.times = 3, .path = "/a"});
    lab.call("checkout", "cart", {.status = 503, .times = 2, .path = "/b"});
    lab.call("checkout", "bank", {.times = 4, .path = "/b"});
    EXPECT_EQ(lab.picture("path = /b"),
              "checkout -> bank 200=4 [other side 4]; checkout -> cart 503=2 [other side 2]");
    EXPECT_EQ(lab.picture("status >= 500"), "checkout -> cart 503=2 [other side 2]");
    EXPECT_EQ(lab.picture("reporter = source"), "checkout -> bank 200=4; checkout -> cart 200=3 503=2");
    EXPECT_EQ(lab.picture("proxy = bank-1"), "checkout -> bank 200=4 [told by destination]");
    EXPECT_EQ(lab.picture("path = /b and error_ratio > 10%"), "checkout -> cart 503=2 [other side 2]");
    EXPECT_EQ(lab.picture("path = /none"), "");
}

TEST(MeshFilter, OfEdgesKeepsThemWhole) {
    MeshLab lab;
    lab.call("checkout", "cart", {.duration = 300ms, .times = 3});
    lab.call("checkout", "bank", {.duration = 1ms, .times = 30});
    EXPECT_EQ(lab.picture("p99 > 250ms"), "checkout -> cart 200=3 [other side 3]");
    EXPECT_EQ(lab.picture("service = bank"), "checkout -> bank 200=30 [other side 30]");
    EXPECT_EQ(lab.picture("rps >= 1"), "checkout -> bank 200=30 [other side 30]");
    EXPECT_EQ(lab.frame("p99 > 250ms")->nodes.size(), 2U);
    const auto wrong = lab.mesh.topology({{}, "p99 > fast"});
    ASSERT_FALSE(wrong.has_value());
    EXPECT_EQ(wrong.error().subject, "6");
}

}  // namespace
}  // namespace binnacle
