// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/telemetry/entry.h"
#include "models/core/telemetry/sketch.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace binnacle {

enum class NodeKind : std::uint8_t { workload, service, external, unknown };

/// A workload, a service of which the workload is not known, an external peer or an unknown one.
struct Node {
    std::string id;  ///< stable: "payment-v1", or "shop/payment-v1" where there is a namespace
    std::string service;
    std::string workload;
    std::string version;
    std::string nameSpace;
    NodeKind kind = NodeKind::workload;

    bool operator==(const Node&) const = default;
};

/// What one edge did in a window, as one side tells it. Counts are exact.
struct EdgeStats {
    std::uint64_t requests = 0;
    std::uint64_t errors = 0;  ///< see isError() in response_flags.h
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    std::map<std::uint16_t, std::uint64_t> codes;  ///< HTTP status -> count; 0 = none
    std::map<std::uint8_t, std::uint64_t> flags;   ///< ResponseFlag bit -> count
    Sketch latency;                                ///< nanoseconds

    void add(const EdgeStats& other);
    bool operator==(const EdgeStats&) const = default;
};

/// Who tells an edge. An edge is counted by the source's reports where the source's proxies report at all,
/// else by the destination's; never both.
enum class ToldBy : std::uint8_t { source, destination };

struct Edge {
    std::string source;       ///< Node::id
    std::string destination;  ///< Node::id
    Protocol protocol = Protocol::unknown;
    ToldBy toldBy = ToldBy::source;
    EdgeStats stats;                ///< by the side in toldBy
    EdgeStats otherSide;            ///< the other side's view; requests == 0 when that side is silent
    bool otherSideMissing = false;  ///< the other end is a workload of the mesh, and its proxy tells nothing
    bool mutualTls = false;

    bool operator==(const Edge&) const = default;
};

/// An immutable picture of all edges for one time window; published as shared_ptr<const TopologyFrame>.
/// Nodes are ordered by id; edges by source, destination, protocol. Any thread.
struct TopologyFrame {
    std::uint64_t generation = 0;  ///< grows with each frame of one station
    TimePoint from{};
    TimePoint to{};
    TimePoint publishedAt{};
    TimePoint newestRecordEnd{};  ///< end of the youngest request in here
    std::vector<Node> nodes;
    std::vector<Edge> edges;

    /// The window's length in seconds, never below one.
    double seconds() const;
};

}  // namespace binnacle
