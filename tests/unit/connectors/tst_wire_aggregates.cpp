// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/access_log_message.h"
#include "models/core/telemetry/shard_batch.h"
#include "models/core/topology/mesh.h"
#include "tests/support/manual_clock.h"
#include "tests/unit/connectors/support/message_generator.h"
#include "tests/unit/connectors/support/typed_reference.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace binnacle {
namespace {

using Message = envoy::service::accesslog::v3::StreamAccessLogsMessage;

/// One way from messages to what is true: a shard and a mesh.
struct Pipeline {
    explicit Pipeline(const Clock& clock) : mesh(clock) {
        proxy =
            shard.openProxy({"checkout-1", "checkout", {"checkout", "checkout", "v1", ""}, "peer", "envoy"});
    }

    void close() { mesh.accept(0, shard.drain()); }

    Shard shard;
    Mesh mesh;
    ProxyIndex proxy = 0;
};

std::string describe(const RequestRecord& record) {
    std::ostringstream out;
    out << record.start.time_since_epoch().count() << '|' << record.duration.count() << '|'
        << record.firstUpstreamByte.count() << '|' << record.source << '|' << record.destination << '|'
        << static_cast<int>(record.protocol) << '|' << record.method << '|' << record.path << '|'
        << record.authority << '|' << record.status << '|' << record.flags << '|' << record.details << '|'
        << record.upstreamCluster << '|' << record.upstreamHost << '|' << record.route << '|'
        << record.attempts << '|' << record.bytesSent << '|' << record.bytesReceived << '|'
        << record.requestId << '|' << record.trace << '|' << record.mutualTls;
    return out.str();
}

TEST(WireAggregates, areTheSameBitForBitAsThoseOfGeneratedMessages) {
    ManualClock clock;
    Pipeline scanned(clock);
    Pipeline typed(clock);
    wire::EntryScanner scanner;
    test::MessageGenerator generator(11);
    for (std::uint64_t i = 0; i < 3'000; ++i) {
        Message message = generator.message();
        *message.mutable_http_logs()->add_log_entry() = test::usualEntry(i, 1'799'999'990);
        const std::string bytes = message.SerializeAsString();
        wire::AccessLogEnvelope envelope;
        ASSERT_TRUE(wire::openEnvelope(bytes, envelope));

        wire::scanEntries(envelope, scanner,
                          [&](const Entry& entry) { scanned.shard.add(scanned.proxy, entry, clock.now()); });
        test::entriesOf(message,
                        [&](const Entry& entry) { typed.shard.add(typed.proxy, entry, clock.now()); });
    }
    scanned.close();
    typed.close();

    const auto left = *scanned.mesh.topology({});
    const auto right = *typed.mesh.topology({});
    ASSERT_GT(left->edges.size(), 2U);
    EXPECT_EQ(left->nodes, right->nodes);
    EXPECT_EQ(left->edges, right->edges);
    EXPECT_EQ(scanned.mesh.status().rejected, typed.mesh.status().rejected);
    EXPECT_EQ(scanned.mesh.status().clamped, typed.mesh.status().clamped);
    const auto leftRecords = *scanned.mesh.requests({});
    const auto rightRecords = *typed.mesh.requests({});
    ASSERT_EQ(leftRecords.size(), rightRecords.size());
    for (std::size_t i = 0; i < leftRecords.size(); ++i) {
        ASSERT_EQ(describe(leftRecords[i]), describe(rightRecords[i]));
    }
}

}  // namespace
}  // namespace binnacle
