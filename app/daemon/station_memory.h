// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/options.h"
#include "models/core/history/history_status.h"
#include "models/core/ports/history_port.h"
#include "models/core/ports/traffic_source.h"

#include <memory>

namespace binnacle {

class Mesh;
class PolicyPort;

/// The composition of what a station remembers: the recording, its events, and the alerts that watch the
/// traffic. Not for the audit trail. Made, asked and ended by one thread; what it answers with is for any.
class StationMemory {
  public:
    /// All of these outlive it.
    struct Surroundings {
        const Mesh& mesh;
        PolicyPort& policy;
        const Clock& clock;
    };

    static Result<std::unique_ptr<StationMemory>> open(const DaemonOptions& options,
                                                       const Surroundings& around);
    ~StationMemory();

    /// Traffic, live and recorded.
    const TrafficSource& traffic() const;
    HistoryPort& port();

  private:
    struct Parts;
    explicit StationMemory(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> m_parts;
};

}  // namespace binnacle
