// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/admin_client.h"
#include "connectors/envoy/admin/admin_poller.h"
#include "connectors/envoy/admin/cluster_board.h"
#include "connectors/envoy/admin/clusters_json.h"
#include "models/core/topology/mesh.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>
#include <httplib.h>

#include <mutex>
#include <string>
#include <thread>

namespace binnacle {
namespace {

const std::string kClusters = R"({"cluster_statuses":[
 {"name":"payment-v1","circuit_breakers":{"thresholds":[
   {"max_connections":1024,"max_pending_requests":10,"max_requests":7,"max_retries":3},
   {"priority":"HIGH","max_connections":1,"max_pending_requests":1,"max_requests":1,"max_retries":1}]},
  "host_statuses":[
   {"address":{"socket_address":{"address":"127.0.0.1","port_value":21002}},
    "stats":[{"type":"GAUGE","name":"rq_active","value":"2"},{"name":"rq_total","value":"90"},{"name":"rq_error"}],
    "health_status":{"eds_health_status":"HEALTHY"},"success_rate":{"value":97.5}},
   {"address":{"socket_address":{"address":"::1","port_value":21003}},
    "health_status":{"failed_outlier_check":true,"eds_health_status":"HEALTHY"},"success_rate":{"value":-1}}]},
 {"name":"bank"}]})";

/// A tiny admin interface that says what the test wants.
class AdminServer {
  public:
    AdminServer() {
        m_server.Get(".*", [this](const httplib::Request& request, httplib::Response& response) {
            const std::lock_guard lock(m_mutex);
            lastTarget = request.target;
            response.status = status;
            if (status == 302) response.set_header("Location", "http://127.0.0.1:1/");
            response.set_content(body, "application/json");
        });
        m_port = m_server.bind_to_any_port("127.0.0.1");
        m_thread = std::thread([this] { m_server.listen_after_bind(); });
        while (!m_server.is_running()) std::this_thread::yield();
    }
    ~AdminServer() { stop(); }

    void stop() {
        m_server.stop();
        if (m_thread.joinable()) m_thread.join();
    }
    std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }

    void setBody(const std::string& text) {
        const std::lock_guard lock(m_mutex);
        body = text;
    }

    std::string lastTarget;
    int status = 200;

  private:
    std::string body = kClusters;
    std::mutex m_mutex;
    httplib::Server m_server;
    int m_port = 0;
    std::thread m_thread;
};

TEST(AdminClient, fetchesWhatIsAsked) {
    AdminServer server;

    const auto answer = AdminClient().get(server.address(), "/clusters?format=json");

    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(*answer, kClusters);
    EXPECT_EQ(server.lastTarget, "/clusters?format=json");
}

