// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

TEST(MeshPicture, CountsACallToldByBothSidesOnce) {
    MeshLab lab;
    lab.call("checkout", "cart", {.times = 3});
    lab.call("checkout", "cart", {.status = 503, .times = 2});
    EXPECT_EQ(lab.picture(), "checkout -> cart 200=3 503=2 [other side 5]");
    EXPECT_EQ(lab.frame()->edges.front().stats.errors, 2U);
}

TEST(MeshPicture, TakesTheCalleesWordWhereTheCallerIsSilent) {
    MeshLab lab;
    lab.inbound("frontend", "checkout", {.times = 4});
    lab.proxy("frontend");
    EXPECT_EQ(lab.picture(), "frontend -> checkout 200=4 [told by destination] [other side missing]");
}

TEST(MeshPicture, MarksAWorkloadWhoseProxyTellsNothing) {
    MeshLab lab;
    lab.proxy("cart");
    lab.outbound("checkout", "cart", "10.0.0.9:80", {.times = 2});
    EXPECT_EQ(lab.picture(), "checkout -> cart 200=2 [other side missing]");
}

TEST(MeshPicture, DoesNotMissAnAnswerToCallsThatWereNeverSent) {
    MeshLab lab;
    lab.proxy("cart");
    lab.outbound("checkout", "cart", "", {.status = 503, .flags = "UO", .times = 2});
    EXPECT_EQ(lab.picture(), "checkout -> cart 503=2 UO=2");
}

TEST(MeshPicture, ShowsADifferenceBetweenTheTellers) {
    MeshLab lab;
    lab.call("checkout", "cart", {.times = 3});
    lab.outbound("checkout", "cart", "cart:80", {.status = 503, .flags = "UC"});
    EXPECT_EQ(lab.picture(), "checkout -> cart 200=3 503=1 UC=1 [other side 3]");
}

TEST(MeshPicture, NeverCountsTheCalleesWordBesideTheCallers) {
    MeshLab lab;
    lab.call("checkout", "cart", {.times = 3});
    lab.inbound("checkout", "bank", {.times = 7});

    const auto frame = lab.frame();

    std::uint64_t requests = 0;
    for (const Edge& edge : frame->edges) requests += edge.stats.requests;
    EXPECT_EQ(requests, 3U);
    EXPECT_EQ(MeshLab::describe(*frame),
              "checkout -> bank [other side 7]; checkout -> cart 200=3 [other side 3]");
}

TEST(MeshPicture, JoinsTheTellersOfOneCallWhenTheirProxiesSpeakAnotherHttp) {
    MeshLab lab;
    lab.outbound("checkout", "cart", "cart:80", {.times = 3, .protocol = Protocol::http1});
    lab.inbound("checkout", "cart", {.times = 3, .protocol = Protocol::http2});
    EXPECT_EQ(lab.picture(), "checkout -> cart 200=3 [other side 3]");
}

TEST(MeshPicture, KeepsTcpApartFromHttp) {
    MeshLab lab;
    lab.outbound("checkout", "store", "store:80", {.times = 2});
    lab.outbound("checkout", "store", "store:80", {.status = 0, .protocol = Protocol::tcp});
    EXPECT_EQ(lab.picture(), "checkout -> store 200=2; checkout -> store 0=1");
}

TEST(MeshPicture, CountsATcpConnectionOnceThoughItsCalleeKnowsNoCaller) {
    MeshLab lab;
    lab.outbound("cart", "store", "store:80", {.status = 0, .times = 20, .protocol = Protocol::tcp});
    lab.inbound("", "store", {.status = 0, .times = 21, .protocol = Protocol::tcp});
    EXPECT_EQ(lab.picture(), "cart -> store 0=20 [other side 21]");
}

TEST(MeshPicture, KeepsTcpConnectionsFromOutsideTheMesh) {
    MeshLab lab;
    lab.outbound("cart", "store", "store:80", {.status = 0, .times = 20, .protocol = Protocol::tcp});
    lab.inbound("", "store", {.status = 0, .times = 60, .protocol = Protocol::tcp});
    EXPECT_EQ(lab.picture(), "cart -> store 0=20; unknown -> store 0=60 [told by destination]");
}

TEST(MeshPicture, OfOnePlainFrontProxyHasExactlyItsRequests) {
    MeshLab lab;
    lab.outbound("edge", "some_service", "192.0.2.7:8080", {.times = 1000});
    const auto frame = lab.frame();
    EXPECT_EQ(MeshLab::describe(*frame), "edge -> some_service 200=1000");
    ASSERT_EQ(frame->nodes.size(), 2U);
    EXPECT_EQ(frame->nodes[0].kind, NodeKind::workload);
    EXPECT_EQ(frame->nodes[1].kind, NodeKind::external);
}

