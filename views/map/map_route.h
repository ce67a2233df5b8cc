// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/layout/layout.h"
#include "views/map/map_types.h"

namespace binnacle {

/// Turns a route of the layout into a smooth curve with an arrow head: fills path, points, lengths, arrow,
/// bounds and missingMark of `line`. Free functions without state; UI thread.
void drawRoute(const PlacedEdge& edge, EdgeLine& line);
/// Chooses for each line a place for its labelRect (given: its size) that covers neither a card nor another
/// label; a null rectangle where there is none. Depends on the places only, so labels stay when values
/// change.
void placeLabels(const std::vector<NodeCard>& cards, std::vector<EdgeLine>& lines);
/// The point at a distance along the line.
QPointF pointAlong(const EdgeLine& line, double distance);
/// Distance from a point to the line.
double distanceTo(const EdgeLine& line, const QPointF& point);

}  // namespace binnacle
