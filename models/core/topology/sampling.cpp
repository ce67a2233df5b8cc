// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {
namespace {

double square(double value) {
    return value * value;
}

/// A share as odds: 1/2 is 1, 1 is infinite.
double odds(double share) {
    return share >= 1 ? std::numeric_limits<double>::infinity() : share / (1 - share);
}

}  // namespace

double Share::value() const {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

Interval shareInterval(const Share& share, double deviate) {
    if (share.whole == 0) return {0, 1};
    const double n = static_cast<double>(share.whole);
    const double p = std::min(1.0, share.value());
    const double z2 = square(deviate);
    const double centre = p + z2 / (2 * n);
    const double reach = deviate * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    const double scale = 1 + z2 / n;
    // The ends are exact in theory, and off by a rounding here.
    const double low = share.part == 0 ? 0 : (centre - reach) / scale;
    const double high = share.part >= share.whole ? 1 : (centre + reach) / scale;
    return {low, high};
}

Interval differenceInterval(const Share& before, const Share& after, double deviate) {
    if (before.whole == 0 || after.whole == 0) return {-1, 1};
    const Interval first = shareInterval(before, deviate);
    const Interval second = shareInterval(after, deviate);
    const double p1 = before.value();
    const double p2 = after.value();
    return {p2 - p1 - std::hypot(p2 - second.low, first.high - p1),
            p2 - p1 + std::hypot(second.high - p2, p1 - first.low)};
}

Interval ratioInterval(const Frequency& before, const Frequency& after, double deviate) {
    const Interval share = shareInterval({after.count, before.count + after.count}, deviate);
    const double scale = before.seconds / after.seconds;
    return {odds(share.low) * scale, odds(share.high) * scale};
}

Interval quantileInterval(double q, std::uint64_t count, double deviate) {
    if (count == 0) return {0, 1};
    const double reach = deviate * std::sqrt(q * (1 - q) / static_cast<double>(count));
    return {std::max(0.0, q - reach), std::min(1.0, q + reach)};
}

std::uint64_t fewestFor(double q, double deviate) {
    const double rarer = std::min(q, 1 - q);
    return static_cast<std::uint64_t>(std::ceil(square(deviate) * (1 - rarer) / rarer));
}

}  // namespace binnacle
