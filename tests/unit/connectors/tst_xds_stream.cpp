// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/xds_stream.h"

#include <gtest/gtest.h>

#include "envoy/config/cluster/v3/cluster.pb.h"
#include "envoy/config/endpoint/v3/endpoint.pb.h"
#include "envoy/config/listener/v3/listener.pb.h"
#include "envoy/config/route/v3/route.pb.h"
#include "envoy/service/runtime/v3/rtds.pb.h"

namespace binnacle {
namespace {

using envoy::service::discovery::v3::DiscoveryRequest;
using envoy::service::discovery::v3::DiscoveryResponse;
using Names = std::vector<std::string>;

template <typename Message>
Message named(const std::string& name) {
    Message message;
    message.set_name(name);
    return message;
}

envoy::config::endpoint::v3::ClusterLoadAssignment endpoints(const std::string& cluster) {
    envoy::config::endpoint::v3::ClusterLoadAssignment message;
    message.set_cluster_name(cluster);
    return message;
}

/// "a b" and its edition: clusters a and b with endpoints, one listener, one route; another edition differs
/// in all but endpoints.
std::shared_ptr<Snapshot> snapshot(const Names& clusters, int edition) {
    auto out = std::make_shared<Snapshot>();
    for (const std::string& name : clusters) {
        auto cluster = named<envoy::config::cluster::v3::Cluster>(name);
        cluster.mutable_connect_timeout()->set_seconds(edition);
        out->add(XdsType::cluster, name, cluster);
        out->add(XdsType::endpoint, name, endpoints(name));
    }
    auto listener = named<envoy::config::listener::v3::Listener>("outbound");
    listener.set_stat_prefix(std::to_string(edition));
    out->add(XdsType::listener, "outbound", listener);
    auto route = named<envoy::config::route::v3::RouteConfiguration>("outbound");
    for (const std::string& name : clusters)
        route.add_virtual_hosts()->set_name(name + std::to_string(edition));
    out->add(XdsType::route, "outbound", route);
    return out;
}

/// A proxy at the other end of an XdsStream, by hand: what it was sent reads as "cluster a b", one a line.
class XdsStreamTest : public testing::Test {
  protected:
    void connect() { stream = std::make_unique<XdsStream>("n" + std::to_string(++connections), memory); }

    std::vector<XdsEvent> ask(XdsType type, const Names& names = {}, const std::string& version = {},
                              const std::string& nonce = {}, const std::string& error = {}) {
        DiscoveryRequest request;
        request.set_type_url(std::string(typeUrl(type)));
        request.set_version_info(version);
        request.set_response_nonce(nonce);
        for (const std::string& name : names) request.add_resource_names(name);
        if (!error.empty()) request.mutable_error_detail()->set_message(error);
        asked[type] = names;
        return stream->onRequest(request);
    }

    std::string send() {
        auto response = stream->next();
        if (!response) return "nothing";
        const auto type = typeFromUrl(response->type_url());
        std::string text{shortName(*type)};
        for (const auto& any : response->resources()) text += " " + nameOf(*type, any);
        last[*type] = *response;
        return text;
    }

    template <typename Message>
    static std::string nameIn(const google::protobuf::Any& any) {
        Message message;
        return any.UnpackTo(&message) ? message.name() : "?";
    }

    static std::string nameOf(XdsType type, const google::protobuf::Any& any) {
        envoy::config::endpoint::v3::ClusterLoadAssignment assignment;
        switch (type) {
            case XdsType::runtime:
                return nameIn<envoy::service::runtime::v3::Runtime>(any);
            case XdsType::cluster:
                return nameIn<envoy::config::cluster::v3::Cluster>(any);
            case XdsType::endpoint:
                return any.UnpackTo(&assignment) ? assignment.cluster_name() : "?";
            case XdsType::listener:
                return nameIn<envoy::config::listener::v3::Listener>(any);
            case XdsType::route:
                return nameIn<envoy::config::route::v3::RouteConfiguration>(any);
        }
        return "?";
    }

    std::vector<XdsEvent> acknowledge(XdsType type) {
        return ask(type, asked[type], last[type].version_info(), last[type].nonce());
    }
    std::vector<XdsEvent> reject(XdsType type, const std::string& why) {
        return ask(type, asked[type], {}, last[type].nonce(), why);
    }

    /// Everything asked for and acknowledged.
    void settle(const Names& endpointNames) {
        ask(XdsType::cluster);
        send();
        ask(XdsType::endpoint, endpointNames);
        send();
        acknowledge(XdsType::endpoint);
        acknowledge(XdsType::cluster);
        ask(XdsType::listener);
        send();
        acknowledge(XdsType::listener);
        ask(XdsType::route, {"outbound"});
        send();
        acknowledge(XdsType::route);
    }

