// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/mesh_file.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

constexpr const char* kShop = R"(apiVersion: binnacle/v1
kind: Mesh
metadata: {name: shop, flushInterval: 100ms}
services:
  - name: checkout
    calls: [payment, store, bank]
    workloads:
      - name: checkout
        version: v1
        proxies:
          - node: checkout-1
            mode: full
            inbound: 127.0.0.1:21001
            application: 127.0.0.1:22001
            outbound: 127.0.0.1:23001
            outboundTcp: {store: 127.0.0.1:24001}
            admin: 127.0.0.1:25001
  - name: payment
    workloads:
      - {name: payment-v1, proxies: [{node: payment-v1-1, mode: full, inbound: 127.0.0.1:21002, application: 127.0.0.1:22002}]}
      - {name: payment-v2, proxies: [{node: payment-v2-1, mode: overlay, inbound: 127.0.0.1:21003}]}
  - name: store
    protocol: tcp
    workloads:
      - {name: store, proxies: [{node: store-1, mode: full, inbound: "[::1]:21004", application: 127.0.0.1:22004}]}
  - name: bank
    external: [bank.example:443]
policies:
  - {apiVersion: binnacle/v1, kind: TrafficSplit, metadata: {service: payment}, spec: {weights: {payment-v1: 90, payment-v2: 10}}}
)";

