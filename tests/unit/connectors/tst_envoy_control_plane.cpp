// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/envoy_control_plane.h"

#include "connectors/envoy/policy/xds_hub.h"
#include "models/core/topology/mesh.h"
#include "tests/support/manual_clock.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "envoy/service/discovery/v3/ads.grpc.pb.h"
#include "envoy/service/runtime/v3/rtds.grpc.pb.h"

namespace binnacle {
namespace {

using envoy::service::discovery::v3::AggregatedDiscoveryService;
using envoy::service::discovery::v3::DiscoveryRequest;
using envoy::service::discovery::v3::DiscoveryResponse;
using envoy::service::runtime::v3::Runtime;
using envoy::service::runtime::v3::RuntimeDiscoveryService;

constexpr const char* kShop = R"(apiVersion: binnacle/v1
kind: Mesh
metadata: {name: shop}
services:
  - name: checkout
    calls: [payment]
    workloads:
      - name: checkout
        proxies: [{node: checkout-1, mode: full, inbound: 127.0.0.1:21001, application: 127.0.0.1:22001, outbound: 127.0.0.1:23001}]
  - name: edge
    calls: [payment]
    workloads: [{name: edge, proxies: [{node: edge-1, mode: overlay}]}]
  - name: payment
    workloads:
      - {name: payment-v1, proxies: [{node: payment-v1-1, mode: full, inbound: 127.0.0.1:21002, application: 127.0.0.1:22002}]}
      - {name: payment-v2, proxies: [{node: payment-v2-1, mode: full, inbound: 127.0.0.1:21003, application: 127.0.0.1:22003}]}
policies:
  - {apiVersion: binnacle/v1, kind: TrafficSplit, metadata: {service: payment}, spec: {weights: {payment-v1: 90, payment-v2: 10}}}
)";

Intent split(std::uint32_t v1, std::uint32_t v2) {
    return {"payment", TrafficSplit{{{"payment-v1", v1}, {"payment-v2", v2}}}};
}

/// What proxies answered, for a test to wait for.
class Answers {
  public:
    ControlPlane::OnAnswer recorder() {
        return [this](const ProxyAnswer& answer) {
            const std::lock_guard lock(m_mutex);
            m_answers.push_back(answer);
            m_changed.notify_all();
        };
    }
    std::vector<ProxyAnswer> waitFor(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds(10), [&] { return m_answers.size() >= count; });
        return m_answers;
    }

  private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<ProxyAnswer> m_answers;
};

/// One proxy's stream, spoken by hand over real gRPC.
class FakeProxy {
  public:
    using Stream = grpc::ClientReaderWriter<DiscoveryRequest, DiscoveryResponse>;

    FakeProxy(grpc::Server& server, std::string node, bool aggregated) : m_node(std::move(node)) {
        const auto channel = server.InProcessChannel({});
        m_aggregated = AggregatedDiscoveryService::NewStub(channel);
        m_runtime = RuntimeDiscoveryService::NewStub(channel);
        m_stream = aggregated ? m_aggregated->StreamAggregatedResources(&m_context)
                              : m_runtime->StreamRuntime(&m_context);
    }
    ~FakeProxy() { m_context.TryCancel(); }
    FakeProxy(const FakeProxy&) = delete;
    FakeProxy& operator=(const FakeProxy&) = delete;

    void ask(XdsType type, const std::vector<std::string>& names, const std::string& version = {}) {
        DiscoveryRequest request;
        request.set_version_info(version);
        request.mutable_node()->set_id(m_node);
        request.set_type_url(std::string(typeUrl(type)));
        for (const std::string& name : names) request.add_resource_names(name);
        m_stream->Write(request);
    }
    DiscoveryResponse read() {
        DiscoveryResponse response;
        EXPECT_TRUE(m_stream->Read(&response));
        return response;
    }
    void answer(const DiscoveryResponse& response, const std::vector<std::string>& names,
                const std::string& error = {}) {
        DiscoveryRequest request;
        request.set_type_url(response.type_url());
        request.set_response_nonce(response.nonce());
        request.set_version_info(response.version_info());
        for (const std::string& name : names) request.add_resource_names(name);
        if (!error.empty()) request.mutable_error_detail()->set_message(error);
        m_stream->Write(request);
    }
    std::map<std::string, double> layerIn(const DiscoveryResponse& response) {
        Runtime layer;
        EXPECT_EQ(response.resources_size(), 1);
        EXPECT_TRUE(response.resources(0).UnpackTo(&layer));
        std::map<std::string, double> values;
        for (const auto& [key, value] : layer.layer().fields()) values[key] = value.number_value();
        return values;
    }