TEST(MeshPicture, SumsBytesCodesAndLatency) {
    MeshLab lab;
    for (int i = 1; i <= 100; ++i) lab.outbound("a", "b", "", {.duration = std::chrono::milliseconds(i)});
    const auto frame = lab.frame();
    const EdgeStats& stats = frame->edges.front().stats;
    EXPECT_EQ(stats.requests, 100U);
    EXPECT_EQ(stats.bytesSent, 10'000U);
    EXPECT_EQ(stats.bytesReceived, 1'000U);
    EXPECT_NEAR(static_cast<double>(stats.latency.quantile(0.5)), 50e6, 0.5e6);
    EXPECT_NEAR(static_cast<double>(stats.latency.quantile(0.99)), 99e6, 1e6);
    EXPECT_EQ(stats.latency.max(), 100'000'000U);
}

TEST(MeshPicture, ShowsWorkloadsThatAreThereButIdle) {
    MeshLab lab;
    lab.proxy("cart");
    lab.mesh.declare({{{"bank", "", "", ""}, true, {"192.0.2.1:443"}, {"bank"}}});
    const auto frame = lab.frame();
    ASSERT_EQ(frame->nodes.size(), 2U);
    EXPECT_EQ(frame->nodes[0].id, "bank");
    EXPECT_EQ(frame->nodes[0].kind, NodeKind::external);
    EXPECT_EQ(frame->nodes[1].id, "cart");
    EXPECT_TRUE(lab.frame("service = nothing")->nodes.empty());
}

TEST(MeshIdentity, OfAHostComesFromTheCalleesOwnStream) {
    MeshLab lab;
    lab.proxy("payment-v1", "payment", "v1");
    lab.proxy("payment-v2", "payment", "v2");
    lab.inbound("", "payment-v1");
    lab.inbound("", "payment-v2");
    lab.outbound("checkout", "payment", "payment-v2:80", {.times = 5});
    EXPECT_EQ(lab.picture("source = checkout"), "checkout -> payment-v2 200=5");
}

TEST(MeshIdentity, LearntLateHoldsForWhatCameBefore) {
    MeshLab lab;
    lab.outbound("checkout", "payment_cluster", "payment-v2:80", {.times = 5});
    EXPECT_EQ(lab.picture(), "checkout -> payment_cluster 200=5");
    lab.proxy("payment-v2", "payment", "v2");
    lab.inbound("", "payment-v2");
    EXPECT_EQ(lab.picture("source = checkout"), "checkout -> payment-v2 200=5");
}

TEST(MeshIdentity, OfACallWithoutHostComesFromItsCluster) {
    MeshLab lab;
    lab.mesh.declare({{{"payment", "payment-v1", "v1", ""}, false, {"p1:80"}, {"payment-v1"}},
                      {{"payment", "payment-v2", "v2", ""}, false, {"p2:80"}, {"payment-v2"}},
                      {{"bank", "", "", ""}, true, {"b:443"}, {"bank"}}});
    lab.outbound("checkout", "payment-v2", "", {.status = 503, .flags = "UO"});
    lab.outbound("checkout", "payment", "", {.status = 503, .flags = "UH"});
    lab.outbound("checkout", "bank", "", {.status = 503, .flags = "UO"});
    EXPECT_EQ(
        lab.picture(),
        "checkout -> bank 503=1 UO=1; checkout -> payment 503=1 UH=1; checkout -> payment-v2 503=1 UO=1");
}

TEST(MeshIdentity, OfACallWithoutHostFollowsWhereItsClusterLed) {
    MeshLab lab;
    lab.proxy("payment-v1", "payment", "v1");
    lab.inbound("", "payment-v1");
    lab.outbound("checkout", "some_cluster", "payment-v1:80");
    lab.outbound("checkout", "some_cluster", "", {.status = 503, .flags = "UO"});
    EXPECT_EQ(lab.picture("source = checkout"), "checkout -> payment-v1 200=1 503=1 UO=1");

    lab.proxy("payment-v2", "payment", "v2");
    lab.inbound("", "payment-v2");
    lab.outbound("checkout", "some_cluster", "payment-v2:80");
    EXPECT_EQ(lab.picture("source = checkout"),
              "checkout -> payment 503=1 UO=1; checkout -> payment-v1 200=1; checkout -> payment-v2 200=1");
}

TEST(MeshIdentity, OfAnIstioClusterIsItsServiceAndSubset) {
    MeshLab lab;
    lab.mesh.declare({{{"payment", "payment-v1", "v1", "shop"}, false, {}, {}},
                      {{"payment", "payment-v2", "v2", "shop"}, false, {}, {}}});
    lab.outbound("checkout", "outbound|80|v2|payment.shop.svc.cluster.local", "");
    lab.outbound("checkout", "outbound|80||payment.shop.svc.cluster.local", "");
    lab.outbound("checkout", "outbound|443||api.example.com", "");
    EXPECT_EQ(
        lab.picture(),
        "checkout -> api.example.com 200=1; checkout -> payment 200=1; checkout -> shop/payment-v2 200=1");
}

TEST(MeshIdentity, OfACallWithoutRouteIsUnknown) {
    MeshLab lab;
    lab.outbound("checkout", "", "", {.status = 404, .flags = "NR"});
    const auto frame = lab.frame("source = checkout");
    EXPECT_EQ(MeshLab::describe(*frame), "checkout -> unknown 404=1 NR=1");
    EXPECT_EQ(frame->nodes.back().kind, NodeKind::unknown);
}

struct Caller {
    const char* name;
    const char* node;
    const char* service;
    const char* principal;
    const char* expected;
};

class CallerTest : public testing::TestWithParam<Caller> {};

TEST_P(CallerTest, IsFoundByWhatTheCalleeWasTold) {
    MeshLab lab;
    lab.proxy("checkout", "checkout");
    lab.proxy("payment-v1", "payment", "v1");
    lab.proxy("payment-v2", "payment", "v2");
    Entry entry = lab.entryOf({});
    entry.reporter = Reporter::destination;
    entry.peerNode = GetParam().node;
    entry.peerService = GetParam().service;
    entry.peerPrincipal = GetParam().principal;
    lab.shard.add(lab.proxy("store"), entry, lab.clock.now());
    EXPECT_EQ(lab.frame()->edges.front().source, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Callers, CallerTest,
    testing::Values(Caller{"node", "payment-v2-1", "", "", "payment-v2"},
                    Caller{"service", "", "checkout", "", "checkout"},
                    Caller{"serviceOfTwo", "", "payment", "", "payment"},
                    Caller{"unknownNode", "stranger-1", "stranger", "", "stranger"},
                    Caller{"nobody", "", "", "", "unknown"},
                    Caller{"certificate", "", "", "spiffe://cluster.local/ns/shop/sa/checkout", "checkout"},
                    Caller{"certificateBeatsClaim", "payment-v1-1", "",
                           "spiffe://cluster.local/ns/shop/sa/checkout", "checkout"},
                    Caller{"strangersCertificate", "", "", "spiffe://other/ns/a/sa/robot", "robot"},
                    Caller{"brokenCertificate", "", "", "spiffe://x/ns/", "unknown"}),
    [](const auto& param) { return std::string(param.param.name); });

TEST(MeshStatus, TellsProxiesCountersAndLag) {
    MeshLab lab;
    lab.outbound("checkout", "cart", "", {.times = 9, .ago = 400ms});
    lab.shard.reject(RejectReason::malformed, 3);
    lab.flush();
    lab.clock.advance(2s);
    const StationStatus status = lab.mesh.status();
    ASSERT_EQ(status.proxies.size(), 1U);
    EXPECT_EQ(status.proxies[0].proxy.node, "checkout-1");
    EXPECT_TRUE(status.proxies[0].connected);
    EXPECT_EQ(status.proxies[0].records, 9U);
    EXPECT_EQ(status.proxies[0].lastRecordAge, 2s);
    EXPECT_EQ(status.received, 9U);
    EXPECT_EQ(status.rejected, (std::map<std::string, std::uint64_t>{{"malformed", 3}}));
    EXPECT_NEAR(static_cast<double>(status.lag.proxies.count()), 400e6, 4e6);
    lab.closeProxy("checkout");
    lab.flush();
    EXPECT_FALSE(lab.mesh.status().proxies[0].connected);
    lab.clock.advance(1min);
    EXPECT_EQ(lab.mesh.status().lag.proxies, 0s);
}

TEST(MeshStatus, CountsAPolicyStreamAsConnected) {
    MeshLab lab;
    lab.mesh.notePolicyStream({"cart-1", "cart", {}, "", ""}, "overlay", true);
    auto status = lab.mesh.status();
    ASSERT_EQ(status.proxies.size(), 1U);
    EXPECT_TRUE(status.proxies[0].connected);
    EXPECT_EQ(status.proxies[0].policyMode, "overlay");
    EXPECT_EQ(status.proxies[0].proxy.workload.name, "cart");
    EXPECT_FALSE(status.proxies[0].lastRecordAge.has_value());
    lab.mesh.notePolicyStream({"cart-1", "cart", {}, "", ""}, "overlay", false);
    EXPECT_FALSE(lab.mesh.status().proxies[0].connected);
}

TEST(MeshClusters, KeepWhatALaterReportLeavesOpen) {
    MeshLab lab;
    ClusterState gauges;
    gauges.proxy = "checkout-1";
    gauges.cluster = "payment";
    gauges.activeRequests = 7;
    ClusterState hosts = gauges;
    hosts.activeRequests.reset();
    hosts.hosts = {{"p1:80", true, false, {}, {}, {}, {}}};
    lab.mesh.updateCluster(gauges);
    lab.mesh.updateCluster(hosts);
    const auto clusters = lab.mesh.clusters();
    ASSERT_EQ(clusters.size(), 1U);
    EXPECT_EQ(clusters[0].activeRequests, 7U);
    EXPECT_EQ(clusters[0].hosts.size(), 1U);
}

TEST(MeshGeneration, GrowsWithEachChangeAndWakesWaiters) {
    MeshLab lab;
    const std::uint64_t before = lab.mesh.generation();
    EXPECT_EQ(lab.mesh.waitForChange(before, 1ms), before);
    lab.outbound("a", "b", "");
    lab.flush();
    EXPECT_GT(lab.mesh.waitForChange(before, 10s), before);
    EXPECT_EQ(lab.frame()->generation, lab.mesh.generation());
}

}  // namespace
}  // namespace binnacle
