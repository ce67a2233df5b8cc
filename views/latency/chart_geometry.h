// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace binnacle {

/// One value of a chart line. `x` is milliseconds, since the epoch or since a change; `y` is in the chart's
/// unit.
struct ChartPoint {
    double x = 0;
    double y = 0;

    bool operator==(const ChartPoint&) const = default;
};

struct ChartRange {
    double low = 0;
    double high = 0;

    double length() const { return high - low; }
    bool operator==(const ChartRange&) const = default;
};

/// Where grid lines stand: first, first + step ... last.
struct ChartTicks {
    double first = 0;
    double step = 1;
    double last = 0;

    std::vector<double> values() const;
    bool operator==(const ChartTicks&) const = default;
};

/// A label that wants its centre at `centre`.
struct ChartLabelBox {
    double centre = 0;
    double width = 0;
};

/// `value` of `from` as a place in `to`; the low end of `to` when `from` is empty.
double project(double value, ChartRange from, ChartRange to);

/// At most two points a pixel column, the lowest and the highest of each in the order they came, so that no
/// spike is lost. Points outside `x` are left out but for the next one on either side, which keeps the line
/// running to the edge. `points` ascend in x. Nothing is left out where there are no more than two points a
/// column anyway.
std::vector<ChartPoint> decimate(std::span<const ChartPoint> points, ChartRange x, int columns);

/// `upper` on top of `lower`, point by point; both have the same x. A missing point of `lower` counts as 0.
std::vector<ChartPoint> stacked(std::span<const ChartPoint> lower, std::span<const ChartPoint> upper);

/// From 0 to a round number at or above `top`, by 1, 2 or 5 times a power of ten, with at most `most` steps.
/// A `top` that is not above 0 gives 0..1.
ChartTicks valueTicks(double top, int most);

/// Round times (1, 2, 5, 10, 15, 30 s, 1, 2, 5, 10, 15, 30 min, 1 h ...) inside `x`, at most `most` of them;
/// `x` in milliseconds.
ChartTicks timeTicks(ChartRange x, int most);

/// The index of the point whose x is nearest; nothing where there are no points.
std::optional<std::size_t> nearestPoint(std::span<const ChartPoint> points, double x);

/// Left ends that keep labels inside `bounds` and `gap` apart. The earlier label of two that cannot both be
/// shown gives way: marks come oldest first, and the newest matters most.
std::vector<std::optional<double>> placeLabels(std::span<const ChartLabelBox> labels, ChartRange bounds,
                                               double gap);

}  // namespace binnacle
