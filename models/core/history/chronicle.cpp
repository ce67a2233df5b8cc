// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/chronicle.h"

#include "models/core/filter/filter.h"

#include <utility>

namespace binnacle {
namespace {

/// Standing is written down about as often.
constexpr std::chrono::seconds kNow{10};

}  // namespace

Chronicle::Chronicle(const Mesh& mesh, const Recording& recording, const Clock& clock,
                     std::function<HistoryStatus()> historyStatus)
    : m_mesh(mesh),
      m_recorded(recording, clock),
      m_recording(recording),
      m_clock(clock),
      m_historyStatus(std::move(historyStatus)) {}

std::uint64_t Chronicle::waitForChange(std::uint64_t seen, Duration atMost) const {
    return m_mesh.waitForChange(seen, atMost);
}

bool Chronicle::isHeld(const TimeWindow& window, const std::string& filter, bool readsRequests) const {
    const Mesh::HeldSince since = m_mesh.heldSince();
    const auto parsed = Filter::parse(filter);
    const bool byRequests = readsRequests || (parsed && parsed->needsRequests());
    const TimePoint from = window.to.value_or(m_clock.now()) - window.length;
    if (from >= (byRequests ? since.requests : since.rollups)) return true;
    // What was never recorded is best told by what there is.
    const auto span = m_recording.span();
    return span && !*span;
}

TimeWindow Chronicle::fixed(TimeWindow window) const {
    if (!window.to) window.to = m_clock.now();
    return window;
}

Result<std::shared_ptr<const TopologyFrame>> Chronicle::topology(const TopologyQuery& query) const {
    if (isHeld(query.window, query.filter, false)) return m_mesh.topology(query);
    return m_recorded.topology({fixed(query.window), query.filter});
}

Result<Series> Chronicle::series(const SeriesQuery& query) const {
    if (isHeld(query.window, query.filter, false)) return m_mesh.series(query);
    SeriesQuery past = query;
    past.window = fixed(query.window);
    return m_recorded.series(past);
}

Result<std::vector<RequestRecord>> Chronicle::requests(const RequestQuery& query) const {
    if (isHeld(query.window, query.filter, true)) return m_mesh.requests(query);
    return m_recorded.requests({fixed(query.window), query.filter, query.limit});
}

Result<std::vector<RequestRecord>> Chronicle::requestsAfter(std::uint64_t after, const std::string& filter,
                                                            std::size_t limit) const {
    return m_mesh.requestsAfter(after, filter, limit);
}

bool Chronicle::isPast(std::optional<TimePoint> at) const {
    return at && *at < m_clock.now() - kNow;
}

Result<std::vector<ClusterState>> Chronicle::clusters(std::optional<TimePoint> at) const {
    return isPast(at) ? m_recorded.clusters(at) : m_mesh.clusters(at);
}

Result<StationStatus> Chronicle::status(std::optional<TimePoint> at) const {
    auto status = isPast(at) ? m_recorded.status(at) : m_mesh.status(at);
    if (status) status->history = m_historyStatus();
    return status;
}

}  // namespace binnacle
