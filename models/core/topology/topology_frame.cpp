// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/topology_frame.h"

#include <algorithm>

namespace binnacle {

void EdgeStats::add(const EdgeStats& other) {
    requests += other.requests;
    errors += other.errors;
    bytesSent += other.bytesSent;
    bytesReceived += other.bytesReceived;
    for (const auto& [code, count] : other.codes) codes[code] += count;
    for (const auto& [bit, count] : other.flags) flags[bit] += count;
    latency.merge(other.latency);
}

double TopologyFrame::seconds() const {
    return std::max(1.0, std::chrono::duration<double>(to - from).count());
}

}  // namespace binnacle
