// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/series.h"

#include <vector>

namespace binnacle {

/// How the requests of each step spread over latency: one column a step, rows of equal width in
/// log10(nanoseconds) from whole decade to whole decade. A plain value; any thread.
struct HeatGrid {
    int columns = 0;
    int rows = 0;
    int lowDecade = 0;           ///< log10 of the lower edge of row 0
    int highDecade = 0;          ///< log10 of the upper edge of the last row
    std::vector<double> shares;  ///< column by column, 0..1 of the column's requests

    double share(int column, int row) const;
};

/// The grid of a series with `rowsPerDecade` rows for each power of ten; no columns where nothing was
/// measured.
HeatGrid heatGrid(const Series& series, int rowsPerDecade);

}  // namespace binnacle
