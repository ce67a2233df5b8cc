// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/sampling.h"

#include <gtest/gtest.h>
#include <cmath>
#include <random>

namespace binnacle {
namespace {

constexpr double k95 = 1.959964;

TEST(Sampling, ShareIntervalIsWilsons) {
    // Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3.
    struct Case {
        Share share;
        Interval expected;
    };
    for (const Case& each : {Case{{81, 263}, {0.2553, 0.3662}}, Case{{15, 148}, {0.0624, 0.1605}},
                             Case{{0, 20}, {0.0, 0.1611}}, Case{{1, 29}, {0.0061, 0.1718}}}) {
        const Interval interval = shareInterval(each.share, k95);
        EXPECT_NEAR(interval.low, each.expected.low, 5e-5) << each.share.part;
        EXPECT_NEAR(interval.high, each.expected.high, 5e-5) << each.share.part;
    }
}

TEST(Sampling, DifferenceIntervalIsNewcombes) {
    // Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10; there the first less the second.
    struct Case {
        Share first;
        Share second;
        Interval expected;
    };
    for (const Case& each :
         {Case{{56, 70}, {48, 80}, {0.0524, 0.3339}}, Case{{9, 10}, {3, 10}, {0.1705, 0.8090}},
          Case{{5, 56}, {0, 29}, {-0.0381, 0.1926}}, Case{{10, 10}, {0, 10}, {0.6075, 1.0}}}) {
        const Interval interval = differenceInterval(each.second, each.first, k95);
        EXPECT_NEAR(interval.low, each.expected.low, 5e-5) << each.first.part;
        EXPECT_NEAR(interval.high, each.expected.high, 5e-5) << each.first.part;
    }
}

TEST(Sampling, RatioIntervalKnowsHowLongBothSidesWereWatched) {
    const Interval alike = ratioInterval({1000, 10}, {10'000, 100});
    EXPECT_LT(alike.low, 1);
    EXPECT_GT(alike.high, 1);
    const Interval doubled = ratioInterval({1000, 10}, {20'000, 100});
    EXPECT_GT(doubled.low, 1.75);
    EXPECT_LT(doubled.high, 2.25);
}

TEST(Sampling, NothingSeenSaysNothing) {
    EXPECT_EQ(shareInterval({0, 0}), (Interval{0, 1}));
    EXPECT_EQ(differenceInterval({0, 0}, {5, 10}), (Interval{-1, 1}));
    EXPECT_EQ(quantileInterval(0.5, 0), (Interval{0, 1}));
    const Interval ratio = ratioInterval({0, 10}, {0, 10});
    EXPECT_EQ(ratio.low, 0);
    EXPECT_TRUE(std::isinf(ratio.high));
}

TEST(Sampling, MoreErrorsThanRequestsStayAShare) {
    const Interval interval = shareInterval({30, 20});
    EXPECT_GT(interval.low, 0.5);
    EXPECT_EQ(interval.high, 1);
}

TEST(Sampling, RareQuantilesTakeMoreRequests) {
    EXPECT_EQ(fewestFor(0.5), 11U);
    EXPECT_EQ(fewestFor(0.9), 98U);
    EXPECT_EQ(fewestFor(0.99), 1072U);
    for (const double q : {0.5, 0.9, 0.99}) {
        EXPECT_LE(quantileInterval(q, fewestFor(q)).high, 1) << q;
        EXPECT_GT(quantileInterval(q, fewestFor(q) - 1).high, 1 - 1e-3) << q;
    }
}

TEST(Sampling, ChanceAloneSeldomLeavesTheInterval) {
    std::mt19937_64 random(7);
    std::binomial_distribution<std::uint64_t> errors(2000, 0.02);
    int outside = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Interval difference = differenceInterval({errors(random), 2000}, {errors(random), 2000});
        if (difference.low > 0 || difference.high < 0) ++outside;
    }
    EXPECT_LE(outside, 25);  // 10 expected at 99.9 %
}

}  // namespace
}  // namespace binnacle
