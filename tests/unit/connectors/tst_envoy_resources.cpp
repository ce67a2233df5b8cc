// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/native_text.h"
#include "connectors/envoy/policy/resources.h"
#include "connectors/envoy/policy/runtime_keys.h"

#include <gtest/gtest.h>

#include "envoy/config/cluster/v3/cluster.pb.h"
#include "envoy/config/endpoint/v3/endpoint.pb.h"
#include "envoy/config/listener/v3/listener.pb.h"
#include "envoy/config/route/v3/route.pb.h"
#include "envoy/extensions/access_loggers/grpc/v3/als.pb.h"
#include "envoy/extensions/filters/http/router/v3/router.pb.h"
#include "envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.pb.h"
#include "envoy/extensions/filters/network/tcp_proxy/v3/tcp_proxy.pb.h"

namespace binnacle {
namespace {

constexpr const char* kShop = R"(apiVersion: binnacle/v1
kind: Mesh
metadata: {name: shop, flushInterval: 250ms}
services:
  - name: checkout
    calls: [payment, store, bank]
    workloads:
      - name: checkout
        proxies:
          - {node: checkout-1, mode: full, inbound: 127.0.0.1:21001, application: 127.0.0.1:22001, outbound: 127.0.0.1:23001,
             outboundTcp: {store: 127.0.0.1:24001}}
  - name: payment
    workloads:
      - {name: payment-v1, proxies: [{node: payment-v1-1, mode: full, inbound: 127.0.0.1:21002, application: 127.0.0.1:22002}]}
      - {name: payment-v2, proxies: [{node: payment-v2-1, mode: overlay, inbound: 127.0.0.1:21003}]}
  - name: store
    protocol: tcp
    workloads:
      - {name: store, proxies: [{node: store-1, mode: full, inbound: 127.0.0.1:21004, application: 127.0.0.1:22004}]}
  - {name: bank, external: ["bank.example:443"]}
)";

class EnvoyResourcesTest : public testing::Test {
  protected:
    void SetUp() override {
        auto parsed = parseMeshFile(kShop);
        ASSERT_TRUE(parsed) << parsed.error().subject << ": " << parsed.error().detail;
        mesh = std::move(*parsed);
    }

    Snapshot snapshotOf(const std::string& node) const {
        return buildFullSnapshot(mesh, findProxy(mesh, node), policies);
    }
    std::string text(XdsType type, const std::string& name, const std::string& node = "checkout-1") const {
        const Snapshot snapshot = snapshotOf(node);
        const auto found = snapshot.of(type).find(name);
        return found == snapshot.of(type).end() ? "not there"
                                                : changedText(nullptr, found->second.get()).second;
    }
    static std::string names(const ResourceSet& set) {
        std::string out;
        for (const auto& [name, resource] : set) out += (out.empty() ? "" : " ") + name;
        return out;
    }

