// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/chart_geometry.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

constexpr double kSecond = 1000;
constexpr double kMinute = 60 * kSecond;
constexpr double kHour = 60 * kMinute;

/// The lowest and the highest point of one pixel column, in the order they came.
void appendExtremes(std::span<const ChartPoint> column, std::vector<ChartPoint>& out) {
    const auto [low, high] = std::minmax_element(
        column.begin(), column.end(), [](const ChartPoint& a, const ChartPoint& b) { return a.y < b.y; });
    if (low == high) {
        out.push_back(*low);
        return;
    }
    out.push_back(std::min(low, high) == low ? *low : *high);
    out.push_back(std::min(low, high) == low ? *high : *low);
}

/// The points in `x` and one more on either side.
std::span<const ChartPoint> visible(std::span<const ChartPoint> points, ChartRange x) {
    const auto byX = [](const ChartPoint& point, double value) { return point.x < value; };
    auto first = std::lower_bound(points.begin(), points.end(), x.low, byX);
    auto last = std::lower_bound(first, points.end(), x.high, byX);
    if (first != points.begin()) --first;
    if (last != points.end()) ++last;
    return {first, last};
}

}  // namespace

std::vector<double> ChartTicks::values() const {
    std::vector<double> values;
    if (step <= 0) return values;
    for (int i = 0; first + i * step <= last + step * 1e-6; ++i) values.push_back(first + i * step);
    return values;
}

double project(double value, ChartRange from, ChartRange to) {
    if (from.length() == 0) return to.low;
    return to.low + (value - from.low) / from.length() * to.length();
}

std::vector<ChartPoint> decimate(std::span<const ChartPoint> points, ChartRange x, int columns) {
    const auto inside = visible(points, x);
    if (columns <= 0 || x.length() <= 0) return {};
    if (inside.size() <= static_cast<std::size_t>(columns) * 2) return {inside.begin(), inside.end()};
    std::vector<ChartPoint> out;
    out.reserve(static_cast<std::size_t>(columns) * 2);
    const double width = x.length() / columns;
    const auto columnOf = [&](const ChartPoint& point) {
        return std::clamp(std::floor((point.x - x.low) / width), 0.0, columns - 1.0);
    };
    for (std::size_t begin = 0; begin < inside.size();) {
        std::size_t end = begin + 1;
        while (end < inside.size() && columnOf(inside[end]) == columnOf(inside[begin])) ++end;
        appendExtremes(inside.subspan(begin, end - begin), out);
        begin = end;
    }
    return out;
}

std::vector<ChartPoint> stacked(std::span<const ChartPoint> lower, std::span<const ChartPoint> upper) {
    std::vector<ChartPoint> sum(upper.begin(), upper.end());
    for (std::size_t i = 0; i < std::min(lower.size(), sum.size()); ++i) sum[i].y += lower[i].y;
    return sum;
}

ChartTicks valueTicks(double top, int most) {
    if (!(top > 0) || !std::isfinite(top)) return {0, 1, 1};
    const double rough = top / std::max(1, most);
    const double power = std::pow(10, std::floor(std::log10(rough)));
    double step = power * 10;
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power < rough * (1 - 1e-9)) continue;
        step = factor * power;
        break;
    }
    return {0, step, std::ceil(top / step - 1e-9) * step};
}

ChartTicks timeTicks(ChartRange x, int most) {
    static constexpr std::array kSteps = {kSecond,      2 * kSecond,  5 * kSecond, 10 * kSecond, 15 * kSecond,
                                          30 * kSecond, kMinute,      2 * kMinute, 5 * kMinute,  10 * kMinute,
                                          15 * kMinute, 30 * kMinute, kHour,       2 * kHour,    6 * kHour};
    double step = 24 * kHour;
    for (const double candidate : kSteps) {
        if (std::floor(x.high / candidate) - std::ceil(x.low / candidate) + 1 > most) continue;
        step = candidate;
        break;
    }
    return {std::ceil(x.low / step) * step, step, std::floor(x.high / step) * step};
}

std::optional<std::size_t> nearestPoint(std::span<const ChartPoint> points, double x) {
    if (points.empty()) return std::nullopt;
    const auto after =
        std::lower_bound(points.begin(), points.end(), x,
                         [](const ChartPoint& point, double value) { return point.x < value; });
    if (after == points.begin()) return 0;
    const auto index = static_cast<std::size_t>(after - points.begin());
    if (after == points.end()) return index - 1;
    return x - points[index - 1].x <= after->x - x ? index - 1 : index;
}

std::vector<std::optional<double>> placeLabels(std::span<const ChartLabelBox> labels, ChartRange bounds,
                                               double gap) {
    std::vector<std::optional<double>> lefts(labels.size());
    double free = bounds.high;
    for (std::size_t i = labels.size(); i-- > 0;) {
        const ChartLabelBox& label = labels[i];
        if (label.width > bounds.length()) continue;
        const double wanted =
            std::clamp(label.centre - label.width / 2, bounds.low, bounds.high - label.width);
        if (wanted + label.width > free) continue;
        lefts[i] = wanted;
        free = wanted - gap;
    }
    return lefts;
}

}  // namespace binnacle
