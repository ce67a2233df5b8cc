// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/proxy_identity.h"

#include <envoy/service/accesslog/v3/als.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>

namespace binnacle {
namespace {

using Identifier = envoy::service::accesslog::v3::StreamAccessLogsMessage::Identifier;

std::optional<StreamIdentity> identity(const std::string& json) {
    Identifier identifier;
    EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(json, &identifier).ok()) << json;
    return accessLogIdentity(identifier.SerializeAsString(), "ipv4:127.0.0.1:40112");
}

struct Case {
    const char* identifier;
    Workload workload;
};

TEST(ProxyIdentity, comesFromMetadataElseClusterElseId) {
    const Case cases[] = {
        {R"({"node":{"id":"p-1","cluster":"payment","metadata":{"binnacle":{"workload":"payment-v1","version":"v1","namespace":"shop"}}}})",
         {"payment", "payment-v1", "v1", "shop"}},
        {R"({"node":{"id":"p-1","cluster":"payment","metadata":{"binnacle":{}}}})",
         {"payment", "payment", "", ""}},
        {R"({"node":{"id":"sidecar~10.0.0.1~payment","cluster":"payment.shop","metadata":{"NAMESPACE":"shop","WORKLOAD_NAME":"payment-v2","LABELS":{"app":"payment","version":"v2"}}}})",
         {"payment", "payment-v2", "v2", "shop"}},
        {R"({"node":{"id":"sidecar~1","metadata":{"WORKLOAD_NAME":"payment"}}})",
         {"payment", "payment", "", ""}},
        {R"({"node":{"id":"checkout-1","cluster":"checkout"}})", {"checkout", "checkout", "", ""}},
        {R"({"node":{"id":"checkout-1"}})", {"checkout-1", "checkout-1", "", ""}},
        {R"({"node":{"id":"c","cluster":"s","metadata":{"binnacle":"no object","LABELS":7}}})",
         {"s", "s", "", ""}},
    };
    for (const Case& one : cases) {
        const auto told = identity(one.identifier);
        ASSERT_TRUE(told.has_value()) << one.identifier;
        EXPECT_EQ(told->proxy.workload, one.workload) << one.identifier;
        EXPECT_EQ(told->proxy.peer, "ipv4:127.0.0.1:40112");
    }
}

TEST(ProxyIdentity, theLogNameTellsTheReporter) {
    EXPECT_EQ(identity(R"({"node":{"id":"a"},"logName":"binnacle.inbound"})")->reporter,
              Reporter::destination);
    EXPECT_EQ(identity(R"({"node":{"id":"a"},"logName":"binnacle.outbound"})")->reporter, Reporter::source);
    EXPECT_EQ(identity(R"({"node":{"id":"a"}})")->reporter, Reporter::source);
}

TEST(ProxyIdentity, tellsTheBuild) {
    const auto told = identity(
        R"({"node":{"id":"a","userAgentName":"envoy","userAgentBuildVersion":{"version":{"majorNumber":1,"minorNumber":40}}}})");
    EXPECT_EQ(told->proxy.build, "envoy 1.40.0");
}

TEST(ProxyIdentity, isNothingWithoutANodeId) {
    EXPECT_FALSE(identity(R"({"node":{"cluster":"checkout"}})").has_value());
    EXPECT_FALSE(accessLogIdentity("", "peer").has_value());
    EXPECT_FALSE(accessLogIdentity("\x0A\xFF", "peer").has_value());
    EXPECT_FALSE(metricsIdentity("\x0A\x02\x0A\x50", "peer").has_value());
}

TEST(ProxyIdentity, isCutAndCleaned) {
    Identifier identifier;
    identifier.mutable_node()->set_id(std::string(5'000, 'n'));
    identifier.mutable_node()->set_cluster("pay\nment\xE2\x80\xAE");

    const auto told = accessLogIdentity(identifier.SerializeAsString(), "peer");

    ASSERT_TRUE(told.has_value());
    EXPECT_LE(told->proxy.node.size(), 253U);
    EXPECT_EQ(told->proxy.cluster.find('\n'), std::string::npos);
    EXPECT_EQ(told->proxy.workload.service.find("\xE2\x80\xAE"), std::string::npos);
}

}  // namespace
}  // namespace binnacle
