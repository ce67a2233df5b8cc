// SPDX-License-Identifier: GPL-3.0-or-later
// The mesh's answers: a view of what lies in memory, taken under the lock, and the queries on it.
#include "models/core/topology/mesh_state.h"
#include "models/core/topology/traffic_queries.h"

#include <algorithm>
#include <optional>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAheadAtMost = 5s;

std::int64_t nanosecondsOf(std::int64_t second) {
    return second * std::nano::den;
}

}  // namespace

std::pair<std::int64_t, std::int64_t> Mesh::State::bounds(const TimeWindow& window) const {
    using std::chrono::ceil;
    using std::chrono::floor;
    using std::chrono::seconds;
    const TimePoint now = clock.now();
    if (window.to) {
        const std::int64_t to = ceil<seconds>(window.to->time_since_epoch()).count();
        return {floor<seconds>((*window.to - window.length).time_since_epoch()).count(), to};
    }
    const TimePoint newest = std::max(now, std::min(newestEnd, now + kAheadAtMost));
    const std::int64_t to = floor<seconds>(newest.time_since_epoch()).count() + 1;
    return {to - ceil<seconds>(window.length).count(), to};
}

TrafficView Mesh::State::view(const TimeWindow& window, const MeshViewOptions& options) const {
    TrafficView out;
    std::shared_ptr<const Resolution> known;
    std::optional<Directory> copied;
    std::uint64_t wanted = 0;
    {
        const std::lock_guard lock(mutex);
        std::tie(out.from, out.to) = bounds(window);
        out.generation = generation;
        out.names = names.snapshot();
        out.keys = keys.snapshot();
        out.parts = slices.parts(out.from, out.to);
        out.before = slices.parts(out.from - kTellersBefore, out.from);
        out.requests = std::make_shared<HeldRequestBlocks>(
            options.after ? tail.after(*options.after)
                          : tail.between(nanosecondsOf(out.from), nanosecondsOf(out.to)));
        out.step = options.step;
        for (std::int64_t at = out.from; options.step > 0 && at < out.to; at += options.step) {
            out.steps.push_back(slices.parts(at, std::min(at + options.step, out.to)));
        }
        wanted = keysVersion + directory.revision();
        known = resolution;
        if (!known || known->version() != wanted) copied = directory;
    }
    if (copied) {
        known = std::make_shared<const Resolution>(*copied, out.keys, out.names, wanted);
        const std::lock_guard lock(mutex);
        if (!resolution || resolution->version() < wanted) resolution = known;
    }
    out.resolution = std::move(known);
    return out;
}

Result<std::shared_ptr<const TopologyFrame>> Mesh::topology(const TopologyQuery& query) const {
    if (const auto good = checkWindow(query.window); !good) return tl::unexpected(good.error());
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const TrafficView view = m_state->view(query.window, {});
    return frameOf(view, *filter, m_state->clock.now());
}

Result<Series> Mesh::series(const SeriesQuery& query) const {
    if (const auto good = checkSeries(query); !good) return tl::unexpected(good.error());
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    return seriesOf(m_state->view(query.window, {query.step / 1s, std::nullopt}), query, *filter);
}

Result<std::vector<RequestRecord>> Mesh::requests(const RequestQuery& query) const {
    if (const auto good = checkWindow(query.window); !good) return tl::unexpected(good.error());
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    return newestRequests(m_state->view(query.window, {}), *filter, query.limit);
}

Result<std::vector<RequestRecord>> Mesh::requestsAfter(std::uint64_t after, const std::string& filterText,
                                                       std::size_t limit) const {
    const auto filter = Filter::parse(filterText);
    if (!filter) return tl::unexpected(filter.error());
    return requestsFrom(m_state->view({}, {0, after}), *filter, after, limit);
}

}  // namespace binnacle
