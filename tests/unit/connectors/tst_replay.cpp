// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/replay/replay.h"

#include "connectors/envoy/telemetry/envoy_server.h"
#include "tests/support/mesh_lab.h"
#include "tests/support/mesh_port.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

/// An incident of some seconds in one mesh, and an empty station to replay it to.
class ReplayTest : public testing::Test {
  protected:
    ReplayTest() {
        lab.proxy("shop", "shop");
        lab.proxy("payment-v1", "payment", "v1");
        lab.proxy("payment-v2", "payment", "v2");
        for (int second = 0; second < 20; ++second) {
            lab.call("shop", "payment-v1", {.times = 3, .path = "/pay"});
            lab.call("shop", "payment-v2", {.status = 503, .duration = 80ms, .flags = "UO", .times = 2});
            lab.outbound("shop", "bank", "203.0.113.9:443", {.duration = 30ms});
            lab.outbound("shop", "store", "store:80", {.status = 0, .protocol = Protocol::tcp});
            lab.clock.advance(1s);
        }
        lab.flush();
        EnvoyServerOptions options;
        options.listen = "127.0.0.1:0";
        server = EnvoyServer::start(options, mesh, clock, {}).value();
        order.target = server->address();
        order.from = lab.clock.now() - 20s;
        order.to = lab.clock.now();
        order.speed = 100;
    }

    /// "shop -> payment-v1 http1 200=60": counts, flags, ends and quantiles.
    static std::vector<std::string> calls(const TopologyFrame& frame) {
        std::vector<std::string> out;
        for (const Edge& edge : frame.edges) {
            std::string line = edge.source + " -> " + edge.destination + ' ' +
                               std::to_string(static_cast<int>(edge.protocol));
            for (const auto& [code, count] : edge.stats.codes)
                line += ' ' + std::to_string(code) + '=' + std::to_string(count);
            for (const auto& [bit, count] : edge.stats.flags)
                line += " flag" + std::to_string(bit) + '=' + std::to_string(count);
            line += " p99=" + std::to_string(edge.stats.latency.quantile(0.99));
            line += " sent=" + std::to_string(edge.stats.bytesSent);
            line += " other=" + std::to_string(edge.otherSide.requests);
            out.push_back(std::move(line));
        }
        return out;
    }

    MeshLab lab;
    MeshPort source{lab.mesh};
    SystemClock clock;
    Mesh mesh{clock};
    std::unique_ptr<EnvoyServer> server;
    ReplayOptions order;
};

TEST_F(ReplayTest, AnotherStationSeesTheSameCalls) {
    const auto told = *lab.mesh.topology({{20s, order.to}, ""});
    TimePoint reached{};

    const auto sent = replay(source, order, [&](const ReplayProgress& progress) {
        reached = progress.reached;
        return true;
    });
    server->stop();

    ASSERT_TRUE(sent.has_value()) << sent.error().detail;
    EXPECT_EQ(*sent, 20U * (3 + 3 + 2 + 2 + 1 + 1));
    EXPECT_EQ(reached, order.to);
    EXPECT_EQ(calls(**mesh.topology({{5min, {}}, ""})), calls(*told));
    EXPECT_TRUE(mesh.status().rejected.empty());
    const auto requests = *mesh.requests({{5min, {}}, "service = payment and status = 503", 1});
    EXPECT_EQ(requests.front().duration, 80ms);
    EXPECT_EQ(requests.front().source, "shop");
}

TEST_F(ReplayTest, KeepsTheOrderAndTheDistances) {
    ASSERT_TRUE(replay(source, order, [](const ReplayProgress&) { return true; }).has_value());
    server->stop();

    const auto records = *mesh.requests({{5min, {}}, "path = /pay and reporter = source", 1000});
    ASSERT_EQ(records.size(), 60U);
    const auto length = records.front().start - records.back().start;
    EXPECT_NEAR(std::chrono::duration<double>(length).count(), 0.19, 0.01) << "19 s at 100 times the speed";
}

TEST_F(ReplayTest, CanBeStopped) {
    const auto sent = replay(source, order, [](const ReplayProgress&) { return false; });

    ASSERT_FALSE(sent.has_value());
    EXPECT_EQ(sent.error().code, ErrorCode::cancelled);
}

TEST_F(ReplayTest, RefusesWhatMakesNoSense) {
    const auto errorOf = [&](auto change) {
        ReplayOptions options = order;
        change(options);
        return replay(source, options, [](const ReplayProgress&) { return true; }).error();
    };

    EXPECT_EQ(errorOf([](auto& o) { o.target = "192.0.2.1:18760"; }).subject, "192.0.2.1:18760");
    EXPECT_EQ(errorOf([](auto& o) { o.speed = 0; }).subject, "speed");
    EXPECT_EQ(errorOf([](auto& o) { o.to = o.from; }).subject, "window");
}

TEST_F(ReplayTest, AStationThatIsAwayIsAnError) {
    server->stop();

    const auto sent = replay(source, order, [](const ReplayProgress&) { return true; });

    ASSERT_FALSE(sent.has_value());
    EXPECT_EQ(sent.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace binnacle