    std::shared_ptr<NodeMemory> memory = std::make_shared<NodeMemory>();
    std::unique_ptr<XdsStream> stream;
    std::map<XdsType, DiscoveryResponse> last;
    std::map<XdsType, Names> asked;
    int connections = 0;
};

TEST_F(XdsStreamTest, nothingIsAnswered_beforeThePolicyIsLoaded) {
    connect();

    ask(XdsType::cluster);
    ask(XdsType::listener);
    ask(XdsType::runtime, {"binnacle"});

    EXPECT_EQ(send(), "nothing");
    stream->setTarget(snapshot({"a"}, 1));
    EXPECT_EQ(send(), "runtime binnacle");
    EXPECT_EQ(send(), "cluster a");
}

TEST_F(XdsStreamTest, aCompleteExchange_isSettled) {
    connect();
    stream->setTarget(snapshot({"a", "b"}, 1));

    settle({"a", "b"});

    for (const XdsType type : {XdsType::cluster, XdsType::endpoint, XdsType::listener, XdsType::route})
        EXPECT_TRUE(stream->isSettled(type)) << shortName(type);
    EXPECT_EQ(send(), "nothing");
    EXPECT_EQ(last[XdsType::route].resources_size(), 1);
}

TEST_F(XdsStreamTest, aRequestRepeated_isNotAnsweredAgain) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});

    for (int i = 0; i < 3; ++i) EXPECT_TRUE(acknowledge(XdsType::endpoint).empty());

    EXPECT_EQ(send(), "nothing");
}

TEST_F(XdsStreamTest, aStaleNonce_isIgnoredAndCounted) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    const std::string old = last[XdsType::route].nonce();
    stream->setTarget(snapshot({"a"}, 2));
    EXPECT_EQ(send(), "cluster a");

    const auto events = ask(XdsType::cluster, {}, "v", old, "this is about another response");

    EXPECT_TRUE(events.empty());
    EXPECT_EQ(stream->counters().staleNonces, 1U);
    EXPECT_FALSE(memory->isRejected(XdsType::cluster, last[XdsType::cluster].version_info()));
}

TEST_F(XdsStreamTest, aChange_goesOutMakeBeforeBreak) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});

    stream->setTarget(snapshot({"b"}, 2));

    EXPECT_EQ(send(), "cluster a b");  // the old one stays while routes lead to it
    EXPECT_EQ(send(), "endpoint a");   // what changed warms anew and needs its endpoints, at once
    ask(XdsType::endpoint, {"a", "b"}, {}, last[XdsType::endpoint].nonce());
    EXPECT_EQ(send(), "endpoint a b");
    EXPECT_EQ(send(), "nothing");  // listeners and routes wait for the clusters
    acknowledge(XdsType::endpoint);
    acknowledge(XdsType::cluster);
    EXPECT_EQ(send(), "listener outbound");
    EXPECT_EQ(send(), "nothing");  // routes wait for the listeners
    acknowledge(XdsType::listener);
    EXPECT_EQ(send(), "route outbound");
    EXPECT_EQ(send(), "nothing");
    acknowledge(XdsType::route);
    EXPECT_EQ(send(), "cluster b");  // only now nobody needs the old one
}

TEST_F(XdsStreamTest, aChangedCluster_getsItsEndpointsAgain_thoughTheyAreTheSame) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    const std::string version = last[XdsType::endpoint].version_info();

    stream->setTarget(snapshot({"a"}, 2));

    EXPECT_EQ(send(), "cluster a");
    EXPECT_EQ(send(), "endpoint a");
    EXPECT_EQ(last[XdsType::endpoint].version_info(), version);
}

TEST_F(XdsStreamTest, changesWhileAResponseIsOnItsWay_goOutAsOne) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    stream->setTarget(snapshot({"a"}, 2));
    EXPECT_EQ(send(), "cluster a");
    EXPECT_EQ(send(), "endpoint a");

    for (int edition = 3; edition < 10; ++edition) stream->setTarget(snapshot({"a"}, edition));
    EXPECT_EQ(send(), "nothing");
    acknowledge(XdsType::endpoint);
    acknowledge(XdsType::cluster);

    EXPECT_EQ(send(), "cluster a");
    EXPECT_EQ(send(), "endpoint a");
    EXPECT_EQ(last[XdsType::cluster].version_info(), versionOf(snapshot({"a"}, 9)->of(XdsType::cluster)));
}

