// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout_graph.h"

namespace binnacle::layout {

/// A node in its column, or the place where a long edge passes a column.
struct Cell {
    Index node = kNone;
    int layer = 0;
    double height = 0;
    double y = 0;
    std::vector<Index> left;   ///< cells of the column before
    std::vector<Index> right;  ///< cells of the column behind

    bool isNode() const { return node != kNone; }
};

/// A graph cut into columns: every line joins neighbouring columns. Internal to the layout; a plain value.
struct Layers {
    std::vector<Cell> cells;                 ///< cell i < node count is node i
    std::vector<std::vector<Index>> layers;  ///< cells from top to bottom
    std::vector<std::vector<Index>> chains;  ///< by edge: cells from left to right, ends included
};

Layers buildLayers(const Graph& graph, const Acyclic& acyclic, const std::vector<int>& rank);
/// How many pairs of lines cross between neighbouring columns.
std::size_t countCrossings(const Layers& layers);
/// Orders each column so that few lines cross: median and barycentre sweeps, then transpositions; best one
/// kept.
void orderLayers(const Graph& graph, Layers& layers, const std::stop_token& stop);
/// Gives each cell its y: long lines straight, callers in the middle of what they call, no overlap.
void placeLayers(Layers& layers, const LayoutSpacing& spacing, const std::stop_token& stop);

}  // namespace binnacle::layout