    MeshFile mesh;
    PolicySet policies;
};

TEST_F(EnvoyResourcesTest, aProxyGetsWhatItsServiceCallsAndNoMore) {
    const Snapshot checkout = snapshotOf("checkout-1");
    EXPECT_EQ(names(checkout.of(XdsType::cluster)), "application bank payment-v1 payment-v2 store");
    EXPECT_EQ(names(checkout.of(XdsType::endpoint)), "payment-v1 payment-v2 store");
    EXPECT_EQ(names(checkout.of(XdsType::listener)), "inbound outbound outbound_tcp_store");
    EXPECT_EQ(names(checkout.of(XdsType::route)), "outbound");

    const Snapshot store = snapshotOf("store-1");
    EXPECT_EQ(names(store.of(XdsType::cluster)), "application");
    EXPECT_EQ(names(store.of(XdsType::listener)), "inbound");
    EXPECT_EQ(names(store.of(XdsType::route)), "");
}

TEST_F(EnvoyResourcesTest, aClusterWithoutPolicyHasEnvoysOwnLimitsWrittenOut) {
    EXPECT_EQ(text(XdsType::cluster, "payment-v1"), R"(name: payment-v1
type: EDS
eds_cluster_config:
  eds_config:
    ads:
      {}
    resource_api_version: V3
connect_timeout: 1s
circuit_breakers:
  thresholds:
    - max_connections: 1024
      max_pending_requests: 1024
      max_requests: 1024
      max_retries: 3
      track_remaining: true)");
}

TEST_F(EnvoyResourcesTest, aBreakerHoldsForEachClusterOfTheService_unsetKeptApartFromZero) {
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 0;
    breaker.outlierDetection = OutlierDetection{};
    breaker.outlierDetection->consecutiveGatewayFailure = 7;
    breaker.outlierDetection->interval = std::chrono::milliseconds(1500);
    policies.breakers["payment"] = breaker;

    for (const char* name : {"payment-v1", "payment-v2"}) {
        envoy::config::cluster::v3::Cluster cluster;
        ASSERT_TRUE(snapshotOf("checkout-1").of(XdsType::cluster).at(name)->any.UnpackTo(&cluster));
        const auto& thresholds = cluster.circuit_breakers().thresholds(0);
        EXPECT_TRUE(thresholds.has_max_requests());
        EXPECT_EQ(thresholds.max_requests().value(), 0U);
        EXPECT_EQ(thresholds.max_connections().value(), 1024U);
        const auto& outlier = cluster.outlier_detection();
        EXPECT_EQ(outlier.consecutive_gateway_failure().value(), 7U);
        EXPECT_EQ(outlier.enforcing_consecutive_gateway_failure().value(), 100U);
        EXPECT_EQ(outlier.consecutive_5xx().value(), 5U);
        EXPECT_EQ(outlier.interval().nanos(), 500'000'000);
        EXPECT_EQ(outlier.enforcing_success_rate().value(), 0U);
    }
    envoy::config::cluster::v3::Cluster store;
    ASSERT_TRUE(snapshotOf("checkout-1").of(XdsType::cluster).at("store")->any.UnpackTo(&store));
    EXPECT_FALSE(store.has_outlier_detection());
    EXPECT_EQ(store.circuit_breakers().thresholds(0).max_requests().value(), 1024U);
}

TEST_F(EnvoyResourcesTest, aServiceWithSeveralWorkloadsIsRoutedByWeights) {
    policies.splits["payment"] = {{{"payment-v2", 30}}};

    EXPECT_EQ(text(XdsType::route, "outbound"), R"(name: outbound
virtual_hosts:
  - name: payment
    domains:
      - payment
    routes:
      - match:
          prefix: /
        route:
          weighted_clusters:
            clusters:
              - name: payment-v1
                weight: 0
              - name: payment-v2
                weight: 30
            runtime_key_prefix: binnacle.split.payment
          timeout: 15s
        name: payment
  - name: bank
    domains:
      - bank
    routes:
      - match:
          prefix: /
        route:
          cluster: bank
          timeout: 15s
        name: bank
  - name: (unknown)
    domains:
      - "*"
    routes:
      - match:
          prefix: /
        direct_response:
          status: 404
          body:
            inline_string: "the mesh file knows no such service that this one calls\n"
        name: (unknown)
validate_clusters: true
ignore_port_in_host_matching: true)");
}

TEST_F(EnvoyResourcesTest, weightsAreEqualUntilASplitSaysOtherwise) {
    const MeshService& payment = *mesh.findService("payment");
    using Weights = std::vector<std::pair<std::string, std::uint32_t>>;

    EXPECT_EQ(weightsOf(payment, policies), (Weights{{"payment-v1", 1}, {"payment-v2", 1}}));
    policies.splits["payment"] = {{{"payment-v2", 10}, {"payment-v1", 90}}};
    EXPECT_EQ(weightsOf(payment, policies), (Weights{{"payment-v1", 90}, {"payment-v2", 10}}));
}

TEST_F(EnvoyResourcesTest, everyListenerTellsTheStationWhatItSaw) {
    const std::string inbound = text(XdsType::listener, "inbound");
    EXPECT_NE(inbound.find("log_name: binnacle.inbound"), std::string::npos) << inbound;
    EXPECT_NE(inbound.find("buffer_flush_interval: 0.250s"), std::string::npos) << inbound;
    EXPECT_NE(inbound.find("- x-envoy-downstream-service-cluster"), std::string::npos) << inbound;
    EXPECT_NE(inbound.find("preserve_external_request_id: true"), std::string::npos) << inbound;
    EXPECT_NE(inbound.find("add_user_agent: false"), std::string::npos) << inbound;
    const std::string outbound = text(XdsType::listener, "outbound");
    EXPECT_NE(outbound.find("log_name: binnacle.outbound"), std::string::npos) << outbound;
    EXPECT_NE(outbound.find("add_user_agent: true"), std::string::npos) << outbound;
    EXPECT_NE(outbound.find("route_config_name: outbound"), std::string::npos) << outbound;
    const std::string tcp = text(XdsType::listener, "outbound_tcp_store");
    EXPECT_NE(tcp.find("TcpGrpcAccessLogConfig"), std::string::npos) << tcp;
    EXPECT_NE(tcp.find("cluster: store"), std::string::npos) << tcp;
}

TEST_F(EnvoyResourcesTest, anExternalNameIsLookedUp_andAddressesAreEndpoints) {
    EXPECT_NE(text(XdsType::cluster, "bank").find("type: STRICT_DNS"), std::string::npos);
    EXPECT_NE(text(XdsType::endpoint, "payment-v2").find("port_value: 21003"), std::string::npos);
    EXPECT_EQ(text(XdsType::endpoint, "bank"), "not there");
}

TEST_F(EnvoyResourcesTest, versionsAreOfTheContent) {
    const Snapshot one = snapshotOf("checkout-1");
    const Snapshot same = snapshotOf("checkout-1");
    policies.splits["payment"] = {{{"payment-v1", 1}, {"payment-v2", 2}}};
    const Snapshot other = snapshotOf("checkout-1");

    for (const XdsType type : kXdsOrder) EXPECT_EQ(versionOf(one.of(type)), versionOf(same.of(type)));
    EXPECT_EQ(versionOf(one.of(XdsType::cluster)), versionOf(other.of(XdsType::cluster)));
    EXPECT_NE(versionOf(one.of(XdsType::route)), versionOf(other.of(XdsType::route)));
}

TEST_F(EnvoyResourcesTest, runtimeKeysGovernWhatAnOverlayProxyCalls) {
    policies.splits["payment"] = {{{"payment-v2", 10}}};
    policies.breakers["payment"].limits.maxRequests = 2;
    policies.breakers["bank"].limits.maxRetries = 0;
    OverlayKnowledge known;
    known.splitPrefixes["payment"] = "their.own.prefix";
    const MeshPlace checkout = findProxy(mesh, "checkout-1");

    EXPECT_EQ(buildRuntimeKeys(mesh, checkout, policies, known),
              (RuntimeKeys{{"circuit_breakers.bank.default.max_retries", 0},
                           {"circuit_breakers.payment-v1.default.max_requests", 2},
                           {"circuit_breakers.payment-v2.default.max_requests", 2},
                           {"their.own.prefix.payment-v1", 0},
                           {"their.own.prefix.payment-v2", 10}}));
    EXPECT_TRUE(buildRuntimeKeys(mesh, findProxy(mesh, "store-1"), policies, known).empty());
}

TEST_F(EnvoyResourcesTest, aBareProxyGetsTheKeysOfAllIntents) {
    const MeshFile none;
    policies.breakers["payment"].limits.maxConnections = 5;
    EXPECT_EQ(buildRuntimeKeys(none, {}, policies, {}),
              (RuntimeKeys{{"circuit_breakers.payment.default.max_connections", 5}}));

    policies.splits["payment"] = {{{"payment-v1", 50}, {"payment-v2", 50}}};
    EXPECT_EQ(buildRuntimeKeys(none, {}, policies, {}),
              (RuntimeKeys{{"binnacle.split.payment.payment-v1", 50},
                           {"binnacle.split.payment.payment-v2", 50},
                           {"circuit_breakers.payment-v1.default.max_connections", 5},
                           {"circuit_breakers.payment-v2.default.max_connections", 5}}));
}

TEST_F(EnvoyResourcesTest, aDifferenceShowsOnlyWhatChanged) {
    const Snapshot before = snapshotOf("checkout-1");
    policies.breakers["payment"].limits.maxRequests = 2;
    const Snapshot after = snapshotOf("checkout-1");

    const auto [from, to] = changedText(before.of(XdsType::cluster).at("payment-v1").get(),
                                        after.of(XdsType::cluster).at("payment-v1").get());

    EXPECT_EQ(from, "name: payment-v1\ncircuit_breakers:\n  thresholds:\n    - max_requests: 1024");
    EXPECT_EQ(to, "name: payment-v1\ncircuit_breakers:\n  thresholds:\n    - max_requests: 2");
}

}  // namespace
}  // namespace binnacle
