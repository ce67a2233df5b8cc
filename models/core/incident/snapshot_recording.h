// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_view.h"
#include "models/core/incident/snapshot_file.h"
#include "models/core/incident/snapshot_index.h"

#include <memory>
#include <vector>

namespace binnacle {

/// A snapshot's traffic, looked at as a recording is: parts are read and checked when a view needs them.
/// Thread-safe.
class SnapshotRecording final : public Recording {
  public:
    /// Errors: corrupt, unavailable.
    static Result<std::unique_ptr<SnapshotRecording>> open(std::shared_ptr<const SnapshotFile> file);

    Result<std::optional<RecordedSpan>> span() const override;
    Result<TrafficView> view(const ViewRequest& request) const override;
    Result<Standing> standing(TimePoint at) const override;
    Result<std::vector<Event>> events(const EventQuery& query) const override;

  private:
    explicit SnapshotRecording(std::shared_ptr<const SnapshotFile> file) : m_file(std::move(file)) {}

    Result<void> load();
    Result<void> addRollups(std::size_t number, const ViewRequest& request, RecordedView& view,
                            std::size_t& bytes) const;

    std::shared_ptr<const SnapshotFile> m_file;
    std::shared_ptr<const LoadedVocabulary> m_vocabulary;
    SnapshotIndex m_rollups;
    SnapshotIndex m_requests;
    std::vector<TimePoint> m_standings;
    std::vector<Event> m_events;
};

}  // namespace binnacle
