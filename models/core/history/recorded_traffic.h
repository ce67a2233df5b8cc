// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"
#include "models/core/ports/traffic_source.h"

namespace binnacle {

/// A recording answered for with the live mesh's own queries. A live window ends where the recording ends.
/// Thread-safe as the recording is, which must outlive it.
class RecordedTraffic final : public TrafficSource {
  public:
    RecordedTraffic(const Recording& recording, const Clock& clock)
        : m_recording(recording), m_clock(clock) {}

    /// A recording does not change while it is looked at.
    std::uint64_t waitForChange(std::uint64_t seen, Duration atMost) const override;
    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) const override;
    Result<Series> series(const SeriesQuery& query) const override;
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) const override;
    Result<std::vector<RequestRecord>> requestsAfter(std::uint64_t after, const std::string& filter,
                                                     std::size_t limit) const override;
    Result<std::vector<ClusterState>> clusters(std::optional<TimePoint> at) const override;
    Result<StationStatus> status(std::optional<TimePoint> at) const override;

  private:
    Result<ViewRequest> requestOf(const TimeWindow& window, Duration step) const;
    Result<Standing> standing(std::optional<TimePoint> at) const;

    const Recording& m_recording;
    const Clock& m_clock;
};

}  // namespace binnacle
