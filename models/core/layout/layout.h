// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

struct LayoutPoint {
    double x = 0;
    double y = 0;

    bool operator==(const LayoutPoint&) const = default;
};

/// A node to place. Points are centres; y grows downwards.
struct LayoutNode {
    std::string id;
    double width = 1;
    double height = 1;
    std::string group;  ///< nodes of one group in one column are kept together; may be empty
    std::optional<LayoutPoint> previous;  ///< where it was: kept while the layering allows
    std::optional<LayoutPoint> pinned;    ///< where the user put it: always kept
};

struct LayoutEdge {
    std::string source;
    std::string destination;
    std::vector<LayoutPoint> previousRoute;  ///< kept while its ends stay and nothing stands in its way
};

struct LayoutSpacing {
    double layer = 112;     ///< between two columns
    double node = 24;       ///< between two nodes of a column
    double route = 12;      ///< between two lines
    double aside = 16;      ///< between a line and a node that it passes
    double component = 56;  ///< between parts that no edge joins
};

struct LayoutRequest {
    std::vector<LayoutNode> nodes;
    std::vector<LayoutEdge> edges;  ///< duplicates count once; edges of unknown nodes are left out
    LayoutSpacing spacing;
};

/// How a line leaves and arrives: forward = right side to left side, backward = left to right (part of a
/// cycle, or against the columns), sideways = right to right (both in one column), loop = a node that calls
/// itself.
enum class RouteShape : std::uint8_t { forward, backward, sideways, loop };

struct PlacedNode {
    std::string id;
    LayoutPoint centre;

    bool operator==(const PlacedNode&) const = default;
};

/// `route` runs from source to destination: the two ends, and between them pairs of points (entry and exit of
/// each column that the line passes).
struct PlacedEdge {
    std::string source;
    std::string destination;
    RouteShape shape = RouteShape::forward;
    std::vector<LayoutPoint> route;

    bool operator==(const PlacedEdge&) const = default;
};

struct Layout {
    std::vector<PlacedNode> nodes;  ///< ordered by id
    std::vector<PlacedEdge> edges;  ///< ordered by source, destination
    LayoutPoint topLeft;
    LayoutPoint bottomRight;
};

/// Places nodes in columns, left to right along the edges. A pure function: the same request gives the same
/// layout, on any thread. With previous positions it moves what it must and nothing else; without (or when
/// most nodes are new) it lays out afresh. Error: cancelled, when `stop` asks for it. Not for undirected or
/// force-directed pictures.
Result<Layout> layOut(const LayoutRequest& request, const std::stop_token& stop = {});

}  // namespace binnacle