TEST_F(XdsStreamTest, aNewName_isAnswered_andOneLessIsNot) {
    connect();
    stream->setTarget(snapshot({"a", "b"}, 1));
    settle({"a"});

    ask(XdsType::endpoint, {"a", "b"}, {}, last[XdsType::endpoint].nonce());
    EXPECT_EQ(send(), "endpoint a b");
    acknowledge(XdsType::endpoint);
    ask(XdsType::endpoint, {"b"}, {}, last[XdsType::endpoint].nonce());
    EXPECT_EQ(last[XdsType::endpoint].resources_size(), 2);
    ask(XdsType::endpoint, {}, {}, last[XdsType::endpoint].nonce());
    ask(XdsType::endpoint, {"unheard-of"}, {}, last[XdsType::endpoint].nonce());

    EXPECT_EQ(stream->counters().staleNonces, 0U);
}

TEST_F(XdsStreamTest, noNamesAfterSome_meansNothingAnyMore) {
    connect();
    stream->setTarget(snapshot({"a", "b"}, 1));
    ask(XdsType::cluster, {"a"});
    EXPECT_EQ(send(), "cluster a");
    acknowledge(XdsType::cluster);

    ask(XdsType::cluster, {}, {}, last[XdsType::cluster].nonce());
    stream->setTarget(snapshot({"a", "b"}, 2));

    EXPECT_EQ(send(), "nothing");
    ask(XdsType::cluster, {"*"}, {}, last[XdsType::cluster].nonce());
    EXPECT_EQ(send(), "cluster a b");
}

TEST_F(XdsStreamTest, unknownTypes_areCountedAndLeftAlone) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    DiscoveryRequest request;
    request.set_type_url("type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret");

    EXPECT_TRUE(stream->onRequest(request).empty());

    EXPECT_EQ(stream->counters().unknownTypes, 1U);
    EXPECT_EQ(send(), "nothing");
}

TEST_F(XdsStreamTest, aRuntimeLayerOfAnyName_isAnsweredAtOnce) {
    connect();
    stream->setTarget(std::make_shared<Snapshot>());

    ask(XdsType::runtime, {"their-own-name"});

    EXPECT_EQ(send(), "runtime their-own-name");
    EXPECT_EQ(acknowledge(XdsType::runtime).size(), 1U);
    EXPECT_TRUE(stream->isSettled(XdsType::runtime));
}

TEST_F(XdsStreamTest, nothingAtAll_isNotAnAnswerForOneWhoHasNothingFromUs) {
    connect();
    stream->setTarget(std::make_shared<Snapshot>());

    ask(XdsType::cluster);
    ask(XdsType::listener);
    ask(XdsType::endpoint, {"a"});

    EXPECT_EQ(send(), "nothing");
}

TEST_F(XdsStreamTest, aProxyThatHasTheVersion_isNotSentItAgainAfterARestart) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    const auto had = last;
    memory = std::make_shared<NodeMemory>();  // a new station knows nothing of the old one
    connect();
    stream->setTarget(snapshot({"a"}, 1));

    ask(XdsType::cluster, {}, had.at(XdsType::cluster).version_info());
    ask(XdsType::endpoint, {"a"}, had.at(XdsType::endpoint).version_info());
    ask(XdsType::listener, {}, had.at(XdsType::listener).version_info());
    ask(XdsType::route, {"outbound"}, had.at(XdsType::route).version_info());

    EXPECT_TRUE(stream->isSettled(XdsType::cluster));
    EXPECT_TRUE(stream->isSettled(XdsType::listener));
    EXPECT_EQ(send(), "endpoint a");  // a cluster may be warming on just this
    acknowledge(XdsType::endpoint);
    EXPECT_EQ(send(), "route outbound");
    acknowledge(XdsType::route);
    EXPECT_EQ(send(), "nothing");
}

TEST_F(XdsStreamTest, aProxyWithAnOlderVersion_isSentTheNewOne) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));

    ask(XdsType::cluster, {}, "of-long-ago", "nonce-of-another-station");

    EXPECT_EQ(send(), "cluster a");
}

class XdsRejectionTest : public XdsStreamTest, public testing::WithParamInterface<XdsType> {
  protected:
    /// Sends the second edition up to the type that is judged, and has it rejected.
    void rejectEdition2() {
        stream->setTarget(snapshot({"a"}, 2));
        for (const XdsType type : {XdsType::cluster, XdsType::endpoint, XdsType::listener, XdsType::route}) {
            const std::string sent = send();
            ASSERT_EQ(sent.rfind(shortName(type), 0), 0U) << sent;
            if (type == GetParam()) {
                const auto events = reject(type, "no good");
                ASSERT_EQ(events.size(), 1U);
                EXPECT_FALSE(events.front().accepted);
                EXPECT_TRUE(events.front().isOfTarget);
                EXPECT_EQ(events.front().error, "no good");
                return;
            }
            if (type == XdsType::endpoint) {
                acknowledge(XdsType::endpoint);
                acknowledge(XdsType::cluster);
            } else if (type != XdsType::cluster) {
                acknowledge(type);
            }
        }
    }

