// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace binnacle {

/// Which single requests go into a snapshot.
enum class SnapshotRequests : std::uint8_t { all, errorsAndSlow, none };

/// What somebody wants in a snapshot. A plain value; any thread.
struct SnapshotOrder {
    TimeWindow window{std::chrono::minutes(15), {}};
    SnapshotRequests requests = SnapshotRequests::all;
    bool withConfiguration = true;  ///< the proxies' configuration, secrets removed
    std::string note;
    std::string who;
};

/// One part of a snapshot, as its list of contents tells it.
struct SnapshotPart {
    std::string name;         ///< "rollups", "configuration/checkout-1", "picture/map"
    std::uint64_t bytes = 0;  ///< in the file

    bool operator==(const SnapshotPart&) const = default;
};

/// What is, or would be, in a snapshot, and what redaction took out of it. A plain value; any thread.
struct SnapshotReport {
    std::string mesh;
    std::string station;  ///< version of Binnacle that made it
    std::string who;
    std::string note;
    TimePoint made{};
    TimePoint from{};
    TimePoint to{};
    std::uint64_t nodes = 0;
    std::uint64_t edges = 0;
    std::uint64_t requests = 0;  ///< counted in the rollups
    std::uint64_t records = 0;   ///< single ones
    std::uint64_t events = 0;
    std::uint64_t changes = 0;
    std::uint64_t bytes = 0;  ///< of the file; of a report before the export: 0
    std::vector<SnapshotPart> parts;
    std::map<std::string, std::uint64_t>
        removed;  ///< kind of secret ("query values", "JSON web tokens") -> count

    bool operator==(const SnapshotReport&) const = default;
};

}  // namespace binnacle
