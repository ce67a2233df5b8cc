// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/heat_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace binnacle {

namespace {

double middleOf(std::uint32_t bucket) {
    const auto low = static_cast<double>(Sketch::bucketLow(bucket));
    const auto high = static_cast<double>(Sketch::bucketHigh(bucket));
    return std::log10(std::max(1.0, (low + high) / 2));
}

}  // namespace

double HeatGrid::share(int column, int row) const {
    return shares[static_cast<std::size_t>(column) * static_cast<std::size_t>(rows) +
                  static_cast<std::size_t>(row)];
}

HeatGrid heatGrid(const Series& series, int rowsPerDecade) {
    double low = std::numeric_limits<double>::max();
    double high = 0;
    for (const SeriesPoint& step : series.points) {
        const auto buckets = step.stats.latency.buckets();
        if (buckets.empty()) continue;
        low = std::min(low, middleOf(buckets.front().first));
        high = std::max(high, middleOf(buckets.back().first));
    }
    HeatGrid grid;
    if (low > high || rowsPerDecade <= 0) return grid;
    grid.lowDecade = static_cast<int>(std::floor(low));
    grid.highDecade = std::max(grid.lowDecade + 1, static_cast<int>(std::ceil(high)));
    grid.columns = static_cast<int>(series.points.size());
    grid.rows = (grid.highDecade - grid.lowDecade) * rowsPerDecade;
    grid.shares.assign(series.points.size() * static_cast<std::size_t>(grid.rows), 0);
    for (std::size_t column = 0; column < series.points.size(); ++column) {
        const Sketch& latency = series.points[column].stats.latency;
        for (const auto& [bucket, count] : latency.buckets()) {
            const int row = static_cast<int>((middleOf(bucket) - grid.lowDecade) * rowsPerDecade);
            const auto at = static_cast<std::size_t>(std::clamp(row, 0, grid.rows - 1));
            grid.shares[column * static_cast<std::size_t>(grid.rows) + at] +=
                static_cast<double>(count) / static_cast<double>(latency.count());
        }
    }
    return grid;
}

}  // namespace binnacle
