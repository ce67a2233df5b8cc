// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/metrics_scanner.h"
#include "tests/unit/connectors/support/message_generator.h"

#include <envoy/service/metrics/v3/metrics_service.pb.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace binnacle {
namespace {

using Message = envoy::service::metrics::v3::StreamMetricsMessage;

void addGauge(Message& message, const std::string& name, double value, const std::string& clusterLabel = {}) {
    auto& family = *message.add_envoy_metrics();
    family.set_name(name);
    family.set_type(io::prometheus::client::GAUGE);
    auto& metric = *family.add_metric();
    metric.mutable_gauge()->set_value(value);
    if (clusterLabel.empty()) return;
    auto& label = *metric.add_label();
    label.set_name("envoy.cluster_name");
    label.set_value(clusterLabel);
}

ClusterState stateOf(const Message& message, const std::string& cluster) {
    wire::ClusterGauges gauges;
    EXPECT_TRUE(wire::scanMetrics(message.SerializeAsString(), gauges));
    ClusterState state;
    if (gauges.contains(cluster)) wire::applyGauges(gauges[cluster], state);
    return state;
}

TEST(MetricsScan, readsGaugesNamedWhole) {
    Message message;
    addGauge(message, "cluster.payment-v1.upstream_rq_active", 3);
    addGauge(message, "cluster.payment-v1.upstream_rq_pending_active", 2);
    addGauge(message, "cluster.payment-v1.upstream_cx_active", 5);
    addGauge(message, "cluster.payment-v1.circuit_breakers.default.cx_open", 0);
    addGauge(message, "cluster.payment-v1.circuit_breakers.default.rq_pending_open", 1);
    addGauge(message, "cluster.payment-v1.circuit_breakers.default.rq_open", 1);
    addGauge(message, "cluster.payment-v1.circuit_breakers.default.rq_retry_open", 0);
    addGauge(message, "cluster.payment-v1.outlier_detection.ejections_active", 1);
    addGauge(message, "cluster.payment-v1.membership_total", 4);
    addGauge(message, "cluster.payment-v1.circuit_breakers.high.rq_open", 1);
    addGauge(message, "server.live", 1);

    const ClusterState state = stateOf(message, "payment-v1");

    EXPECT_EQ(state.activeRequests, 3U);
    EXPECT_EQ(state.pendingRequests, 2U);
    EXPECT_EQ(state.activeConnections, 5U);
    EXPECT_EQ(state.connectionsOpen, false);
    EXPECT_EQ(state.pendingOpen, true);
    EXPECT_EQ(state.requestsOpen, true);
    EXPECT_EQ(state.retriesOpen, false);
    EXPECT_EQ(state.ejectedHosts, 1U);
    EXPECT_EQ(state.totalHosts, 4U);
}

TEST(MetricsScan, readsGaugesWithTheClusterAsALabel) {
    Message message;
    addGauge(message, "cluster.circuit_breakers.default.rq_open", 1, "payment.shop.v1");
    addGauge(message, "cluster.upstream_rq_active", 9, "payment.shop.v1");

    const ClusterState state = stateOf(message, "payment.shop.v1");

    EXPECT_EQ(state.requestsOpen, true);
    EXPECT_EQ(state.activeRequests, 9U);
}

TEST(MetricsScan, leavesWhatAMessageDoesNotTell) {
    Message message;
    addGauge(message, "cluster.payment-v1.upstream_rq_active", 3);
    wire::ClusterGauges gauges;
    ASSERT_TRUE(wire::scanMetrics(message.SerializeAsString(), gauges));
    ClusterState state;
    state.ejectedHosts = 2;
    state.hosts.resize(1);

    wire::applyGauges(gauges["payment-v1"], state);

    EXPECT_EQ(state.activeRequests, 3U);
    EXPECT_EQ(state.ejectedHosts, 2U);
    EXPECT_EQ(state.hosts.size(), 1U);
}

TEST(MetricsScan, refusesNumbersThatAreNoGauge) {
    Message message;
    for (const double value :
         {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e300}) {
        addGauge(message, "cluster.payment-v1.upstream_rq_active", value);
    }
    message.add_envoy_metrics()->set_name("cluster.payment-v1.upstream_cx_active");

    wire::ClusterGauges gauges;

    EXPECT_TRUE(wire::scanMetrics(message.SerializeAsString(), gauges));
    EXPECT_TRUE(gauges.empty());
}

TEST(MetricsScan, boundsAndCleansNames) {
    Message message;
    addGauge(message, "cluster." + std::string(4'000, 'c') + ".upstream_rq_active", 1);
    addGauge(message, "cluster.a\nb.upstream_rq_active", 1);
    wire::ClusterGauges gauges;

    ASSERT_TRUE(wire::scanMetrics(message.SerializeAsString(), gauges));

    ASSERT_EQ(gauges.size(), 2U);
    for (const auto& [name, values] : gauges) {
        EXPECT_LE(name.size(), 253U);
        EXPECT_EQ(name.find('\n'), std::string::npos);
    }
}

TEST(MetricsScan, survivesDamagedMessages) {
    Message message;
    addGauge(message, "cluster.payment-v1.upstream_rq_active", 3, "payment-v1");
    addGauge(message, "cluster.payment-v1.membership_total", 4);
    const std::string bytes = message.SerializeAsString();
    test::MessageGenerator generator(4);
    int whole = 0;
    for (int i = 0; i < 20'000; ++i) {
        wire::ClusterGauges gauges;
        const std::string damaged = generator.damaged(bytes);
        Message typed;

        const bool scanned = wire::scanMetrics(damaged, gauges);

        if (!typed.ParseFromString(damaged)) continue;
        ASSERT_TRUE(scanned);
        ++whole;
    }
    EXPECT_GT(whole, 500);
}

}  // namespace
}  // namespace binnacle
