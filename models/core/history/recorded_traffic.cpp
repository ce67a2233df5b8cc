// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/recorded_traffic.h"

#include "models/core/topology/traffic_queries.h"

#include <thread>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

}  // namespace

std::uint64_t RecordedTraffic::waitForChange(std::uint64_t /*seen*/, Duration atMost) const {
    std::this_thread::sleep_for(atMost);
    return 1;
}

Result<ViewRequest> RecordedTraffic::requestOf(const TimeWindow& window, Duration step) const {
    using std::chrono::ceil;
    using std::chrono::floor;
    using std::chrono::seconds;
    TimePoint to = window.to.value_or(TimePoint{});
    if (!window.to) {
        const auto span = m_recording.span();
        if (!span) return tl::unexpected(span.error());
        to = *span ? (*span)->newest : m_clock.now();
    }
    return ViewRequest{floor<seconds>((to - window.length).time_since_epoch()).count(),
                       ceil<seconds>(to.time_since_epoch()).count(), step / 1s};
}

Result<std::shared_ptr<const TopologyFrame>> RecordedTraffic::topology(const TopologyQuery& query) const {
    if (const auto good = checkWindow(query.window); !good) return tl::unexpected(good.error());
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const auto view = requestOf(query.window, {}).and_then([&](const ViewRequest& asked) {
        return m_recording.view(asked);
    });
    if (!view) return tl::unexpected(view.error());
    return frameOf(*view, *filter, m_clock.now());
}

Result<Series> RecordedTraffic::series(const SeriesQuery& query) const {
    if (const auto good = checkSeries(query); !good) return tl::unexpected(good.error());
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const auto view = requestOf(query.window, query.step).and_then([&](const ViewRequest& asked) {
        return m_recording.view(asked);
    });
    if (!view) return tl::unexpected(view.error());
    return seriesOf(*view, query, *filter);
}

Result<std::vector<RequestRecord>> RecordedTraffic::requests(const RequestQuery& query) const {
    if (const auto good = checkWindow(query.window); !good) return tl::unexpected(good.error());
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const auto view = requestOf(query.window, {}).and_then([&](const ViewRequest& asked) {
        return m_recording.view(asked);
    });
    if (!view) return tl::unexpected(view.error());
    return newestRequests(*view, *filter, query.limit);
}

Result<std::vector<RequestRecord>> RecordedTraffic::requestsAfter(std::uint64_t /*after*/,
                                                                  const std::string& /*filter*/,
                                                                  std::size_t /*limit*/) const {
    return std::vector<RequestRecord>();
}

Result<Standing> RecordedTraffic::standing(std::optional<TimePoint> at) const {
    if (at) return m_recording.standing(*at);
    const auto span = m_recording.span();
    if (!span) return tl::unexpected(span.error());
    return m_recording.standing(*span ? (*span)->newest : m_clock.now());
}

Result<std::vector<ClusterState>> RecordedTraffic::clusters(std::optional<TimePoint> at) const {
    return standing(at).map([](Standing&& standing) { return std::move(standing.clusters); });
}

Result<StationStatus> RecordedTraffic::status(std::optional<TimePoint> at) const {
    return standing(at).map([](Standing&& standing) {
        StationStatus status;
        status.proxies = std::move(standing.proxies);
        return status;
    });
}

}  // namespace binnacle