std::string shopWith(const std::string& from, const std::string& to) {
    std::string text = kShop;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(MeshFileTest, aWholeMeshIsRead) {
    const auto mesh = parseMeshFile(kShop);

    ASSERT_TRUE(mesh) << mesh.error().subject << ": " << mesh.error().detail;
    EXPECT_EQ(mesh->name, "shop");
    EXPECT_EQ(mesh->flushInterval, std::chrono::milliseconds(100));
    ASSERT_EQ(mesh->services.size(), 4U);
    EXPECT_EQ(clustersOf(*mesh->findService("payment")),
              (std::vector<std::string>{"payment-v1", "payment-v2"}));
    EXPECT_EQ(clustersOf(*mesh->findService("bank")), std::vector<std::string>{"bank"});
    EXPECT_EQ(addressesOf(*mesh->findService("payment"), "payment-v2"),
              std::vector<std::string>{"127.0.0.1:21003"});
    EXPECT_EQ(mesh->policies.size(), 1U);
    const MeshPlace place = findProxy(*mesh, "checkout-1");
    ASSERT_NE(place.proxy, nullptr);
    EXPECT_EQ(place.service->name, "checkout");
    EXPECT_EQ(place.proxy->outboundTcp.at("store"), "127.0.0.1:24001");
    EXPECT_EQ(findProxy(*mesh, "nobody").proxy, nullptr);
}

struct Misfit {
    const char* name;
    const char* from;
    const char* to;
    const char* place;
    const char* why;
};

class MeshFileMisfitTest : public testing::TestWithParam<Misfit> {};

TEST_P(MeshFileMisfitTest, isRefusedAtItsPlace) {
    const auto mesh = parseMeshFile(shopWith(GetParam().from, GetParam().to));

    ASSERT_FALSE(mesh);
    EXPECT_EQ(mesh.error().subject, GetParam().place);
    EXPECT_NE(mesh.error().detail.find(GetParam().why), std::string::npos) << mesh.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Table, MeshFileMisfitTest,
    testing::Values(Misfit{"unknownField", "mode: full", "mood: full",
                           "services[0].workloads[0].proxies[0].mood", "not a known field"},
                    Misfit{"unknownMode", "mode: full", "mode: half",
                           "services[0].workloads[0].proxies[0].mode", "full or overlay"},
                    Misfit{"portTooLarge", "127.0.0.1:22001", "127.0.0.1:65536",
                           "services[0].workloads[0].proxies[0].application", "port"},
                    Misfit{"nameToListenOn", "127.0.0.1:21001", "localhost:21001",
                           "services[0].workloads[0].proxies[0].inbound", "IP address"},
                    Misfit{"nodeTwice", "node: payment-v1-1", "node: checkout-1",
                           "services[1].workloads[0].proxies[0].node", "there twice"},
                    Misfit{"addressTwice", "127.0.0.1:21002", "127.0.0.1:21001",
                           "services[1].workloads[0].proxies[0].inbound", "used twice"},
                    Misfit{"serviceTwice", "name: bank", "name: payment", "services[3].name", "there twice"},
                    Misfit{"reservedCluster", "name: bank", "name: binnacle", "services[3].name", "reserved"},
                    Misfit{"clusterTwice", "{name: payment-v2,", "{name: payment-v1,",
                           "services[1].workloads[1].name", "already"},
                    Misfit{"danglingCall", "calls: [payment,", "calls: [paiment,", "services[0].calls[0]",
                           "no service paiment"},
                    Misfit{"noTcpListener", "outboundTcp: {store: 127.0.0.1:24001}", "outboundTcp: {}",
                           "services[0]", "no outboundTcp"},
                    Misfit{"noOutbound", "outbound: 127.0.0.1:23001", "", "services[0]",
                           "no outbound address"},
                    Misfit{"calleeUnreachable", "mode: overlay, inbound: 127.0.0.1:21003", "mode: overlay",
                           "services[0].calls[0]", "inbound"},
                    Misfit{"neitherWorkloadsNorExternal", "external: [bank.example:443]", "external: []",
                           "services[3]", "either workloads or"},
                    Misfit{"policyForNobody", "metadata: {service: payment}", "metadata: {service: nobody}",
                           "policies: nobody", "no service"},
                    Misfit{"policyNamesNoSubset", "payment-v2: 10}", "payment-v3: 10}",
                           "policies: TrafficSplit payment.weights.payment-v3", "no such workload"},
                    Misfit{"splitSumsToZero", "payment-v1: 90, payment-v2: 10", "payment-v1: 0",
                           "policies: TrafficSplit payment: weights", "sum to 0"},
                    Misfit{"flushTooFast", "flushInterval: 100ms", "flushInterval: 1ms",
                           "metadata.flushInterval", "from 10ms"},
                    Misfit{"otherKind", "kind: Mesh", "kind: Net", "kind", "must be Mesh"}),
    [](const auto& item) { return std::string(item.param.name); });

TEST(MeshFileTest, brokenYamlNamesItsLine) {
    const auto mesh = parseMeshFile("apiVersion: binnacle/v1\nkind: [Mesh\n");

    ASSERT_FALSE(mesh);
    EXPECT_EQ(mesh.error().subject.rfind("line ", 0), 0U) << mesh.error().subject;
}

TEST(MeshFileTest, whatIsTooLargeOrTooDeepIsRefused) {
    EXPECT_FALSE(parseMeshFile(std::string((4U << 20U) + 1, ' ')));
    EXPECT_FALSE(parseMeshFile("a: " + std::string(100, '[') + std::string(100, ']')));
    EXPECT_FALSE(parseMeshFile(""));
}

TEST(MeshFileTest, aliasesThatGrowIntoAHugeTreeAreRefused) {
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i) {
        const std::string last = "*a" + std::to_string(i - 1);
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
        for (int j = 0; j < 9; ++j) bomb += ", " + last;
        bomb += "]\n";
    }

    const auto mesh = parseMeshFile(bomb);

    ASSERT_FALSE(mesh);
    EXPECT_NE(mesh.error().detail.find("values"), std::string::npos) << mesh.error().detail;
}

TEST(MeshFileTest, aMissingFileIsNamed) {
    const auto mesh = readMeshFile("/nonexistent/mesh.yaml");

    ASSERT_FALSE(mesh);
    EXPECT_EQ(mesh.error().code, ErrorCode::notFound);
    EXPECT_EQ(mesh.error().subject, "/nonexistent/mesh.yaml");
}

}  // namespace
}  // namespace binnacle
