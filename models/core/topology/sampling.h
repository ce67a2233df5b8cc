// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace binnacle {

// How far chance alone explains what was counted. All intervals are at 99.9 %: many calls are looked at
// together, and of a thousand that did not change about one may still stand out. Free functions; any thread.

struct Interval {
    double low = 0;
    double high = 0;

    bool operator==(const Interval&) const = default;
};

/// `part` of `whole`, of the same kind: errors of requests.
struct Share {
    std::uint64_t part = 0;
    std::uint64_t whole = 0;

    double value() const;
};

/// `count` in so many seconds.
struct Frequency {
    std::uint64_t count = 0;
    double seconds = 1;  ///< > 0
};

/// The deviate of the normal distribution that all intervals here use: two-sided 99.9 %.
inline constexpr double kDeviate = 3.2905;

/// Wilson's score interval of a share: (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n). 0..1 of nothing.
/// E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209.
Interval shareInterval(const Share& share, double deviate = kDeviate);

/// after − before, by Newcombe's hybrid score method: with p, l, u the share and its Wilson bounds, from
/// p₂ − p₁ − √((p₂−l₂)² + (u₁−p₁)²) to p₂ − p₁ + √((u₂−p₂)² + (p₁−l₁)²).
/// R. G. Newcombe, Statistics in Medicine 17 (1998) 873, method 10. −1..1 where a side has nothing.
Interval differenceInterval(const Share& before, const Share& after, double deviate = kDeviate);

/// after ÷ before of two frequencies of independent events (Poisson): given their sum, the later count is
/// binomial, so Wilson's bounds of its share p give p/(1−p), scaled by the times. 0..infinity of nothing.
/// J. Przyborowski and H. Wilenski, Biometrika 31 (1940) 313.
Interval ratioInterval(const Frequency& before, const Frequency& after, double deviate = kDeviate);

/// The quantiles between which the true q-quantile lies, whatever the distribution: q ± z √(q(1−q)/n).
/// W. J. Conover, Practical Nonparametric Statistics, 3.2.
Interval quantileInterval(double q, std::uint64_t count, double deviate = kDeviate);

/// How many values it takes until quantileInterval() lies within 0..1, so that the slowest one does not
/// decide alone: z² q/(1−q), or the mirror of it. p50: 11, p90: 98, p99: 1072.
std::uint64_t fewestFor(double q, double deviate = kDeviate);

}  // namespace binnacle
