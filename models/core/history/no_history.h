// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"
#include "models/core/ports/event_log.h"
#include "models/core/ports/settings_port.h"

#include <string>

namespace binnacle {

/// A station's memory where it keeps none: nothing to look at, and whatever would have to last is refused
/// with the reason. Any thread.
class NoHistory final : public Recording, public EventLog, public SettingsPort {
  public:
    /// "history is off (--no-history)": told to whoever wants something kept.
    explicit NoHistory(std::string reason);

    Result<std::optional<RecordedSpan>> span() const override;
    Result<TrafficView> view(const ViewRequest& request) const override;
    Result<Standing> standing(TimePoint at) const override;
    Result<std::vector<Event>> events(const EventQuery& query) const override;
    Result<Event> addEvent(const Event& event) override;
    Result<void> removeNote(std::uint64_t id) override;
    Result<std::string> load(const std::string& name) const override;
    Result<void> save(const std::string& name, const std::string& text) override;

  private:
    tl::unexpected<Error> refused() const;
    std::string m_reason;
};

}  // namespace binnacle
