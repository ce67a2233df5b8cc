// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/history_status.h"
#include "models/core/history/recorded_traffic.h"
#include "models/core/topology/mesh.h"

#include <functional>

namespace binnacle {

/// All of a station's traffic: what the mesh still holds from there, what is older from the recording. A
/// window that reaches further back than memory is read from the recording as a whole; it then lags behind
/// live by the second or two that writing takes. Thread-safe; what it is made of must outlive it.
class Chronicle final : public TrafficSource {
  public:
    Chronicle(const Mesh& mesh, const Recording& recording, const Clock& clock,
              std::function<HistoryStatus()> historyStatus);

    std::uint64_t waitForChange(std::uint64_t seen, Duration atMost) const override;
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) const override;
    Result<Series> series(const SeriesQuery& query) const override;
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) const override;
    Result<std::vector<RequestRecord>> requestsAfter(std::uint64_t after, const std::string& filter,
                                                     std::size_t limit) const override;
    Result<std::vector<ClusterState>> clusters(std::optional<TimePoint> at) const override;
    Result<StationStatus> status(std::optional<TimePoint> at) const override;

  private:
    bool isHeld(const TimeWindow& window, const std::string& filter, bool readsRequests) const;
    /// A live window for the recording: it ends now, and not where the last write ended.
    TimeWindow fixed(TimeWindow window) const;
    bool isPast(std::optional<TimePoint> at) const;

    const Mesh& m_mesh;
    RecordedTraffic m_recorded;
    const Recording& m_recording;
    const Clock& m_clock;
    std::function<HistoryStatus()> m_historyStatus;
};

}  // namespace binnacle
