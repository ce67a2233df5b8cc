// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/sketch.h"
#include "models/core/telemetry/varint.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace binnacle {
namespace {

using Values = std::vector<std::uint64_t>;

Sketch sketchOf(const Values& values) {
    Sketch sketch;
    for (const std::uint64_t value : values) sketch.add(value);
    return sketch;
}

std::uint64_t nearestRank(Values values, double q) {
    std::sort(values.begin(), values.end());
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
    return values[std::max<std::size_t>(rank, 1) - 1];
}

struct Distribution {
    const char* name;
    std::function<double(std::mt19937_64&)> draw;
};

class SketchTest : public testing::TestWithParam<Distribution> {};

TEST_P(SketchTest, QuantilesAreWithinOnePercentOfTheSortedValues) {
    std::mt19937_64 random(7);
    for (const std::size_t count : {1U, 2U, 10U, 1000U, 50'000U}) {
        Values values;
        for (std::size_t i = 0; i < count; ++i) {
            values.push_back(static_cast<std::uint64_t>(std::max(0.0, GetParam().draw(random))));
        }
        const Sketch sketch = sketchOf(values);
        for (const double q : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
            const auto exact = static_cast<double>(nearestRank(values, q));
            EXPECT_NEAR(static_cast<double>(sketch.quantile(q)), exact, exact * 0.01)
                << count << " values, q " << q;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Distributions, SketchTest,
    testing::Values(
        Distribution{"uniform", [](auto& r) { return std::uniform_real_distribution(0.0, 1e9)(r); }},
        Distribution{"small", [](auto& r) { return std::uniform_real_distribution(0.0, 100.0)(r); }},
        Distribution{"lognormal", [](auto& r) { return std::lognormal_distribution(15.0, 2.0)(r); }},
        Distribution{"exponential", [](auto& r) { return std::exponential_distribution(1e-7)(r); }},
        Distribution{"constant", [](auto&) { return 1234567.0; }},
        Distribution{"bimodal",
                     [](auto& r) {
                         return std::bernoulli_distribution(0.5)(r) ? std::normal_distribution(1e6, 1e4)(r)
                                                                    : std::normal_distribution(1e9, 1e7)(r);
                     }}),
    [](const auto& param) { return std::string(param.param.name); });

Values someValues(std::uint64_t seed, std::size_t count) {
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> draw(12.0, 3.0);
    Values values;
    for (std::size_t i = 0; i < count; ++i) values.push_back(static_cast<std::uint64_t>(draw(random)));
    return values;
}

TEST(SketchMerge, GivesTheSameInAnyOrderAndAsOneSketch) {
    const Values a = someValues(1, 500), b = someValues(2, 700), c = someValues(3, 11);
    Values all = a;
    all.insert(all.end(), b.begin(), b.end());
    all.insert(all.end(), c.begin(), c.end());

    Sketch left = sketchOf(a);
    left.merge(sketchOf(b));
    left.merge(sketchOf(c));
    Sketch right = sketchOf(c);
    Sketch inner = sketchOf(b);
    inner.merge(sketchOf(a));
    right.merge(inner);

    EXPECT_EQ(left.buckets(), right.buckets());
    EXPECT_EQ(left.buckets(), sketchOf(all).buckets());
    EXPECT_EQ(left.quantile(0.99), right.quantile(0.99));
    EXPECT_EQ(left.min(), *std::min_element(all.begin(), all.end()));
    EXPECT_EQ(left.max(), *std::max_element(all.begin(), all.end()));
    EXPECT_NEAR(left.mean(), sketchOf(all).mean(), left.mean() * 1e-9);
}

TEST(SketchMerge, AddsNothingForAnEmptyOne) {
    Sketch sketch = sketchOf({5, 6});
    const Sketch before = sketch;
    sketch.merge({});
    EXPECT_EQ(sketch, before);
    Sketch empty;
    empty.merge(before);
    EXPECT_EQ(empty, before);
}

TEST(Sketch, IsExactBelow64AndTakesTheLargestValue) {
    for (std::uint64_t value = 0; value < 64; ++value) {
        const Sketch sketch = sketchOf({value, value, value});
        EXPECT_EQ(sketch.quantile(0.5), value);
    }
    const std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    const Sketch sketch = sketchOf({0, largest, largest});
    EXPECT_EQ(sketch.quantile(1.0), largest);
    EXPECT_NEAR(static_cast<double>(sketch.quantile(0.5)), static_cast<double>(largest),
                static_cast<double>(largest) * 0.01);
}

TEST(Sketch, HasNothingToSayWhenEmpty) {
    const Sketch sketch;
    EXPECT_EQ(sketch.quantile(0.5), 0U);
    EXPECT_EQ(sketch.count(), 0U);
    EXPECT_EQ(sketch.mean(), 0.0);
    EXPECT_TRUE(sketch.buckets().empty());
}

TEST(Sketch, BucketsMeetWithoutGapOrOverlap) {
    for (std::uint32_t i = 1; i < 3776; ++i) {
        ASSERT_EQ(Sketch::bucketLow(i), Sketch::bucketHigh(i - 1) + 1) << i;
        ASSERT_LE(static_cast<double>(Sketch::bucketHigh(i) - Sketch::bucketLow(i)),
                  static_cast<double>(Sketch::bucketLow(i)) / 64.0)
            << i;
    }
}

TEST(Sketch, ComesBackFromItsBucketsAndFromItsPackedForm) {
    const Sketch sketch = sketchOf(someValues(4, 3000));
    EXPECT_EQ(Sketch::fromBuckets(sketch.buckets(), sketch.min(), sketch.max(), sketch.sum()), sketch);

    std::vector<std::uint8_t> packed;
    sketch.pack(packed);
    ByteReader reader(packed);
    Sketch back;
    back.mergePacked(reader);
    EXPECT_EQ(back, sketch);
    EXPECT_TRUE(reader.atEnd());
}

TEST(Sketch, LeavesOutBucketsItDoesNotKnow) {
    const std::vector<std::pair<std::uint32_t, std::uint64_t>> hostile = {
        {7, 2}, {4'000'000'000U, 5}, {9, 0}};
    const Sketch sketch = Sketch::fromBuckets(hostile, 7, 7, std::nan(""));
    EXPECT_EQ(sketch.count(), 2U);
    EXPECT_EQ(sketch.quantile(0.5), 7U);
    EXPECT_EQ(sketch.sum(), 0.0);
}

TEST(Sketch, SurvivesAnyPackedBytes) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::uint8_t> bytes(random() % 40);
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
        ByteReader reader(bytes);
        Sketch sketch;
        sketch.mergePacked(reader);
        EXPECT_LE(sketch.windowBytes(), 64U * 1024U);
    }
}

TEST(Sketch, CountsStopAtTheEndOfTheScale) {
    Sketch sketch;
    sketch.add(10, std::numeric_limits<std::uint32_t>::max());
    sketch.add(10, 5);
    Sketch other = sketch;
    other.merge(sketch);
    EXPECT_EQ(sketch.buckets().front().second, std::numeric_limits<std::uint32_t>::max());
    EXPECT_EQ(other.buckets().front().second, std::numeric_limits<std::uint32_t>::max());
}

TEST(Sketch, CountsWhatIsAboveABound) {
    const std::vector<std::uint64_t> values = someValues(6, 5000);
    const Sketch sketch = sketchOf(values);
    const auto exact = [&](double bound) {
        return static_cast<std::uint64_t>(std::count_if(
            values.begin(), values.end(), [&](auto value) { return static_cast<double>(value) > bound; }));
    };
    for (const double q : {0.01, 0.3, 0.5, 0.9, 0.99}) {
        const std::uint64_t bound = sketch.quantile(q);
        EXPECT_LE(sketch.countAbove(bound), exact(static_cast<double>(bound))) << q;
        EXPECT_GE(sketch.countAbove(bound), exact(static_cast<double>(bound) * 1.016)) << q;
    }
    EXPECT_EQ(sketch.countAbove(sketch.max()), 0U);
    EXPECT_EQ(Sketch().countAbove(0), 0U);
    Sketch small;
    for (std::uint64_t value = 1; value <= 10; ++value) small.add(value);
    EXPECT_EQ(small.countAbove(0), 10U);
    EXPECT_EQ(small.countAbove(7), 3U);
}

TEST(Sketch, IsEmptyAfterClear) {
    Sketch sketch = sketchOf(someValues(5, 100));
    sketch.clear();
    EXPECT_EQ(sketch, Sketch());
    sketch.add(42);
    EXPECT_EQ(sketch.quantile(0.5), 42U);
}

}  // namespace
}  // namespace binnacle
