// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/daemon/options.h"
#include "models/core/ports/history_port.h"
#include "models/core/ports/traffic_source.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace binnacle {

class AlertWebhook;
class Mesh;
class PolicyPort;

/// The composition of what a station remembers: the recording, its events, and the alerts that watch the
/// traffic. A history that can't be opened is off, and says why in its status; the station goes on. Not for
/// the audit trail, which must be open already: its lock is the folder's. Made and ended by one thread; what
/// it answers with is for any.
class StationMemory {
  public:
    /// All of these outlive it.
    struct Surroundings {
        Mesh& mesh;
        PolicyPort& policy;
        const Clock& clock;
        AlertWebhook* webhook;  ///< null: nobody is told
        std::string meshName;
        /// The proxies' configuration as text, by node id.
        std::function<std::map<std::string, std::string>()> configuration;
    };

    StationMemory(const DaemonOptions& options, const Surroundings& around);
    ~StationMemory();

    /// Traffic, live and recorded.
    const TrafficSource& traffic() const;
    HistoryPort& port();

  private:
    struct Recorded;
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

}  // namespace binnacle
