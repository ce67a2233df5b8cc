// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/envoy_server.h"

#include "connectors/envoy/telemetry/listen_address.h"
#include "models/core/topology/mesh.h"
#include "tests/support/manual_clock.h"
#include "tests/unit/connectors/support/message_generator.h"
#include "tests/unit/connectors/support/raw_stream.h"

#include <envoy/service/metrics/v3/metrics_service.pb.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace binnacle {
namespace {

using Message = envoy::service::accesslog::v3::StreamAccessLogsMessage;
using test::kAccessLogs;
using test::kMetrics;
using test::RawStream;

class EnvoyServerTest : public testing::Test {
  protected:
    EnvoyServerTest() {
        EnvoyServerOptions options;
        options.listen = "127.0.0.1:0";
        options.receiveThreads = 2;
        auto started = EnvoyServer::start(options, mesh, clock, {});
        if (started) server = std::move(*started);
    }

    std::string message(const std::string& node, int entries,
                        const std::string& logName = "binnacle.outbound") {
        Message message;
        message.mutable_identifier()->mutable_node()->set_id(node);
        message.mutable_identifier()->mutable_node()->set_cluster("checkout");
        message.mutable_identifier()->set_log_name(logName);
        for (int i = 0; i < entries; ++i)
            *message.mutable_http_logs()->add_log_entry() = test::usualEntry(next++, seconds());
        return message.SerializeAsString();
    }

    std::int64_t seconds() const {
        return std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count() - 5;
    }

    std::uint64_t requestsInTopology() {
        const auto frame = mesh.topology({});
        std::uint64_t sum = 0;
        for (const Edge& edge : (*frame)->edges) sum += edge.stats.requests;
        return sum;
    }