TEST(AdminClient, refusesTooLargeAnAnswer) {
    AdminServer server;
    server.setBody(std::string(70'000, 'x'));
    AdminClientLimits limits;
    limits.bodyBytes = 64'000;

    const auto answer = AdminClient(limits).get(server.address(), "/");

    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().code, ErrorCode::invalid);
}

TEST(AdminClient, followsNoRedirectAndTakesOnly200) {
    AdminServer server;
    for (const int status : {302, 404, 503}) {
        server.status = status;
        const auto answer = AdminClient().get(server.address(), "/");
        ASSERT_FALSE(answer.has_value()) << status;
        EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
    }
}

TEST(AdminClient, tellsThatNobodyAnswers) {
    AdminServer server;
    const std::string address = server.address();
    server.stop();

    EXPECT_EQ(AdminClient().get(address, "/").error().code, ErrorCode::unavailable);
}

TEST(ClustersJson, readsHostsAndLimits) {
    const auto clusters = readClusters(kClusters);

    ASSERT_TRUE(clusters.has_value());
    ASSERT_EQ(clusters->size(), 2U);
    const ClusterState& payment = clusters->front();
    EXPECT_EQ(payment.cluster, "payment-v1");
    EXPECT_EQ(payment.limits.maxRequests, 7U);
    EXPECT_EQ(payment.limits.maxPendingRequests, 10U);
    ASSERT_EQ(payment.hosts.size(), 2U);
    EXPECT_EQ(payment.hosts[0].address, "127.0.0.1:21002");
    EXPECT_TRUE(payment.hosts[0].healthy);
    EXPECT_EQ(payment.hosts[0].activeRequests, 2U);
    EXPECT_EQ(payment.hosts[0].totalRequests, 90U);
    EXPECT_EQ(payment.hosts[0].errors, 0U);
    EXPECT_EQ(payment.hosts[0].successRate, 97.5);
    EXPECT_EQ(payment.hosts[1].address, "[::1]:21003");
    EXPECT_TRUE(payment.hosts[1].ejected);
    EXPECT_FALSE(payment.hosts[1].healthy);
    EXPECT_FALSE(payment.hosts[1].successRate.has_value());
    EXPECT_FALSE((*clusters)[1].limits.maxRequests.has_value());
}

TEST(ClustersJson, isTotalOnAnyText) {
    for (const char* bad : {"", "{", "[]", "7", "null", R"({"cluster_statuses":7})", "\xFF\xFE"}) {
        EXPECT_FALSE(readClusters(bad).has_value()) << bad;
    }
    for (
        const char* odd :
        {"{}", R"({"cluster_statuses":null})", R"({"cluster_statuses":[1,null,"x",[],{"name":7}]})",
         R"({"cluster_statuses":[{"name":"a","host_statuses":{"x":1},"circuit_breakers":[]}]})",
         R"({"cluster_statuses":[{"name":"a","host_statuses":[{"address":1,"stats":"x","success_rate":{"value":"y"}}]}]})"}) {
        EXPECT_TRUE(readClusters(odd).has_value()) << odd;
    }
    for (std::size_t length = 0; length < kClusters.size(); ++length)
        readClusters(kClusters.substr(0, length));
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    readClusters(deep);
    readClusters(R"({"cluster_statuses":)" + deep + "}");
}

TEST(AdminPoller, fillsHostsBesideTheGaugesOfTheMetricsStream) {
    AdminServer server;
    ManualClock clock;
    Mesh mesh(clock);
    const auto board = std::make_shared<ClusterBoard>(mesh, clock);
    board->update("checkout-1", "payment-v1", [](ClusterState& state) { state.requestsOpen = true; });

    AdminPoller poller({{"checkout-1", server.address()}}, board);
    poller.waitForFirstRound();

    const auto clusters = mesh.clusters();
    ASSERT_EQ(clusters.size(), 2U);
    for (const ClusterState& state : clusters) {
        if (state.cluster != "payment-v1") continue;
        EXPECT_EQ(state.requestsOpen, true);
        EXPECT_EQ(state.limits.maxRequests, 7U);
        EXPECT_EQ(state.hosts.size(), 2U);
    }
}

TEST(AdminPoller, asksAgainAndAgain) {
    AdminServer server;
    server.setBody(R"({"cluster_statuses":[]})");
    ManualClock clock;
    Mesh mesh(clock);
    AdminPoller poller({{"checkout-1", server.address()}}, std::make_shared<ClusterBoard>(mesh, clock),
                       std::chrono::milliseconds(1));
    poller.waitForFirstRound();
    EXPECT_TRUE(mesh.clusters().empty());

    server.setBody(kClusters);

    std::uint64_t generation = 0;
    while (mesh.clusters().size() < 2) generation = mesh.waitForChange(generation, std::chrono::seconds(5));
    EXPECT_EQ(mesh.clusters().size(), 2U);
}

TEST(AdminPoller, goesOnWhenAProxyDoesNotAnswer) {
    AdminServer gone;
    const std::string nobody = gone.address();
    gone.stop();
    AdminServer server;
    ManualClock clock;
    Mesh mesh(clock);
    AdminPoller poller({{"checkout-1", nobody}, {"checkout-2", server.address()}}, mesh, clock);

    poller.waitForFirstRound();

    ASSERT_EQ(mesh.clusters().size(), 2U);
    EXPECT_EQ(mesh.clusters()[0].proxy, "checkout-2");
}

}  // namespace
}  // namespace binnacle