  private:
    std::string m_node;
    grpc::ClientContext m_context;
    std::unique_ptr<AggregatedDiscoveryService::Stub> m_aggregated;
    std::unique_ptr<RuntimeDiscoveryService::Stub> m_runtime;
    std::unique_ptr<Stream> m_stream;
};

class EnvoyControlPlaneTest : public testing::Test {
  protected:
    void start(const MeshFile& file) {
        plane = std::make_unique<EnvoyControlPlane>(file, mesh, clock, "127.0.0.1:18760");
        grpc::ServerBuilder builder;
        for (grpc::Service* service : plane->services()) builder.RegisterService(service);
        server = builder.BuildAndStart();
    }
    void startShop() {
        const auto file = parseMeshFile(kShop);
        ASSERT_TRUE(file) << file.error().subject << ": " << file.error().detail;
        start(*file);
    }
    void TearDown() override {
        if (server) server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(5));
    }
    static std::vector<std::string> lines(const Plan& plan) {
        std::vector<std::string> out;
        for (const NativeChange& change : plan.changes)
            out.push_back(
                change.proxy + ": " + change.resource +
                (change.resource.rfind("runtime", 0) == 0 ? " " + change.before + ">" + change.after : ""));
        return out;
    }
    static std::vector<std::string> codes(const Plan& plan) {
        std::vector<std::string> out;
        for (const Problem& problem : plan.problems) out.push_back(problem.code);
        return out;
    }

    ManualClock clock;
    Mesh mesh{clock};
    std::unique_ptr<EnvoyControlPlane> plane;
    std::unique_ptr<grpc::Server> server;
};

TEST_F(EnvoyControlPlaneTest, aPlanNamesEveryCallersChangeInItsOwnTerms) {
    startShop();

    const Plan plan = plane->plan({}, {split(50, 50)});

    EXPECT_EQ(lines(plan),
              (std::vector<std::string>{"checkout-1: route outbound",
                                        "edge-1: runtime binnacle.split.payment.payment-v1 90>50",
                                        "edge-1: runtime binnacle.split.payment.payment-v2 10>50"}));
    EXPECT_EQ(codes(plan), std::vector<std::string>{"overlay-unread"});
    ASSERT_EQ(plan.edits.size(), 1U);
    EXPECT_EQ(plan.edits.front().before, std::nullopt);
    EXPECT_TRUE(plane->plan({split(50, 50)}, {split(50, 50)}).changes.empty());
}

TEST_F(EnvoyControlPlaneTest, referencesThatLeadNowhereAreErrors) {
    startShop();

    EXPECT_EQ(codes(plane->plan({}, {{"payments", CircuitBreaker{}}})),
              std::vector<std::string>{"unknown-service"});
    const Plan plan = plane->plan({}, {{"payment", TrafficSplit{{{"payment-v3", 1}}}}});
    EXPECT_EQ(codes(plan), (std::vector<std::string>{"unknown-subset", "split-leaves-out", "split-leaves-out",
                                                     "overlay-unread"}));
    EXPECT_EQ(plan.problems.front().severity, Severity::error);
    EXPECT_EQ(plan.problems.front().place, "TrafficSplit payment: weights.payment-v3");
}

TEST_F(EnvoyControlPlaneTest, outlierDetectionOnOverlayProxiesIsSaidToHoldForAllTheirClusters) {
    startShop();
    CircuitBreaker breaker;
    breaker.outlierDetection = OutlierDetection{.consecutive5xx = 3,
                                                .consecutiveGatewayFailure = {},
                                                .interval = {},
                                                .baseEjectionTime = {},
                                                .maxEjectionPercent = {}};

    EXPECT_EQ(codes(plane->plan({}, {{"payment", breaker}})),
              (std::vector<std::string>{"outlier-whole-proxy", "outlier-count-passed", "overlay-unread"}));
}

TEST_F(EnvoyControlPlaneTest, theBaselineIsWhatTheMeshFileSaysAndEnvoysOwnLimits) {
    startShop();

    const auto baseline = plane->baseline();

    ASSERT_EQ(baseline.size(), 2U);
    EXPECT_EQ(baseline[0].intent, split(90, 10));
    EXPECT_EQ(baseline[0].values.front().origin, "mesh file");
    EXPECT_EQ(baseline[0].proxies, (std::vector<std::string>{"checkout-1", "edge-1"}));
    EXPECT_EQ(baseline[1].intent.kind(), IntentKind::circuitBreaker);
    EXPECT_EQ(baseline[1].values.size(), 4U);
    EXPECT_EQ(baseline[1].values.front().origin, "Envoy default");
}