    std::string sendEverything() {
        std::string all;
        for (std::string one = send(); one != "nothing"; one = send()) {
            all += one + "; ";
            const auto type = one.substr(0, one.find(' '));
            for (const XdsType each : kXdsOrder)
                if (shortName(each) == type && each != XdsType::cluster) acknowledge(each);
            if (type == "endpoint" && GetParam() != XdsType::cluster) acknowledge(XdsType::cluster);
        }
        return all;
    }
};

TEST_P(XdsRejectionTest, aRejectedVersion_isNeverSentAgain) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    rejectEdition2();
    const std::string rejected = last[GetParam()].version_info();

    stream->setTarget(snapshot({"a"}, 2));
    for (int i = 0; i < 5; ++i) {
        ask(GetParam(), asked[GetParam()], {}, last[GetParam()].nonce());  // a duplicate
        sendEverything();
    }

    EXPECT_FALSE(stream->isSettled(GetParam()));
    EXPECT_EQ(last[GetParam()].version_info(), rejected);  // nothing of that type was sent since
}

TEST_P(XdsRejectionTest, aProxyThatComesBackEmpty_getsWhatItLastAccepted) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    const auto good = last[GetParam()].version_info();
    rejectEdition2();
    const std::string rejected = last[GetParam()].version_info();
    connect();
    stream->setTarget(snapshot({"a"}, 2));

    ask(XdsType::cluster);
    ask(XdsType::endpoint, {"a"});
    ask(XdsType::listener);
    ask(XdsType::route, {"outbound"});
    for (int i = 0; i < 8; ++i) {
        const std::string one = send();
        for (const XdsType type : kXdsOrder)
            if (one.rfind(shortName(type), 0) == 0) acknowledge(type);
    }

    EXPECT_EQ(last[GetParam()].version_info(), good);
    EXPECT_NE(last[GetParam()].version_info(), rejected);
}

TEST_P(XdsRejectionTest, aDifferentVersion_isSentAndSettles) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    rejectEdition2();

    stream->setTarget(snapshot({"a"}, 3));
    for (int i = 0; i < 12; ++i) {
        const std::string one = send();
        for (const XdsType type : kXdsOrder)
            if (one.rfind(shortName(type), 0) == 0) acknowledge(type);
    }

    for (const XdsType type : {XdsType::cluster, XdsType::endpoint, XdsType::listener, XdsType::route})
        EXPECT_TRUE(stream->isSettled(type)) << shortName(type);
}

INSTANTIATE_TEST_SUITE_P(Types, XdsRejectionTest,
                         testing::Values(XdsType::cluster, XdsType::listener, XdsType::route),
                         [](const auto& item) { return std::string(shortName(item.param)); });

TEST_F(XdsStreamTest, rejectedClusters_holdBackTheRoutesThatRelyOnThem) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});

    stream->setTarget(snapshot({"a", "b"}, 2));
    EXPECT_EQ(send(), "cluster a b");
    EXPECT_EQ(send(), "endpoint a");
    acknowledge(XdsType::endpoint);
    reject(XdsType::cluster, "b is not to its taste");

    EXPECT_EQ(send(), "nothing");
}

TEST_F(XdsStreamTest, aRevertAfterARejection_isAFullResend) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));
    settle({"a"});
    stream->setTarget(snapshot({"a"}, 2));
    send();
    send();
    acknowledge(XdsType::endpoint);
    reject(XdsType::cluster, "partly applied, who knows");

    stream->setTarget(snapshot({"a"}, 1));

    EXPECT_EQ(send(), "cluster a");
    acknowledge(XdsType::cluster);
    EXPECT_TRUE(stream->isSettled(XdsType::cluster));
}

TEST_F(XdsStreamTest, hostileRequests_areRefusedInBounds) {
    connect();
    stream->setTarget(snapshot({"a"}, 1));

    ask(XdsType::endpoint, Names(10'001, "x"));
    ask(XdsType::endpoint, {std::string(513, 'x')});

    EXPECT_EQ(stream->counters().overlongRequests, 2U);
    EXPECT_FALSE(stream->isSubscribed(XdsType::endpoint));
    EXPECT_EQ(send(), "nothing");
}

}  // namespace
}  // namespace binnacle
