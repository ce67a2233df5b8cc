// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"

#include <memory>
#include <string>

namespace binnacle {

/// Reads a history's file while its one writer goes on: on connections of its own that never write and never
/// checkpoint. Thread-safe; calls read from disk. A view keeps its connection until it goes.
class HistoryReader final : public Recording {
  public:
    /// `path` is HistoryStore::path(); the file must be there.
    explicit HistoryReader(const std::string& path);
    ~HistoryReader() override;

    Result<std::optional<RecordedSpan>> span() const override;
    Result<TrafficView> view(const ViewRequest& request) const override;
    Result<Standing> standing(TimePoint at) const override;
    Result<std::vector<Event>> events(const EventQuery& query) const override;

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace binnacle
