// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/no_history.h"

#include <utility>

namespace binnacle {

NoHistory::NoHistory(std::string reason) : m_reason(std::move(reason)) {}

tl::unexpected<Error> NoHistory::refused() const {
    return failure(ErrorCode::unavailable, "history", m_reason);
}

Result<std::optional<RecordedSpan>> NoHistory::span() const {
    return std::optional<RecordedSpan>();
}

Result<TrafficView> NoHistory::view(const ViewRequest& /*request*/) const {
    return refused();
}

Result<Standing> NoHistory::standing(TimePoint /*at*/) const {
    return Standing{};
}

Result<std::vector<Event>> NoHistory::events(const EventQuery& /*query*/) const {
    return std::vector<Event>();
}

Result<Event> NoHistory::addEvent(const Event& /*event*/) {
    return refused();
}

Result<void> NoHistory::removeNote(std::uint64_t /*id*/) {
    return refused();
}

Result<std::string> NoHistory::load(const std::string& /*name*/) const {
    return std::string();
}

Result<void> NoHistory::save(const std::string& /*name*/, const std::string& /*text*/) {
    return refused();
}

}  // namespace binnacle
