// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/access_log_message.h"
#include "tests/unit/connectors/support/message_generator.h"
#include "tests/unit/connectors/support/typed_reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace binnacle {
namespace {

using Message = envoy::service::accesslog::v3::StreamAccessLogsMessage;

struct Scanned {
    bool whole = false;
    wire::ScanCounts counts;
    std::vector<std::string> entries;
};

Scanned scan(std::string_view bytes) {
    Scanned result;
    wire::AccessLogEnvelope envelope;
    result.whole = wire::openEnvelope(bytes, envelope);
    if (!result.whole) return result;
    wire::EntryScanner scanner;
    result.counts = wire::scanEntries(
        envelope, scanner, [&](const Entry& entry) { result.entries.push_back(test::describe(entry)); });
    return result;
}

std::vector<std::string> reference(const Message& message) {
    std::vector<std::string> entries;
    test::entriesOf(message, [&](const Entry& entry) { entries.push_back(test::describe(entry)); });
    return entries;
}

TEST(WireScan, tellsWhatTheGeneratedMessagesTell) {
    test::MessageGenerator generator(1);
    std::size_t entries = 0;
    for (int i = 0; i < 6'000; ++i) {
        const Message message = generator.message();

        const Scanned scanned = scan(message.SerializeAsString());

        ASSERT_TRUE(scanned.whole);
        ASSERT_EQ(scanned.counts.malformed, 0U);
        ASSERT_EQ(scanned.entries, reference(message)) << message.DebugString();
        entries += scanned.entries.size();
    }
    EXPECT_GT(entries, 5'000U);
}

TEST(WireScan, agreesWithProtobufOnDamagedMessagesThatItStillParses) {
    test::MessageGenerator generator(2);
    int parsed = 0;
    for (int i = 0; i < 40'000; ++i) {
        const std::string bytes = generator.damaged(generator.message().SerializeAsString());
        Message message;
        const bool typed = message.ParseFromString(bytes);

        const Scanned scanned = scan(bytes);

        if (!typed) continue;
        ++parsed;
        ASSERT_TRUE(scanned.whole);
        ASSERT_EQ(scanned.counts.malformed, 0U);
        ASSERT_EQ(scanned.entries, reference(message)) << message.DebugString();
    }
    EXPECT_GT(parsed, 4'000);
}

TEST(WireScan, survivesEveryTruncationOfAMessage) {
    Message message;
    *message.mutable_http_logs()->add_log_entry() = test::usualEntry(7, 1'800'000'000);
    const std::string bytes = message.SerializeAsString();
    for (std::size_t length = 1; length < bytes.size(); ++length) {
        EXPECT_FALSE(scan(bytes.substr(0, length)).whole) << length;
    }
}

TEST(WireScan, survivesArbitraryBytes) {
    test::MessageGenerator generator(3);
    for (int i = 0; i < 20'000; ++i) {
        std::string bytes(generator.below(300), '\0');
        for (char& byte : bytes) byte = static_cast<char>(generator.below(256));
        scan(bytes);
        wire::identifierOf(bytes);
    }
}

TEST(WireScan, countsABrokenEntryAndKeepsTheOthers) {
    Message message;
    for (int i = 0; i < 3; ++i)
        *message.mutable_http_logs()->add_log_entry() = test::usualEntry(7, 1'800'000'000);
    std::string bytes = message.SerializeAsString();
    const std::string cluster = "payment-v2";
    const std::size_t second = bytes.find(cluster, bytes.find(cluster) + 1);
    bytes[second - 1] = '\xFF';  // the cluster's length, now some 14,000

    const Scanned scanned = scan(bytes);

    EXPECT_EQ(scanned.entries.size(), 2U);
    EXPECT_EQ(scanned.counts.malformed, 1U);
}

TEST(WireScan, leavesOutEntriesOfRequestsThatStillRun) {
    Message message;
    auto running = test::usualEntry(1, 1'800'000'000);
    running.mutable_common_properties()->set_access_log_type(envoy::data::accesslog::v3::DownstreamPeriodic);
    *message.mutable_http_logs()->add_log_entry() = running;
    *message.mutable_http_logs()->add_log_entry() = test::usualEntry(2, 1'800'000'000);

    const Scanned scanned = scan(message.SerializeAsString());

    EXPECT_EQ(scanned.entries.size(), 1U);
    EXPECT_EQ(scanned.counts.intermediate, 1U);
}

TEST(WireScan, theLastOfTheTwoListsReplacesTheOther) {
    test::MessageGenerator generator(5);
    Message http;
    *http.mutable_http_logs()->add_log_entry() = generator.httpEntry();
    Message tcp;
    *tcp.mutable_tcp_logs()->add_log_entry() = generator.tcpEntry();
    const std::string bytes = http.SerializeAsString() + tcp.SerializeAsString() + http.SerializeAsString() +
                              http.SerializeAsString();
    Message message;
    ASSERT_TRUE(message.ParseFromString(bytes));
    ASSERT_EQ(message.http_logs().log_entry_size(), 2);

    EXPECT_EQ(scan(bytes).entries, reference(message));
}

TEST(WireScan, joinsAnIdentifierThatComesInPieces) {
    Message first;
    first.mutable_identifier()->mutable_node()->set_id("checkout-1");
    Message second;
    second.mutable_identifier()->set_log_name("binnacle.inbound");

    const std::string joined = wire::identifierOf(first.SerializeAsString() + second.SerializeAsString());

    Message::Identifier identifier;
    ASSERT_TRUE(identifier.ParseFromString(joined));
    EXPECT_EQ(identifier.node().id(), "checkout-1");
    EXPECT_EQ(identifier.log_name(), "binnacle.inbound");
}

TEST(WireScan, formatsAddresses) {
    Message message;
    auto& common = *message.mutable_tcp_logs()->add_log_entry()->mutable_common_properties();
    common.mutable_upstream_remote_address()->mutable_socket_address()->set_address("fd00::7");
    common.mutable_upstream_remote_address()->mutable_socket_address()->set_port_value(65535);
    common.mutable_downstream_local_address()->mutable_pipe()->set_path("/run/app.sock");
    common.mutable_downstream_remote_address()->mutable_socket_address()->set_address(
        std::string(5'000, 'h'));
    const std::string bytes = message.SerializeAsString();
    wire::AccessLogEnvelope envelope;
    ASSERT_TRUE(wire::openEnvelope(bytes, envelope));
    wire::EntryScanner scanner;

    wire::scanEntries(envelope, scanner, [](const Entry& entry) {
        EXPECT_EQ(entry.upstreamHost, "[fd00::7]:65535");
        EXPECT_EQ(entry.localAddress, "/run/app.sock");
        EXPECT_EQ(entry.remoteAddress, std::string(255, 'h') + ":0");
    });
}

}  // namespace
}  // namespace binnacle
