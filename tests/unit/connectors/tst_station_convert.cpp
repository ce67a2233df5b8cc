// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_history.h"
#include "connectors/station/convert_policy.h"
#include "connectors/station/convert_status.h"
#include "connectors/station/convert_topology.h"
#include "tests/support/demo_frame.h"

#include <gtest/gtest.h>
#include <limits>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

template <typename Wire, typename Value>
Wire wireOf(const Value& value) {
    Wire wire;
    toWire(value, wire);
    return wire;
}

TEST(StationConvert, KeepsASketchExactly) {
    Sketch sketch;
    for (const std::uint64_t value : {0ULL, 63ULL, 64ULL, 5'000'000ULL, 90'000'000'000ULL})
        sketch.add(value, 3);

    const auto back = fromWire(wireOf<v1::Sketch>(sketch));

    ASSERT_TRUE(back);
    EXPECT_EQ(back->buckets(), sketch.buckets());
    EXPECT_EQ(back->count(), sketch.count());
    EXPECT_EQ(back->min(), sketch.min());
    EXPECT_EQ(back->max(), sketch.max());
    EXPECT_EQ(back->sum(), sketch.sum());
    for (const double q : {0.0, 0.5, 0.9, 0.99, 1.0}) EXPECT_EQ(back->quantile(q), sketch.quantile(q));
}

TEST(StationConvert, RefusesASketchThatContradictsItself) {
    v1::Sketch shorter;
    shorter.add_index_steps(3);
    EXPECT_EQ(fromWire(shorter).error().code, ErrorCode::corrupt);

    v1::Sketch twice;
    for (int i = 0; i < 2; ++i) {
        twice.add_index_steps(0);
        twice.add_counts(1);
    }
    EXPECT_EQ(fromWire(twice).error().code, ErrorCode::corrupt);

    v1::Sketch far;
    for (int i = 0; i < 3; ++i) {
        far.add_index_steps(std::numeric_limits<std::uint32_t>::max());
        far.add_counts(1);
    }
    EXPECT_EQ(fromWire(far).error().code, ErrorCode::corrupt);
}

TEST(StationConvert, KeepsEveryEdgeOfAFrame) {
    const TopologyFrame frame = demoFrame();
    for (const Edge& edge : frame.edges) {
        const auto back = fromWire(wireOf<v1::Edge>(edge));
        ASSERT_TRUE(back);
        EXPECT_EQ(*back, edge) << edge.source << " -> " << edge.destination;
    }
}

TEST(StationConvert, RefusesCodesAndFlagsOutOfRange) {
    v1::EdgeStats code;
    (*code.mutable_codes())[70'000] = 1;
    EXPECT_FALSE(fromWire(code));
    v1::EdgeStats flag;
    (*flag.mutable_flags())[64] = 1;
    EXPECT_FALSE(fromWire(flag));
}

TEST(StationConvert, TakesUnknownWordsOfANewerStation) {
    v1::Node node;
    node.set_kind(static_cast<v1::NodeKind>(77));
    EXPECT_EQ(fromWire(node).kind, NodeKind::unknown);
    EXPECT_EQ(fromWire(static_cast<v1::Protocol>(77)), Protocol::unknown);
    v1::Change change;
    change.set_state(static_cast<v1::ChangeState>(77));
    change.add_answers()->set_state(static_cast<v1::AnswerState>(77));
    EXPECT_EQ(fromWire(change)->state, ChangeState::unknown);
    EXPECT_EQ(fromWire(change)->answers.front().state, AnswerState::silent);
    v1::Plan plan;
    plan.add_problems()->set_severity(static_cast<v1::Severity>(77));
    EXPECT_EQ(fromWire(plan)->problems.front().severity, Severity::error);
    EXPECT_FALSE(fromWire(v1::Intent()));
}

TEST(StationConvert, KeepsARecord) {
    const RequestRecord record{.sequence = 7,
                               .start = demoNow(),
                               .duration = 12ms,
                               .firstUpstreamByte = 9ms,
                               .source = "checkout",
                               .destination = "payment-v2",
                               .proxy = "checkout-1",
                               .reporter = Reporter::destination,
                               .protocol = Protocol::grpc,
                               .method = "POST",
                               .path = "/pay",
                               .authority = "payment",
                               .status = 503,
                               .flags = std::uint64_t{1} << 63U,
                               .details = "overflow",
                               .upstreamCluster = "payment-v2",
                               .upstreamHost = "127.0.0.1:80",
                               .route = "r",
                               .attempts = 2,
                               .bytesSent = 3,
                               .bytesReceived = 4,
                               .requestId = "id",
                               .trace = "t",
                               .mutualTls = true};

    const v1::RequestRecord wire = wireOf<v1::RequestRecord>(record);

    EXPECT_EQ(wireOf<v1::RequestRecord>(fromWire(wire)).SerializeAsString(), wire.SerializeAsString());
    EXPECT_EQ(fromWire(wire).flags, record.flags);
    EXPECT_EQ(fromWire(wire).reporter, Reporter::destination);
    EXPECT_EQ(fromWire(wire).start, record.start);
}

TEST(StationConvert, KeepsUnsetApartFromZero) {
    ClusterState state;
    state.proxy = "checkout-1";
    state.activeRequests = 0;
    state.requestsOpen = false;
    state.limits.maxRequests = 0;
    HostState host;
    host.successRate = 0.0;
    state.hosts.push_back(host);

    const ClusterState back = fromWire(wireOf<v1::ClusterState>(state));

    EXPECT_EQ(back.activeRequests, 0U);
    EXPECT_FALSE(back.pendingRequests);
    EXPECT_EQ(back.requestsOpen, false);
    EXPECT_FALSE(back.retriesOpen);
    EXPECT_EQ(back.limits.maxRequests, 0U);
    EXPECT_FALSE(back.limits.maxRetries);
    EXPECT_EQ(back.hosts.front().successRate, 0.0);
    EXPECT_FALSE(back.hosts.front().errors);
}

TEST(StationConvert, KeepsAStatus) {
    StationStatus status;
    status.proxies.resize(2);
    status.proxies[0].proxy = {"n", "c", {"s", "w", "v", "ns"}, "ipv4:1", "envoy"};
    status.proxies[0].lastRecordAge = 3ms;
    status.proxies[0].policyMode = "full";
    status.rejected["malformed"] = 2;
    status.clamped["path"] = 3;
    status.lag = {40ms, 90ms, 5ms};
    status.mesh = "shop";
    status.readOnly = false;

    const auto back = fromWire(wireOf<v1::StationStatus>(status));

    ASSERT_TRUE(back);
    EXPECT_EQ(back->proxies[0].proxy, status.proxies[0].proxy);
    EXPECT_EQ(back->proxies[0].lastRecordAge, 3ms);
    EXPECT_FALSE(back->proxies[1].lastRecordAge);
    EXPECT_EQ(back->rejected, status.rejected);
    EXPECT_EQ(back->clamped, status.clamped);
    EXPECT_EQ(back->lag.station, 5ms);
    EXPECT_FALSE(back->readOnly);
}

TEST(StationConvert, KeepsIntentsAndChanges) {
    const Intent split{"payment", TrafficSplit{{{"payment-v1", 90}, {"payment-v2", 0}}}};
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 0;
    breaker.outlierDetection.emplace();
    breaker.outlierDetection->interval = 10s;
    const Intent limits{"payment", breaker};
    Change change;
    change.id = "c-12";
    change.state = ChangeState::partlyLive;
    change.edits = {{"payment", IntentKind::trafficSplit, std::nullopt, split},
                    {"payment", IntentKind::circuitBreaker, limits, std::nullopt}};
    change.answers = {{"n", AnswerState::rejected, "no\nsuch \xff key", 2ms, "a: b\n"}};

    const auto back = fromWire(wireOf<v1::Change>(change));

    ASSERT_TRUE(back);
    EXPECT_EQ(back->edits, change.edits);
    EXPECT_EQ(back->state, ChangeState::partlyLive);
    EXPECT_EQ(back->answers.front().error, "no\nsuch \xEF\xBF\xBD key");
    EXPECT_EQ(back->answers.front().live, "a: b\n");
    EXPECT_EQ(back->answers.front().after, 2ms);
}

TEST(StationConvert, RefusesQueriesOutOfRange) {
    v1::RequestQuery query = wireOf<v1::RequestQuery>(RequestQuery{});
    EXPECT_TRUE(fromWire(query));
    query.set_limit(0);
    EXPECT_EQ(fromWire(query).error().subject, "limit");
    query.set_limit(100'001);
    EXPECT_EQ(fromWire(query).error().subject, "limit");

    EXPECT_EQ(fromWire(v1::TopologyQuery()).error().subject, "window");
    v1::TopologyQuery filtered = wireOf<v1::TopologyQuery>(TopologyQuery{});
    filtered.set_filter(std::string(5000, 'x'));
    EXPECT_FALSE(fromWire(filtered));

    EXPECT_FALSE(fromWire(wireOf<v1::SeriesQuery>(SeriesQuery{{}, 100ms, {}, {}})));
    EXPECT_FALSE(fromWire(wireOf<v1::SeriesQuery>(SeriesQuery{{2h, {}}, 1s, {}, {}})));
    EXPECT_TRUE(fromWire(wireOf<v1::SeriesQuery>(SeriesQuery{{15min, {}}, 1s, {}, {}})));
}

TEST(StationConvert, ClampsTimesSoThatSumsNeverOverflow) {
    const Duration longest = durationFromWire(std::numeric_limits<std::int64_t>::max());
    const TimePoint latest = timeFromWire(std::numeric_limits<std::int64_t>::max());
    EXPECT_GT((latest + longest).time_since_epoch().count(), 0);
    EXPECT_LT(timeFromWire(std::numeric_limits<std::int64_t>::min()).time_since_epoch().count(), 0);
}

TEST(StationConvert, CarriesAnErrorWhole) {
    for (const ErrorCode code :
         {ErrorCode::notFound, ErrorCode::invalid, ErrorCode::unavailable, ErrorCode::timeout,
          ErrorCode::conflict, ErrorCode::corrupt, ErrorCode::cancelled}) {
        const Error error{code, "limits.maxRequests", "is 0:\nevery request fails"};
        EXPECT_EQ(fromStatus(toStatus(error), "socket"), error);
    }
    EXPECT_EQ(fromStatus({grpc::StatusCode::UNIMPLEMENTED, "no"}, "socket").subject, "socket");
    EXPECT_LT(toStatus({ErrorCode::invalid, "x", std::string(100'000, 'y')}).error_details().size(), 5000U);
}

TEST(StationConvert, LeavesOutEventsOfANewerStation) {
    v1::EventList list;
    list.add_events()->set_kind(static_cast<v1::EventKind>(77));
    list.add_events()->set_kind(v1::EVENT_KIND_NOTE);
    const auto events = fromWire(list);
    ASSERT_TRUE(events);
    ASSERT_EQ(events->size(), 1U);
    EXPECT_EQ(events->front().kind, EventKind::note);
}

TEST(StationConvert, EveryKindOfEventCrosses) {
    for (std::size_t kind = 0; kind < kEventKinds; ++kind) {
        Event event;
        event.kind = static_cast<EventKind>(kind);
        EXPECT_EQ(fromWire(wireOf<v1::Event>(event)), event) << eventKindName(event.kind);
    }
}

TEST(StationConvert, TakesUnknownWordsOfAnAlertForTheWorst) {
    v1::AlertBook book;
    v1::Alert& alert = *book.add_alerts();
    alert.set_state(static_cast<v1::AlertState>(77));
    alert.set_severity(static_cast<v1::Severity>(77));
    EXPECT_EQ(fromWire(book)->alerts.front().state, AlertState::pending);
    EXPECT_EQ(fromWire(book)->alerts.front().severity, Severity::error);
}

TEST(StationConvert, RefusesASnapshotOrderOutOfRange) {
    EXPECT_EQ(fromWire(v1::SnapshotOrder()).error().code, ErrorCode::invalid);
    v1::SnapshotOrder order = wireOf<v1::SnapshotOrder>(SnapshotOrder{});
    EXPECT_TRUE(fromWire(order));
    order.set_requests(static_cast<v1::SnapshotRequests>(77));
    EXPECT_EQ(fromWire(order).error().code, ErrorCode::invalid);
}

TEST(StationConvert, RefusesListsWithoutEnd) {
    v1::SnapshotReport report;
    for (int i = 0; i <= WireLimits::kSnapshotParts; ++i) report.add_parts();
    EXPECT_FALSE(fromWire(report));
    v1::EventList events;
    for (int i = 0; i <= WireLimits::kEvents; ++i) events.add_events();
    EXPECT_FALSE(fromWire(events));
}

TEST(StationConvert, MakesWhatPeopleWroteSafe) {
    EXPECT_EQ(fromWire(wireOf<v1::NoteDraft>(NoteDraft{{}, "", "one\n\x1b[2Jtwo\xff", "a"})).text,
              "one\n\xEF\xBF\xBD[2Jtwo\xEF\xBF\xBD");
}

}  // namespace
}  // namespace binnacle
