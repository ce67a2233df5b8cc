// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter.h"

#include "models/core/telemetry/response_flags.h"

#include <gtest/gtest.h>
#include <random>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

const Node kCheckout{"shop/checkout", "checkout", "checkout", "v1", "shop", NodeKind::workload};
const Node kPayment{"shop/payment-v2", "payment", "payment-v2", "v2", "shop", NodeKind::workload};

Edge someEdge() {
    Edge edge;
    edge.source = kCheckout.id;
    edge.destination = kPayment.id;
    edge.protocol = Protocol::http2;
    edge.stats.requests = 100;
    edge.stats.errors = 5;
    for (std::uint64_t i = 1; i <= 100; ++i) edge.stats.latency.add(i * 1'000'000);
    return edge;
}

RequestRecord someRequest() {
    RequestRecord r;
    r.source = kCheckout.id;
    r.destination = kPayment.id;
    r.proxy = "checkout-1";
    r.protocol = Protocol::http1;
    r.method = "POST";
    r.path = "/api/v1/Orders/77";
    r.status = 503;
    r.flags = std::uint64_t{1} << responseFlagByName("UO").value();
    r.duration = 120ms;
    r.bytesSent = 4096;
    r.bytesReceived = 1024;
    r.upstreamHost = "10.0.0.1:80";
    r.route = "orders";
    r.trace = "abc123";
    return r;
}

struct Row {
    const char* filter;
    bool expected;
};
void PrintTo(const Row& row, std::ostream* out) {
    *out << row.filter;
}

class EdgeFilterTest : public testing::TestWithParam<Row> {};

