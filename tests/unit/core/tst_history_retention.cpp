// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/history_lab.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

std::size_t requests(const HistoryLab& history, const TimeWindow& window, const std::string& filter) {
    return history.traffic().requests({window, filter, 100'000}).value().size();
}

TEST(HistoryRetention, ErrorsAndSlowRequestsOutliveTheRest) {
    HistoryLimits limits;
    limits.keepRequests = 1min;
    limits.keepErrors = 14min;
    HistoryLab history(limits);
    history.live(600, [&] {
        history.lab->outbound("shop", "cart", "cart:80", {.times = 30});
        history.lab->outbound("shop", "cart", "cart:80", {.duration = 2s});
        history.lab->outbound("shop", "cart", "cart:80", {.status = 503});
    });

    const TimeWindow old{60s, history.now() - 8min};
    const TimeWindow fresh{30s, history.now() - 5s};
    EXPECT_EQ(requests(history, old, "status = 503"), 60U);
    EXPECT_EQ(requests(history, old, "duration >= 1s"), 60U);
    EXPECT_LE(requests(history, old, "status = 200 and duration < 1s"), 60U) << "of 1800";
    EXPECT_EQ(requests(history, fresh, "status = 200 and duration < 1s"), 900U);
    EXPECT_EQ(history.frame(old)->edges.front().stats.requests, 60U * 32U) << "rollups stay whole";

    history.idle(560);  // requests go block by block, and a block is five minutes long
    EXPECT_EQ(requests(history, {60s, history.now() - 15min}, ""), 0U);
}

TEST(HistoryRetention, WhatIsKeptOfHowThingsStoodCanBeRead) {
    HistoryLimits limits;
    limits.keepMinutes = 7min;
    HistoryLab history(limits);
    for (int minute = 0; minute < 20; ++minute) {
        history.live(60, [&] { history.lab->outbound("shop", "cart", "cart:80"); });
        for (Duration ago{}; ago < 20min; ago += 10s) {
            const auto standing = history.reader->standing(history.now() - ago);
            ASSERT_TRUE(standing.has_value()) << minute << ' ' << ago / 1s << ' ' << standing.error().detail;
            EXPECT_EQ(standing->proxies.size(), 1U);
        }
    }
    EXPECT_GT(history.reader->standing(TimePoint{})->at, history.now() - 13min) << "older ones have gone";
}

TEST(HistoryRetention, TheFileStaysBelowItsLimit) {
    HistoryLimits limits;
    limits.bytes = 24U << 20U;
    HistoryLab history(limits);
    std::uint64_t id = 0;
    history.live(80, [&] {
        for (int i = 0; i < 20'000; ++i, ++id) {
            const std::string trace =
                std::to_string(id * 0x9E3779B97F4A7C15U) + std::to_string(id * 0xC2B2AE3D27D4EB4FU);
            history.lab->outbound(
                "shop", "cart", "cart:80",
                {.status = static_cast<std::uint16_t>(id % 1000 == 0 ? 503 : 200), .trace = trace});
        }
        EXPECT_LE(history.store->bytes(), limits.bytes);
    });
    EXPECT_LT(requests(history, {20s, history.now() - 60s}, "status = 200"), 20'000U);
    EXPECT_EQ(requests(history, {20s, history.now() - 60s}, "status = 503"), 400U);
}

}  // namespace
}  // namespace binnacle
