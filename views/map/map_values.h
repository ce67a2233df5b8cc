// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/cluster_state.h"
#include "views/map/map_types.h"

#include <map>
#include <string>

namespace binnacle {

/// What was called at one node in a frame.
struct NodeSum {
    double requests = 0;
    double errors = 0;
    Sketch latency;
    bool onlyTcp = true;
};

/// The calls into each node, and the calls out of it where nobody calls it.
struct CallSums {
    std::map<std::string, NodeSum> in;
    std::map<std::string, NodeSum> out;

    NodeSum of(const std::string& id) const;
};

CallSums sumByNode(const TopologyFrame& frame);
/// The figures of a frame as texts and marks on a card, a line; the live state of breakers and hosts on a
/// card. Free functions without state; UI thread.
void writeValues(const NodeSum& sum, double seconds, NodeCard& card);
void writeLine(const std::vector<const Edge*>& edges, double seconds, EdgeLabel label, EdgeLine& line);
void writeState(const std::vector<const ClusterState*>& states, NodeCard& card);
QString toolTipOf(const NodeCard& card);
/// "good", "failing": for tests and for screen readers.
QString healthName(Health health);
double lineWidth(double rate);

}  // namespace binnacle