TEST_P(EdgeFilterTest, DecidesOnAnEdge) {
    const auto filter = Filter::parse(GetParam().filter);
    ASSERT_TRUE(filter.has_value()) << filter.error().subject << ": " << filter.error().detail;
    EXPECT_FALSE(filter->needsRequests());
    EXPECT_EQ(filter->matches(someEdge(), kCheckout, kPayment, 10), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, EdgeFilterTest,
    testing::Values(Row{"", true}, Row{"  \n", true}, Row{"source = checkout", true},
                    Row{"source = shop/checkout", true}, Row{"source = payment", false},
                    Row{"destination = payment", true}, Row{"destination = payment-v2", true},
                    Row{"destination != payment", false}, Row{"service = checkout", true},
                    Row{"service = payment", true}, Row{"service != payment", false},
                    Row{"service = cart", false}, Row{"service != cart", true}, Row{"workload ~ PAY*v", true},
                    Row{"workload ~ v*pay", false}, Row{"namespace = shop", true},
                    Row{"version in (v2, v3)", true}, Row{"version in (v3)", false},
                    Row{"protocol = http2", true}, Row{"protocol = http", true}, Row{"protocol != tcp", true},
                    Row{"protocol = grpc", false}, Row{"rps = 10", true}, Row{"rps > 10", false},
                    Row{"rps >= 10", true}, Row{"rps < 10.5", true}, Row{"error_ratio = 5%", true},
                    Row{"error_ratio > 0.04", true}, Row{"error_ratio > 5%", false}, Row{"p50 < 60ms", true},
                    Row{"p90 > 80ms", true}, Row{"p99 > 0.09s", true}, Row{"p99 > 1m", false},
                    Row{"p99>90ms and rps>1", true}, Row{"rps > 100 or p99 > 90ms", true},
                    Row{"rps > 100 or p99 > 90ms and source = nobody", false},
                    Row{"(rps > 100 or p99 > 90ms) and not source = nobody", true},
                    Row{"not not service = payment", true}, Row{"NOT (service = payment)", false},
                    Row{"service = 'payment' AND source=\"checkout\"", true}));

class RequestFilterTest : public testing::TestWithParam<Row> {};

TEST_P(RequestFilterTest, DecidesOnARequest) {
    const auto filter = Filter::parse(GetParam().filter);
    ASSERT_TRUE(filter.has_value()) << filter.error().subject << ": " << filter.error().detail;
    EXPECT_TRUE(filter->needsRequests());
    EXPECT_EQ(filter->matches(someRequest(), kCheckout, kPayment), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table, RequestFilterTest,
    testing::Values(Row{"path = /api/v1/Orders/77", true}, Row{"path ~ orders", true},
                    Row{"path ~ '/api/*/77'", true}, Row{"path ~ /api/*/78", false},
                    Row{"method = POST", true}, Row{"method in (GET, PUT)", false}, Row{"status = 503", true},
                    Row{"status = 5xx", true}, Row{"status != 5xx", false}, Row{"status >= 5xx", true},
                    Row{"status > 5xx", false}, Row{"status < 5xx", false}, Row{"status in (404, 5xx)", true},
                    Row{"flag = UO", true}, Row{"flag != UO", false}, Row{"flag in (UH, UO)", true},
                    Row{"flag = none", false}, Row{"flag ~ u", true}, Row{"reporter = source", true},
                    Row{"reporter = destination", false}, Row{"proxy = checkout-1", true},
                    Row{"host = 10.0.0.1:80", true}, Row{"host ~ 10.0.", true}, Row{"duration = 120ms", true},
                    Row{"duration > 0.1s", true}, Row{"duration < 120000us", false},
                    Row{"bytes = 5KiB", true}, Row{"bytes > 5kB", true}, Row{"bytes >= 5121", false},
                    Row{"trace = abc123", true}, Row{"route = orders and service = payment", true},
                    Row{"route = orders and p99 > 1ms", false}));

TEST(Filter, WithoutFlagsIsNone) {
    RequestRecord r = someRequest();
    r.flags = 0;
    EXPECT_TRUE(Filter::parse("flag = none")->matches(r, kCheckout, kPayment));
    EXPECT_FALSE(Filter::parse("flag = UO")->matches(r, kCheckout, kPayment));
    EXPECT_TRUE(Filter::parse("flag != UO")->matches(r, kCheckout, kPayment));
}

TEST(Filter, SaysWhatItLooksAt) {
    EXPECT_TRUE(Filter::parse("")->isEmpty());
    EXPECT_TRUE(Filter::parse("p99 > 1s")->needsEdges());
    EXPECT_FALSE(Filter::parse("p99 > 1s")->needsRequests());
    EXPECT_TRUE(Filter::parse("not (service = a or path ~ b)")->needsRequests());
}

struct CallRow {
    const char* filter;
    std::optional<bool> expected;
};
void PrintTo(const CallRow& row, std::ostream* out) {
    *out << row.filter;
}

class CallFilterTest : public testing::TestWithParam<CallRow> {};

// What is decided once a call must be what each of its requests would have got.
TEST_P(CallFilterTest, DecidesForAllRequestsOfACallOrLeavesItToThem) {
    const auto filter = Filter::parse(GetParam().filter).value();
    const Edge edge = someEdge();
    FilterSubject call;
    call.source = &kCheckout;
    call.destination = &kPayment;
    call.edge = &edge;
    call.seconds = 10;
    call.protocol = edge.protocol;
    EXPECT_EQ(filter.matchesAll(call), GetParam().expected);
    for (const std::uint16_t status : {200, 503}) {
        FilterSubject request = call;
        request.isRequest = true;
        request.status = status;
        EXPECT_EQ(filter.matches(request), GetParam().expected.value_or(status == 503));
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table, CallFilterTest,
    testing::Values(CallRow{"", true}, CallRow{"service = payment", true}, CallRow{"service = cart", false},
                    CallRow{"status >= 500", std::nullopt}, CallRow{"not status < 500", std::nullopt},
                    CallRow{"status >= 500 and service = payment", std::nullopt},
                    CallRow{"status >= 500 and service = cart", false},
                    CallRow{"status >= 500 or service = payment", true},
                    CallRow{"status >= 500 or service = cart", std::nullopt},
                    CallRow{"not (status >= 500 or service = payment)", false},
                    CallRow{"not (status >= 500 and service = cart)", true},
                    CallRow{"status >= 500 and p99 > 90ms", std::nullopt},
                    CallRow{"status >= 500 and p99 > 1m", false},
                    CallRow{"(status >= 500 or protocol = tcp) and rps = 10", std::nullopt}));

struct Mistake {
    const char* filter;
    std::size_t at;
    const char* detail;
};
void PrintTo(const Mistake& row, std::ostream* out) {
    *out << row.filter;
}

class FilterMistakeTest : public testing::TestWithParam<Mistake> {};

TEST_P(FilterMistakeTest, IsToldAtItsPlace) {
    const auto filter = Filter::parse(GetParam().filter);
    ASSERT_FALSE(filter.has_value());
    EXPECT_EQ(filter.error().code, ErrorCode::invalid);
    EXPECT_EQ(filterErrorOffset(filter.error()), GetParam().at);
    EXPECT_NE(filter.error().detail.find(GetParam().detail), std::string::npos) << filter.error().detail;
}

INSTANTIATE_TEST_SUITE_P(
    Table, FilterMistakeTest,
    testing::Values(
        Mistake{"servce = x", 0, "no field \"servce\""}, Mistake{"service", 7, "comes one of = != ~ in"},
        Mistake{"service > x", 8, "comes one of"}, Mistake{"service =", 9, "expected a value"},
        Mistake{"service = x and", 15, "expected a field"}, Mistake{"service = x y", 12, "expected \"and\""},
        Mistake{"(service = x", 0, "not closed"}, Mistake{"service = x)", 11, "expected"},
        Mistake{"service = 'x", 10, "quote is not closed"}, Mistake{"p99 > 250", 6, "with its unit"},
        Mistake{"p99 > -1s", 6, "with its unit"}, Mistake{"p99 ~ 1s", 4, "comes one of"},
        Mistake{"rps > many", 6, "expected a number"}, Mistake{"rps > nan", 6, "expected a number"},
        Mistake{"rps > 1e999", 6, "expected a number"}, Mistake{"bytes > 1TB", 8, "expected a size"},
        Mistake{"error_ratio > 5 %", 16, "expected \"and\""}, Mistake{"flag = XX", 7, "no flag \"XX\""},
        Mistake{"protocol = smtp", 11, "no protocol"}, Mistake{"status in 500", 10, "list in parentheses"},
        Mistake{"status in (500", 14, "comma or a closing"}, Mistake{"status in ()", 11, "expected a value"},
        Mistake{"status in (500,)", 15, "expected a value"}, Mistake{"and", 0, "no field"},
        Mistake{"not", 3, "expected a field"}, Mistake{"()", 1, "expected a field"},
        Mistake{"= x", 0, "expected a field"},
        Mistake{"status = 6000000000000000000000x", 9, "expected a number"}));

TEST(FilterMistake, OfAnotherKindHasNoPlace) {
    EXPECT_EQ(filterErrorOffset({ErrorCode::invalid, "window", ""}), 0U);
}

TEST(FilterBounds, HoldForLengthDepthAndPattern) {
    EXPECT_FALSE(Filter::parse(std::string(5000, ' ') + "rps > 1").has_value());
    EXPECT_FALSE(Filter::parse("path ~ " + std::string(300, 'a')).has_value());
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '(') + "rps > 1" + std::string(depth, ')');
    };
    EXPECT_TRUE(Filter::parse(nested(60)).has_value());
    EXPECT_FALSE(Filter::parse(nested(65)).has_value());
    EXPECT_FALSE(Filter::parse(nested(2000)).has_value());
    std::string nots;
    for (int i = 0; i < 1000; ++i) nots += "not ";
    EXPECT_FALSE(Filter::parse(nots + "rps > 1").has_value());
    std::string many = "rps > 1";
    while (many.size() < 4000) many += " and rps > 1";
    EXPECT_TRUE(Filter::parse(many).has_value()) << "long is not deep";
}

TEST(FilterBounds, HoldForAnyText) {
    std::mt19937 random(5);
    const std::vector<std::string> pieces = {
        "service", "=", "!=", "(",   ")",     "and", "or", "not", "in",   ",",
        "x",       "'", "\"", "5xx", "250ms", "~",   "*",  "\\",  "\xFF", std::string(1, '\0'),
        "p99",     "<", "%"};
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (std::size_t i = random() % 12; i > 0; --i)
            text += pieces[random() % pieces.size()] + (random() % 2 ? " " : "");
        const auto filter = Filter::parse(text);
        if (filter) {
            filter->matches(someRequest(), kCheckout, kPayment);
        } else {
            EXPECT_LE(filterErrorOffset(filter.error()), text.size());
        }
    }
}

TEST(FilterFields, AreAllThereForCompletion) {
    std::string names;
    for (const FilterField& field : filterFields()) {
        names += std::string(field.name) + ' ';
        EXPECT_FALSE(field.operators.empty());
        EXPECT_FALSE(field.meaning.empty());
    }
    EXPECT_EQ(names,
              "source destination service workload namespace version route path method status flag reporter "
              "proxy host "
              "protocol duration bytes rps error_ratio p50 p90 p99 trace ");
    EXPECT_EQ(filterKeywords().size(), 4U);
}

}  // namespace
}  // namespace binnacle