    ManualClock clock;
    Mesh mesh{clock};
    std::unique_ptr<EnvoyServer> server;
    std::uint64_t next = 0;
};

TEST_F(EnvoyServerTest, countsEachEntryOfEachStreamOnce) {
    std::vector<std::unique_ptr<RawStream>> streams;
    for (int i = 0; i < 4; ++i)
        streams.push_back(std::make_unique<RawStream>(server->address(), kAccessLogs));
    for (int round = 0; round < 20; ++round) {
        for (std::size_t i = 0; i < streams.size(); ++i) {
            ASSERT_TRUE(streams[i]->write(message("checkout-" + std::to_string(i), 25)));
        }
    }
    for (auto& stream : streams) EXPECT_TRUE(stream->finish().ok());

    server->stop();

    EXPECT_EQ(mesh.status().received, 2'000U);
    EXPECT_EQ(requestsInTopology(), 2'000U);
    EXPECT_EQ(mesh.status().proxies.size(), 4U);
    EXPECT_TRUE(mesh.status().rejected.empty());
}

TEST_F(EnvoyServerTest, takesOneMessageInPiecesAndLargerThanAFrame) {
    RawStream stream(server->address(), kAccessLogs);
    ASSERT_TRUE(stream.write(message("checkout-1", 4'000)));
    EXPECT_TRUE(stream.finish().ok());

    server->stop();

    EXPECT_EQ(mesh.status().received, 4'000U);
}

TEST_F(EnvoyServerTest, refusesAndCountsCompressedMessages) {
    for (const grpc_compression_algorithm algorithm : {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
        grpc::ChannelArguments arguments;
        arguments.SetCompressionAlgorithm(algorithm);
        RawStream stream(server->address(), kAccessLogs, arguments);
        stream.write(message("checkout-1", 100));

        EXPECT_EQ(stream.finish().error_code(), grpc::StatusCode::UNIMPLEMENTED);
    }

    server->stop();

    EXPECT_EQ(mesh.status().received, 0U);
    EXPECT_EQ(mesh.status().rejected.at("compressed"), 2U);
}

TEST_F(EnvoyServerTest, refusesAndCountsMessagesOverTheLimit) {
    RawStream stream(server->address(), kAccessLogs);
    stream.write(std::string(5UL * 1024 * 1024, 'x'));

    const grpc::Status status = stream.finish();

    EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    server->stop();
    EXPECT_EQ(mesh.status().rejected.at("messageTooLarge"), 1U);
}

TEST_F(EnvoyServerTest, countsBrokenAndNamelessMessagesAndGoesOn) {
    RawStream stream(server->address(), kAccessLogs);
    ASSERT_TRUE(stream.write("\x0A\xFF"));
    ASSERT_TRUE(stream.write(message("", 3)));
    ASSERT_TRUE(stream.write(message("checkout-1", 2)));
    EXPECT_TRUE(stream.finish().ok());

    server->stop();

    const StationStatus status = mesh.status();
    EXPECT_EQ(status.received, 2U);
    EXPECT_EQ(status.rejected.at("malformed"), 1U);
    EXPECT_EQ(status.rejected.at("noIdentifier"), 3U);
}

TEST_F(EnvoyServerTest, theLogNameTellsTheReporter) {
    RawStream stream(server->address(), kAccessLogs);
    ASSERT_TRUE(stream.write(message("payment-1", 2, "binnacle.inbound")));
    EXPECT_TRUE(stream.finish().ok());

    server->stop();

    const auto records = mesh.requests({});
    ASSERT_TRUE(records.has_value());
    ASSERT_EQ(records->size(), 2U);
    EXPECT_EQ(records->front().reporter, Reporter::destination);
}

TEST_F(EnvoyServerTest, metricsFillTheClustersGauges) {
    envoy::service::metrics::v3::StreamMetricsMessage metrics;
    metrics.mutable_identifier()->mutable_node()->set_id("checkout-1");
    auto& family = *metrics.add_envoy_metrics();
    family.set_name("cluster.payment-v1.circuit_breakers.default.rq_open");
    family.set_type(io::prometheus::client::GAUGE);
    family.add_metric()->mutable_gauge()->set_value(1);
    RawStream stream(server->address(), kMetrics);
    ASSERT_TRUE(stream.write(metrics.SerializeAsString()));
    EXPECT_TRUE(stream.finish().ok());

    server->stop();

    ASSERT_EQ(mesh.clusters().size(), 1U);
    EXPECT_EQ(mesh.clusters()[0].proxy, "checkout-1");
    EXPECT_EQ(mesh.clusters()[0].cluster, "payment-v1");
    EXPECT_EQ(mesh.clusters()[0].requestsOpen, true);
    EXPECT_FALSE(mesh.clusters()[0].pendingOpen.has_value());
}

TEST_F(EnvoyServerTest, stopsUnderLoad) {
    std::vector<std::jthread> clients;
    const std::string bytes = message("checkout-1", 25);
    for (int i = 0; i < 4; ++i) {
        clients.emplace_back([&] {
            RawStream stream(server->address(), kAccessLogs);
            while (stream.write(bytes)) {
            }
        });
    }
    std::uint64_t seen = 0;
    while (mesh.status().received < 4U * 25U) seen = mesh.waitForChange(seen, std::chrono::seconds(10));

    server->stop();
    clients.clear();

    for (const ProxyStatus& proxy : mesh.status().proxies) EXPECT_FALSE(proxy.connected);
}

TEST_F(EnvoyServerTest, aTakenPortIsAnError) {
    EnvoyServerOptions options;
    options.listen = server->address();

    const auto second = EnvoyServer::start(options, mesh, clock, {});

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
}

TEST_F(EnvoyServerTest, plaintextBeyondLoopbackIsRefused) {
    for (const char* listen : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.org:0", ":0", ""}) {
        EnvoyServerOptions options;
        options.listen = listen;

        const auto refused = EnvoyServer::start(options, mesh, clock, {});

        ASSERT_FALSE(refused.has_value()) << listen;
        EXPECT_EQ(refused.error().code, ErrorCode::invalid) << listen;
    }
}

TEST(ListenAddress, knowsWhatIsLocal) {
    for (const char* local :
         {"127.0.0.1:0", "127.8.7.6:1", "[::1]:18760", "localhost:1", "unix:/run/x.sock"}) {
        EXPECT_TRUE(isLoopback(local)) << local;
    }
    for (const char* remote :
         {"0.0.0.0:1", "[::]:1", "128.0.0.1:1", "localhost.example.org:1", "127.0.0.1.example:1"}) {
        EXPECT_FALSE(isLoopback(remote)) << remote;
    }
    EXPECT_EQ(withPort("127.0.0.1:0", 4711), "127.0.0.1:4711");
    EXPECT_EQ(withPort("[::1]:0", 4711), "[::1]:4711");
}

}  // namespace
}  // namespace binnacle
