// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// Whoever can answer what traffic there was: the live mesh, a recording of it, or both as one. What a
/// station serves to its consoles. Thread-safe; a call may read from disk, so not from the UI thread. Not for
/// policy.
class TrafficSource {
  public:
    virtual ~TrafficSource() = default;
    /// Blocks until something changed after `seen` or `atMost` is over; returns a number that grows with each
    /// change.
    virtual std::uint64_t waitForChange(std::uint64_t seen, Duration atMost) const = 0;
    virtual Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) const = 0;
    virtual Result<Series> series(const SeriesQuery& query) const = 0;
    virtual Result<std::vector<RequestRecord>> requests(const RequestQuery& query) const = 0;
    /// Records with sequence > `after`, oldest first, at most `limit`: the live tail. Empty where nothing
    /// comes in any more.
    virtual Result<std::vector<RequestRecord>> requestsAfter(std::uint64_t after, const std::string& filter,
                                                             std::size_t limit) const = 0;
    /// How the upstream clusters stood at a moment; unset: now.
    virtual Result<std::vector<ClusterState>> clusters(std::optional<TimePoint> at) const = 0;
    /// Proxies, counters and lag at a moment; unset: now. What only the composition knows is left empty.
    virtual Result<StationStatus> status(std::optional<TimePoint> at) const = 0;
};

}  // namespace binnacle
