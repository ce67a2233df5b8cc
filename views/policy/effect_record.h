// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/request_record.h"
#include "models/core/topology/topology_frame.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

/// What the callers of each service met, second by second, over the last minutes: what a change is measured
/// by. Fed with the live tail; a call told by both sides counts once, by the callers' word where they speak.
/// A plain value; one thread at a time.
class EffectRecord {
  public:
    static constexpr std::chrono::seconds kKept{180};
    static constexpr std::size_t kMostServices = 256;

    struct Second {
        std::uint64_t requests = 0;
        std::uint64_t errors = 0;
        Sketch latency;
    };

    void add(const std::vector<RequestRecord>& records, const TopologyFrame& frame);
    void clear();
    /// The seconds of [from, to) that hold anything, by start; `from` and `to` are whole seconds since the
    /// epoch.
    std::map<std::int64_t, Second> seconds(const std::string& service, std::int64_t from,
                                           std::int64_t to) const;
    /// The last second told of at all; nothing before the first record.
    std::optional<std::int64_t> newest() const;

  private:
    struct Service {
        std::map<std::int64_t, Second> byCaller;
        std::map<std::int64_t, Second> byCallee;
    };

    void addOne(const RequestRecord& record, const std::string& service);
    void forgetOld();

    std::map<std::string, Service> m_services;
    std::uint64_t m_lastSequence = 0;
    std::int64_t m_newest = 0;
};

}  // namespace binnacle