TEST_F(EnvoyControlPlaneTest, aBareProxyIsHeldByAnEmptyLayerAndThenGoverned) {
    start({});
    ASSERT_TRUE(plane->write({}, {}));
    FakeProxy bare(*server, "bare-1", false);

    bare.ask(XdsType::runtime, {"binnacle"});
    const auto empty = bare.read();
    EXPECT_TRUE(bare.layerIn(empty).empty());
    bare.answer(empty, {"binnacle"});

    Answers answers;
    const auto nodes = plane->write({split(50, 50)}, answers.recorder());
    ASSERT_TRUE(nodes);
    EXPECT_EQ(*nodes, std::vector<std::string>{"bare-1"});
    const auto pushed = bare.read();
    EXPECT_EQ(bare.layerIn(pushed),
              (std::map<std::string, double>{{"binnacle.split.payment.payment-v1", 50},
                                             {"binnacle.split.payment.payment-v2", 50}}));
    clock.advance(std::chrono::milliseconds(3));
    bare.answer(pushed, {"binnacle"});

    const auto told = answers.waitFor(1);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().node, "bare-1");
    EXPECT_EQ(told.front().state, AnswerState::acknowledged);
    EXPECT_EQ(told.front().after, std::chrono::milliseconds(3));
    EXPECT_EQ(plane->readBack("bare-1", "payment").error().code, ErrorCode::unavailable);
}

TEST_F(EnvoyControlPlaneTest, aBareProxyOfAnotherStationKeepsItsValues_untilSomethingIsKnownOrWritten) {
    start({});
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 2;
    ASSERT_TRUE(plane->write({{"payment", breaker}}, {}));
    FakeProxy bare(*server, "bare-1", false);
    bare.ask(XdsType::runtime, {"binnacle"}, "of-the-station-before");
    while (plane->counters().requests == 0) std::this_thread::yield();

    ASSERT_TRUE(plane->write({{"payment", breaker}, split(50, 50)}, {}));

    EXPECT_EQ(bare.layerIn(bare.read()).size(),
              4U);  // the first it is sent has the split: it was held till then
}

TEST_F(EnvoyControlPlaneTest, aRejectionIsToldWithTheProxysOwnWords) {
    startShop();
    ASSERT_TRUE(plane->write({}, {}));
    FakeProxy edge(*server, "edge-1", false);
    edge.ask(XdsType::runtime, {"binnacle"});
    edge.answer(edge.read(), {"binnacle"});

    Answers answers;
    const auto nodes = plane->write({split(1, 1)}, answers.recorder());
    ASSERT_TRUE(nodes);
    EXPECT_EQ(*nodes, (std::vector<std::string>{"checkout-1", "edge-1"}));
    edge.answer(edge.read(), {"binnacle"}, "no such key");

    const auto told = answers.waitFor(1);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().state, AnswerState::rejected);
    EXPECT_EQ(told.front().error, "runtime: no such key");
}

TEST_F(EnvoyControlPlaneTest, whoIsInNoMeshFileGetsNoClusters_andIsCounted) {
    startShop();
    ASSERT_TRUE(plane->write({}, {}));
    FakeProxy stranger(*server, "stranger", true);

    stranger.ask(XdsType::cluster, {});
    stranger.ask(XdsType::listener, {});
    stranger.ask(XdsType::runtime, {"binnacle"});

    EXPECT_EQ(stranger.read().type_url(), typeUrl(XdsType::runtime));
    EXPECT_EQ(plane->counters().unknownNodes, 1U);
}

TEST_F(EnvoyControlPlaneTest, aFullProxyGetsClustersFirst_andWaitsForNothingBeforeTheFirstWrite) {
    startShop();
    FakeProxy checkout(*server, "checkout-1", true);
    checkout.ask(XdsType::cluster, {});

    ASSERT_TRUE(plane->write({}, {}));

    const auto clusters = checkout.read();
    EXPECT_EQ(clusters.type_url(), typeUrl(XdsType::cluster));
    EXPECT_EQ(clusters.resources_size(), 3);
}

TEST_F(EnvoyControlPlaneTest, aStreamThatNamesNoNodeIsEnded) {
    startShop();
    const auto channel = server->InProcessChannel({});
    const auto stub = AggregatedDiscoveryService::NewStub(channel);
    grpc::ClientContext context;
    auto stream = stub->StreamAggregatedResources(&context);

    stream->Write(DiscoveryRequest());

    DiscoveryResponse response;
    EXPECT_FALSE(stream->Read(&response));
    EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(EnvoyControlPlaneTest, adoptionNamesTheStation) {
    start({});
    plane->setStationAddress("127.0.0.1:4711");

    const std::string text = plane->adoption();

    EXPECT_NE(text.find("address: \"127.0.0.1\", port_value: 4711"), std::string::npos) << text;
    EXPECT_NE(text.find("initial_fetch_timeout: 0.5s"), std::string::npos);
    EXPECT_EQ(text.find('@'), text.find("@type"));
}

}  // namespace
}  // namespace binnacle
