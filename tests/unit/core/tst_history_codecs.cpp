// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/event_codec.h"
#include "models/core/history/request_codec.h"
#include "models/core/history/rollup_codec.h"
#include "models/core/history/standing_codec.h"
#include "models/core/history/vocabulary_codec.h"
#include "tests/support/sample_requests.h"

#include <gtest/gtest.h>
#include <functional>
#include <limits>
#include <numeric>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr RequestBlobReader::Bounds kBounds{SampleRequests::kNames, SampleRequests::kCalls};
constexpr std::int64_t kMicro = 1000;

BlobView bytesOf(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Cut anywhere, and with any byte changed: an error or a value, but never a crash.
void expectTotal(const Blob& blob, const std::function<void(BlobView)>& decode) {
    const std::size_t step = std::max<std::size_t>(blob.size() / 2000, 1);
    for (std::size_t size = 0; size < blob.size(); size += step) {
        const Blob cut(blob.begin(), blob.begin() + static_cast<std::ptrdiff_t>(size));
        decode(cut);
    }
    std::mt19937_64 random(blob.size());
    for (int i = 0; i < 3000; ++i) {
        Blob changed = blob;
        for (std::uint64_t left = 1 + random() % 3; left > 0; --left)
            changed[random() % changed.size()] = static_cast<std::uint8_t>(random());
        decode(changed);
    }
}

Result<TailBlock> wholeOf(BlobView blob, const RequestBlobReader::Bounds& bounds = kBounds) {
    const auto reader = RequestBlobReader::open(blob, bounds);
    if (!reader) return tl::unexpected(reader.error());
    auto block = reader->numbers();
    if (!block) return block;
    if (const auto added = reader->addTexts(*block); !added) return tl::unexpected(added.error());
    return block;
}

void expectSameNumbers(const TailRecord& got, const TailRecord& wanted) {
    EXPECT_EQ(got.end(), wanted.end() / kMicro * kMicro);
    EXPECT_EQ(got.duration, wanted.duration / kMicro * kMicro);
    EXPECT_EQ(got.firstUpstreamByte, wanted.firstUpstreamByte / kMicro * kMicro);
    EXPECT_EQ(std::tie(got.flags, got.bytesSent, got.bytesReceived, got.key, got.proxy, got.cluster),
              std::tie(wanted.flags, wanted.bytesSent, wanted.bytesReceived, wanted.key, wanted.proxy,
                       wanted.cluster));
    EXPECT_EQ(std::tie(got.host, got.route, got.method, got.attempts, got.status),
              std::tie(wanted.host, wanted.route, wanted.method, wanted.attempts, wanted.status));
}

void expectSame(const TailBlock& got, const TailBlock& wanted) {
    ASSERT_EQ(got.records.size(), wanted.records.size());
    for (std::size_t i = 0; i < got.records.size(); ++i) {
        SCOPED_TRACE(i);
        expectSameNumbers(got.records[i], wanted.records[i]);
        for (int which = 0; which < TailRecord::texts; ++which) {
            const auto text = static_cast<TailRecord::Text>(which);
            ASSERT_EQ(got.text(got.records[i], text), wanted.text(wanted.records[i], text));
        }
    }
}

void append(TailBlock& block, TailRecord record, const std::array<std::string, TailRecord::texts>& texts) {
    record.arena = static_cast<std::uint32_t>(block.arena.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        record.lengths[i] = static_cast<std::uint16_t>(texts[i].size());
        block.arena += texts[i];
    }
    block.records.push_back(record);
}

/// Any values that a record can have, the outermost ones often, in no order.
TailBlock wildBlock(std::uint64_t seed, std::size_t records) {
    SampleRequests random(seed);
    constexpr auto kMost64 = std::numeric_limits<std::uint64_t>::max();
    constexpr auto kMost32 = std::numeric_limits<std::uint32_t>::max();
    const auto number = [&](std::uint64_t most) {
        const std::uint64_t luck = random.below(4);
        return luck == 0 ? 0 : luck == 1 ? most : luck == 2 ? random.below(100) % most : random.below(most);
    };
    const std::vector<std::string> texts = {"",
                                            "/",
                                            "7f3c1d0e-5a4b-4c7d-9e2f-1a2b3c4d5e6f",
                                            "7F3C1D0E-5A4B-4C7D-9E2F-1A2B3C4D5E6F",
                                            "7f3c1d0e-5a4b-4c7d-9e2f-1a2b3c4d5e6",
                                            "7f3c1d0e-5a4b-4c7d-9e2fx1a2b3c4d5e6f",
                                            "4bf92f3577b34da6a3ce929d0e0e4736",
                                            "00f067aa0ba902b7",
                                            "00f067aa0ba902bg",
                                            std::string("nul\0inside", 10),
                                            std::string(65'535, 'x'),
                                            "é"};
    TailBlock block;
    for (std::size_t i = 0; i < records; ++i) {
        TailRecord record;
        record.duration = static_cast<std::int64_t>(number(31'557'600'000'000'000));
        record.start = static_cast<std::int64_t>(number(4'000'000'000'000'000'000));
        record.firstUpstreamByte = static_cast<std::int64_t>(number(31'557'600'000'000'000));
        record.flags = number(kMost64);
        record.bytesSent = number(kMost64);
        record.bytesReceived = number(kMost64);
        record.key = static_cast<std::uint32_t>(number(kBounds.keys - 1));
        for (auto* name : {&record.proxy, &record.cluster, &record.host, &record.route, &record.method})
            *name = static_cast<std::uint32_t>(number(kBounds.names - 1));
        record.attempts = static_cast<std::uint32_t>(number(kMost32));
        record.status = static_cast<std::uint16_t>(number(999));
        std::array<std::string, TailRecord::texts> chosen;
        for (std::string& text : chosen) {
            const std::uint64_t which = random.below(40);
            text = which < texts.size() ? texts[which] : "/orders/" + std::to_string(random.below(1000));
        }
        append(block, record, chosen);
    }
    return block;
}

TEST(Pack, GivesBackWhatWasPackedAndIsSmallForWhatThePrefixHolds) {
    SampleRequests samples(1);
    const std::string before = samples.block(20'000).arena;
    std::string after = before;
    after.replace(after.size() / 2, 5, "XXXXX");

    const Blob alone = pack(bytesOf(after));
    const Blob onTop = pack(bytesOf(after), bytesOf(before));

    EXPECT_EQ(unpack(alone).value(), Blob(after.begin(), after.end()));
    EXPECT_EQ(unpack(onTop, kMaxUnpackedBytes, bytesOf(before)).value(), Blob(after.begin(), after.end()));
    EXPECT_LT(onTop.size(), alone.size() / 100);
    EXPECT_TRUE(unpack(pack({})).value().empty());
    EXPECT_TRUE(unpack(pack({}, bytesOf(before)), 10, bytesOf(before)).value().empty());
}

TEST(Pack, RefusesWhatIsLargerThanAskedForOrNotPackedAtAll) {
    const Blob zeros = pack(Blob(1'000'000));

    EXPECT_TRUE(unpack(zeros, 1'000'000).has_value());
    EXPECT_EQ(unpack(zeros, 999'999).error().code, ErrorCode::corrupt);
    EXPECT_EQ(unpack(bytesOf("not packed at all")).error().code, ErrorCode::corrupt);
    EXPECT_EQ(unpack({}).error().code, ErrorCode::corrupt);
    expectTotal(zeros, [](BlobView bytes) { unpack(bytes); });
}

TEST(Pack, DoesNotBelieveASizeThatSoFewBytesCantHold) {
    // A frame's header that claims 60 MiB, and one block of it.
    const Blob bomb = {0x28, 0xB5, 0x2F, 0xFD, 0xA0, 0x00, 0x00, 0xC0, 0x03, 0x03, 0x00, 0x10, 0x00};
    EXPECT_EQ(unpack(bomb).error().detail, "it claims to be too large");
}

TEST(RequestCodec, GivesBackEveryRequestToTheMicrosecond) {
    SampleRequests samples(2);
    for (const std::size_t records : {0U, 1U, 2U, 513U, 5000U}) {
        const TailBlock block = samples.block(records);
        const auto got = wholeOf(encodeRequests(block));
        ASSERT_TRUE(got.has_value()) << got.error().detail;
        expectSame(*got, block);
        EXPECT_EQ(got->newestEnd, block.newestEnd / kMicro * kMicro);
        EXPECT_EQ(got->oldestEnd, block.oldestEnd / kMicro * kMicro);
    }
}

TEST(RequestCodec, GivesBackAnyValues) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const TailBlock block = wildBlock(seed, 1 + seed * 20);
        const auto got = wholeOf(encodeRequests(block));
        ASSERT_TRUE(got.has_value()) << got.error().detail;
        expectSame(*got, block);
    }
}

TEST(RequestCodec, KeepsWithinTheBudgetOfBytes) {
    SampleRequests samples(3);
    TailBlock block = samples.block(kMaxBlockRecords);
    const auto perRequest = [&] {
        return static_cast<double>(encodeRequests(block).size()) / static_cast<double>(kMaxBlockRecords);
    };
    EXPECT_LT(perRequest(), 35);
    for (TailRecord& record : block.records) record.lengths = {};
    EXPECT_LT(perRequest(), 10);
}

TEST(RequestCodec, NumbersAloneComeWithoutTexts) {
    const TailBlock block = SampleRequests(4).block(100);
    const Blob blob = encodeRequests(block);
    const auto reader = RequestBlobReader::open(blob, kBounds);
    ASSERT_TRUE(reader.has_value());
    EXPECT_EQ(reader->records(), 100U);

    const auto numbers = reader->numbers();

    ASSERT_TRUE(numbers.has_value());
    expectSameNumbers(numbers->records[99], block.records[99]);
    EXPECT_EQ(numbers->text(numbers->records[99], TailRecord::path), "");
}

TEST(RequestCodec, LeavesOutTheTextsThatWouldNotBeReadAgain) {
    TailBlock block;
    append(block, {}, {std::string(65'535, 'a'), "", "", "", ""});
    // All of them share the one text in memory.
    while (block.records.size() < 2000) block.records.push_back(block.records.front());

    const auto got = wholeOf(encodeRequests(block));

    ASSERT_TRUE(got.has_value()) << got.error().detail;
    EXPECT_LE(got->arena.size(), kMaxUnpackedBytes);
    EXPECT_EQ(got->text(got->records.front(), TailRecord::path).size(), 65'535U);
    EXPECT_EQ(got->text(got->records.back(), TailRecord::path), "");
}

TEST(RequestCodec, RefusesNumbersThatTheVocabularyDoesNotHold) {
    const TailBlock block = SampleRequests(5).block(1000);
    const Blob blob = encodeRequests(block);

    EXPECT_TRUE(wholeOf(blob).has_value());
    EXPECT_EQ(wholeOf(blob, {kBounds.names, 100}).error().code, ErrorCode::corrupt);
    EXPECT_EQ(wholeOf(blob, {100, kBounds.keys}).error().code, ErrorCode::corrupt);
    EXPECT_EQ(wholeOf(blob, {0, 0}).error().code, ErrorCode::corrupt);
}

TEST(RequestCodec, IsTotalOnDamagedBlobs) {
    for (const TailBlock& block : {SampleRequests(6).block(300), wildBlock(7, 40)}) {
        expectTotal(encodeRequests(block), [](BlobView bytes) {
            const auto got = wholeOf(bytes);
            if (!got) return;
            for (const TailRecord& record : got->records) {
                EXPECT_LT(record.key, kBounds.keys);
                EXPECT_LE(record.end(), got->newestEnd);
                EXPECT_LE(record.arena + std::accumulate(record.lengths.begin(), record.lengths.end(), 0U),
                          got->arena.size());
            }
        });
    }
}

TEST(RollupCodec, GivesBackEveryRow) {
    RollupPart part = SampleRequests(8).rollups(20);
    part.newestEnd = TimePoint(1'800'000'000s + 123ns);
    for (const RollupPart& one : {part, RollupPart{}}) {
        const auto got = decodeRollups(encodeRollups(one), SampleRequests::kCalls);
        ASSERT_TRUE(got.has_value()) << got.error().detail;
        EXPECT_EQ(got->keys, one.keys);
        EXPECT_EQ(got->data, one.data);
        EXPECT_EQ(got->newestEnd, one.newestEnd);
        EXPECT_EQ(got->offsets, one.keys.empty() ? std::vector<std::uint32_t>{0} : one.offsets);
    }
}

TEST(RollupCodec, RefusesKeysThatTheVocabularyDoesNotHold) {
    const Blob blob = encodeRollups(SampleRequests(9).rollups(1));
    EXPECT_EQ(decodeRollups(blob, SampleRequests::kCalls - 1).error().code, ErrorCode::corrupt);
}

TEST(RollupCodec, IsTotalOnDamagedBlobsAndRowsAddUpToSomethingBounded) {
    SampleRequests samples(10);
    expectTotal(encodeRollups(samples.rollups(2)), [](BlobView bytes) {
        const auto got = decodeRollups(bytes, SampleRequests::kCalls);
        if (!got) return;
        EdgeStats all;
        for (std::size_t i = 0; i < got->keys.size(); ++i) got->addTo(all, i);
        EXPECT_LE(all.codes.size(), 1000U);
        EXPECT_LE(all.latency.windowBytes(), 64U << 10U);
    });
}

TEST(RollupRows, LeaveOutWhatCantBe) {
    RollupPart part;
    part.keys = {0};
    part.data = {5, 0, 0, 0, 1, 0xFF, 0x7F, 9, 1, 63, 9};  // status 16383, flag 63
    putVarint(part.data, 1);
    putVarint(part.data, 1000);  // a sketch whose maximum has gone round and below its minimum
    putVarint(part.data, std::numeric_limits<std::uint64_t>::max() - 10);
    putDouble(part.data, std::numeric_limits<double>::quiet_NaN());
    part.offsets = {0, static_cast<std::uint32_t>(part.data.size())};

    EdgeStats stats;
    part.addTo(stats, 0);

    EXPECT_EQ(stats.requests, 5U);
    EXPECT_TRUE(stats.codes.empty());
    EXPECT_TRUE(stats.flags.empty());
    EXPECT_EQ(stats.latency.windowBytes(), 0U);
    EXPECT_EQ(stats.latency.sum(), 0);
}

TEST(VocabularyCodec, GrowsPieceByPiece) {
    Vocabulary words;
    words.names = {"", "__other__", "cart-1"};
    words.workloads = {{}, {"cart", "cart-v1", "v1", "shop"}};
    words.keys = {{1, Reporter::destination, Protocol::grpc, true, 2, 0, 1, 2, 0}};
    const Blob first = encodeVocabulary(words, {});
    const VocabularyMark known = markOf(words);
    words.names.emplace_back("checkout-1");
    words.keys.push_back({0, Reporter::source, Protocol::tcp, false, 3, 3, 0, 0, 0});
    const Blob second = encodeVocabulary(words, known);

    Vocabulary got;
    ASSERT_TRUE(appendVocabulary(got, first).has_value());
    EXPECT_EQ(markOf(got), known);
    ASSERT_TRUE(appendVocabulary(got, second).has_value());

    EXPECT_EQ(got.names, words.names);
    EXPECT_EQ(got.workloads, words.workloads);
    EXPECT_EQ(got.keys, words.keys);
    EXPECT_EQ(appendVocabulary(got, second).error().code, ErrorCode::corrupt) << "it does not continue";
    EXPECT_EQ(markOf(got), markOf(words)) << "nothing has changed after an error";
}

TEST(VocabularyCodec, RefusesKeysOfWhatIsNotThere) {
    for (const RollupKey& key :
         {RollupKey{.workload = 1}, RollupKey{.address = 2}, RollupKey{.peerNode = 9}}) {
        Vocabulary words;
        words.names = {"", "__other__"};
        words.workloads = {{}};
        words.keys = {key};
        Vocabulary got;
        EXPECT_EQ(appendVocabulary(got, encodeVocabulary(words, {})).error().code, ErrorCode::corrupt);
    }
}

TEST(VocabularyCodec, IsTotalOnDamagedBlobs) {
    Vocabulary words;
    for (std::uint32_t i = 0; i < 200; ++i) {
        words.names.push_back("workload-" + std::to_string(i));
        words.workloads.push_back({"service", words.names.back(), "v1", "shop"});
        words.keys.push_back({i, Reporter::source, Protocol::http2, false, i, i, 0, 0, 0});
    }
    expectTotal(encodeVocabulary(words, {}), [](BlobView bytes) {
        Vocabulary got;
        appendVocabulary(got, bytes);
    });
}

Standing sampleStanding(std::uint64_t requests) {
    Standing standing;
    standing.at = TimePoint(1'800'000'000s);
    standing.declared = {{{"bank", "bank", "", ""}, true, {"10.0.0.9:443", "[::1]:80"}, {"bank"}}};
    for (std::uint64_t i = 0; i < 300; ++i) {
        const std::string node = "payment-" + std::to_string(i);
        ProxyStatus proxy{
            .proxy = {node, "payment", {"payment", node, "v2", "shop"}, "ipv4:10.0.0.1:1", "envoy"},
            .connected = i % 2 == 0,
            .records = requests * i,
            .lastRecordAge = {},
            .policyMode = "full",
            .skewed = i == 7};
        if (i % 3 == 0) proxy.lastRecordAge = Duration(1s);
        standing.proxies.push_back(proxy);
        ClusterState state;
        state.proxy = node;
        state.cluster = "bank";
        state.asOf = standing.at - 3s;
        state.activeRequests = requests % 10;
        state.requestsOpen = i % 5 == 0;
        state.limits.maxRequests = std::numeric_limits<std::uint64_t>::max();
        state.hosts = {{"10.0.0.9:443", true, false, 3, requests, {}, 99.5},
                       {"10.0.0.8:443", false, true, {}, {}, {}, {}}};
        standing.clusters.push_back(state);
    }
    return standing;
}

TEST(StandingCodec, GivesBackHowThingsStood) {
    const Standing standing = sampleStanding(1234);
    const Blob bytes = encodeStanding(standing);

    const auto got = decodeStanding(bytes);

    ASSERT_TRUE(got.has_value()) << got.error().detail;
    EXPECT_EQ(encodeStanding(*got), bytes);
    EXPECT_EQ(got->declared, standing.declared);
    ASSERT_EQ(got->proxies.size(), 300U);
    EXPECT_EQ(got->proxies[3].proxy, standing.proxies[3].proxy);
    EXPECT_EQ(got->proxies[3].lastRecordAge, Duration(1s));
    EXPECT_EQ(got->proxies[4].lastRecordAge, std::nullopt);
    EXPECT_TRUE(got->proxies[7].skewed);
    const ClusterState& state = got->clusters[5];
    EXPECT_EQ(state.asOf, standing.clusters[5].asOf);
    EXPECT_EQ(state.requestsOpen, true);
    EXPECT_EQ(state.pendingOpen, std::nullopt);
    EXPECT_EQ(state.limits.maxRequests, std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(state.hosts[0].successRate, 99.5);
    EXPECT_TRUE(state.hosts[1].ejected);
}

TEST(StandingCodec, CostsLittleWhereLittleChanged) {
    const Blob before = encodeStanding(sampleStanding(1000));
    const Blob after = encodeStanding(sampleStanding(1001));
    EXPECT_LT(pack(after, before).size(), pack(after).size() / 2);
}

TEST(StandingCodec, IsTotalOnDamagedBytes) {
    Standing standing = sampleStanding(1);
    standing.proxies.resize(5);
    standing.clusters.resize(5);
    expectTotal(encodeStanding(standing), [](BlobView bytes) { decodeStanding(bytes); });
    EXPECT_TRUE(decodeStanding(encodeStanding({})).has_value());
    EXPECT_EQ(decodeStanding({}).error().code, ErrorCode::corrupt);
}

TEST(EventCodec, GivesBackEvents) {
    std::vector<Event> events;
    for (std::uint64_t i = 0; i < 100; ++i) {
        events.push_back({i, TimePoint(1'800'000'000s) + Duration(i), static_cast<EventKind>(i % kEventKinds),
                          "payment-v2", "a note with \"quotes\"\nand a line", "ada", "c-12"});
    }
    EXPECT_EQ(decodeEvents(encodeEvents(events)).value(), events);
    EXPECT_TRUE(decodeEvents(encodeEvents({})).value().empty());
    expectTotal(encodeEvents(events), [](BlobView bytes) { decodeEvents(bytes); });
}

}  // namespace
}  // namespace binnacle
