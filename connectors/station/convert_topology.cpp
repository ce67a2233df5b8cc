// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_topology.h"

#include <limits>

namespace binnacle {
namespace {

constexpr std::uint8_t kFlagBits = 64;

Result<std::string> filterFromWire(const std::string& filter) {
    const auto fits =
        checkCount(static_cast<std::int64_t>(filter.size()), WireLimits::kFilterBytes, "filter bytes");
    if (!fits) return tl::unexpected(fits.error());
    return filter;
}

Result<std::vector<std::pair<std::uint32_t, std::uint64_t>>> bucketsFromWire(const v1::Sketch& in) {
    if (in.index_steps_size() != in.counts_size())
        return failure(ErrorCode::corrupt, "sketch", "as many counts as buckets are needed");
    std::vector<std::pair<std::uint32_t, std::uint64_t>> buckets;
    buckets.reserve(static_cast<std::size_t>(in.counts_size()));
    std::uint64_t index = 0;
    for (int i = 0; i < in.counts_size(); ++i) {
        if (i > 0 && in.index_steps(i) == 0)
            return failure(ErrorCode::corrupt, "sketch", "a bucket comes twice");
        index += in.index_steps(i);
        if (index > std::numeric_limits<std::uint32_t>::max())
            return failure(ErrorCode::corrupt, "sketch", "a bucket's index is out of range");
        buckets.emplace_back(static_cast<std::uint32_t>(index), in.counts(i));
    }
    return buckets;
}

}  // namespace

void toWire(const Sketch& sketch, v1::Sketch& out) {
    std::uint32_t before = 0;
    for (const auto& [index, count] : sketch.buckets()) {
        out.add_index_steps(index - before);
        out.add_counts(count);
        before = index;
    }
    out.set_min(sketch.min());
    out.set_max(sketch.max());
    out.set_sum(sketch.sum());
}

Result<Sketch> fromWire(const v1::Sketch& in) {
    const auto buckets = bucketsFromWire(in);
    if (!buckets) return tl::unexpected(buckets.error());
    return Sketch::fromBuckets(*buckets, in.min(), in.max(), in.sum());
}

void toWire(const EdgeStats& stats, v1::EdgeStats& out) {
    out.set_requests(stats.requests);
    out.set_errors(stats.errors);
    out.set_bytes_sent(stats.bytesSent);
    out.set_bytes_received(stats.bytesReceived);
    for (const auto& [code, count] : stats.codes) (*out.mutable_codes())[code] = count;
    for (const auto& [flag, count] : stats.flags) (*out.mutable_flags())[flag] = count;
    if (stats.latency.count() > 0) toWire(stats.latency, *out.mutable_latency());
}

Result<EdgeStats> fromWire(const v1::EdgeStats& in) {
    EdgeStats out;
    out.requests = in.requests();
    out.errors = in.errors();
    out.bytesSent = in.bytes_sent();
    out.bytesReceived = in.bytes_received();
    for (const auto& [code, count] : in.codes()) {
        if (code > std::numeric_limits<std::uint16_t>::max())
            return failure(ErrorCode::corrupt, "status code", std::to_string(code) + " is out of range");
        out.codes[static_cast<std::uint16_t>(code)] = count;
    }
    for (const auto& [flag, count] : in.flags()) {
        if (flag >= kFlagBits)
            return failure(ErrorCode::corrupt, "response flag", std::to_string(flag) + " is out of range");
        out.flags[static_cast<std::uint8_t>(flag)] = count;
    }
    if (!in.has_latency()) return out;
    auto latency = fromWire(in.latency());
    if (!latency) return tl::unexpected(latency.error());
    out.latency = std::move(*latency);
    return out;
}

void toWire(const Node& node, v1::Node& out) {
    out.set_id(node.id);
    out.set_service(node.service);
    out.set_workload(node.workload);
    out.set_version(node.version);
    out.set_name_space(node.nameSpace);
    out.set_kind(static_cast<v1::NodeKind>(node.kind));
}

Node fromWire(const v1::Node& in) {
    Node out{in.id(), in.service(), in.workload(), in.version(), in.name_space(), NodeKind::unknown};
    if (v1::NodeKind_IsValid(in.kind())) out.kind = static_cast<NodeKind>(in.kind());
    return out;
}

void toWire(const Edge& edge, v1::Edge& out) {
    out.mutable_key()->set_source(edge.source);
    out.mutable_key()->set_destination(edge.destination);
    out.mutable_key()->set_protocol(toWire(edge.protocol));
    out.set_told_by(edge.toldBy == ToldBy::source ? v1::SIDE_SOURCE : v1::SIDE_DESTINATION);
    toWire(edge.stats, *out.mutable_stats());
    if (edge.otherSide.requests > 0) toWire(edge.otherSide, *out.mutable_other_side());
    out.set_other_side_missing(edge.otherSideMissing);
    out.set_mutual_tls(edge.mutualTls);
}

Result<Edge> fromWire(const v1::Edge& in) {
    Edge out;
    out.source = in.key().source();
    out.destination = in.key().destination();
    out.protocol = fromWire(in.key().protocol());
    out.toldBy = in.told_by() == v1::SIDE_DESTINATION ? ToldBy::destination : ToldBy::source;
    auto stats = fromWire(in.stats());
    if (!stats) return tl::unexpected(stats.error());
    out.stats = std::move(*stats);
    if (in.has_other_side()) {
        auto other = fromWire(in.other_side());
        if (!other) return tl::unexpected(other.error());
        out.otherSide = std::move(*other);
    }
    out.otherSideMissing = in.other_side_missing();
    out.mutualTls = in.mutual_tls();
    return out;
}

void toWire(const Series& series, v1::Series& out) {
    out.set_source(series.selection.source);
    out.set_destination(series.selection.destination);
    out.set_step(toWire(series.step));
    for (const SeriesPoint& point : series.points) {
        v1::SeriesPoint& wire = *out.add_points();
        wire.set_at(toWire(point.at));
        toWire(point.stats, *wire.mutable_stats());
    }
}

Result<Series> fromWire(const v1::Series& in) {
    // One more than asked for: a window that does not start on a step touches both its first and its last.
    if (auto fits = checkCount(in.points_size(), WireLimits::kSeriesPoints + 2, "points"); !fits)
        return tl::unexpected(fits.error());
    Series out;
    out.selection = {in.source(), in.destination()};
    out.step = durationFromWire(in.step());
    out.points.reserve(static_cast<std::size_t>(in.points_size()));
    for (const v1::SeriesPoint& point : in.points()) {
        auto stats = fromWire(point.stats());
        if (!stats) return tl::unexpected(stats.error());
        out.points.push_back({timeFromWire(point.at()), std::move(*stats)});
    }
    return out;
}

void toWire(const TimeWindow& window, v1::Window& out) {
    out.set_length(toWire(window.length));
    if (window.to) out.set_to(toWire(*window.to));
}

Result<TimeWindow> fromWire(const v1::Window& in) {
    TimeWindow out;
    out.length = durationFromWire(in.length());
    if (out.length <= Duration::zero() || out.length > WireLimits::kWindow)
        return failure(ErrorCode::invalid, "window", "its length must be above 0 and at most a year");
    if (in.has_to()) out.to = timeFromWire(in.to());
    return out;
}

void toWire(const TopologyQuery& query, v1::TopologyQuery& out) {
    toWire(query.window, *out.mutable_window());
    out.set_filter(query.filter);
}

Result<TopologyQuery> fromWire(const v1::TopologyQuery& in) {
    auto window = fromWire(in.window());
    if (!window) return tl::unexpected(window.error());
    auto filter = filterFromWire(in.filter());
    if (!filter) return tl::unexpected(filter.error());
    return TopologyQuery{*window, std::move(*filter)};
}

void toWire(const RequestQuery& query, v1::RequestQuery& out) {
    toWire(query.window, *out.mutable_window());
    out.set_filter(query.filter);
    // What does not fit is out of range anyway, and must stay so.
    out.set_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(query.limit, std::numeric_limits<std::uint32_t>::max())));
}

Result<RequestQuery> fromWire(const v1::RequestQuery& in) {
    auto window = fromWire(in.window());
    if (!window) return tl::unexpected(window.error());
    auto filter = filterFromWire(in.filter());
    if (!filter) return tl::unexpected(filter.error());
    if (in.limit() < 1 || in.limit() > static_cast<std::uint32_t>(WireLimits::kRequests))
        return failure(ErrorCode::invalid, "limit",
                       "it must be 1 to " + std::to_string(WireLimits::kRequests));
    return RequestQuery{*window, std::move(*filter), in.limit()};
}

void toWire(const SeriesQuery& query, v1::SeriesQuery& out) {
    toWire(query.window, *out.mutable_window());
    out.set_step(toWire(query.step));
    out.set_source(query.selection.source);
    out.set_destination(query.selection.destination);
    out.set_filter(query.filter);
}

Result<SeriesQuery> fromWire(const v1::SeriesQuery& in) {
    auto window = fromWire(in.window());
    if (!window) return tl::unexpected(window.error());
    auto filter = filterFromWire(in.filter());
    if (!filter) return tl::unexpected(filter.error());
    const Duration step = durationFromWire(in.step());
    if (step < std::chrono::seconds(1)) return failure(ErrorCode::invalid, "step", "it must be at least 1 s");
    if (window->length / step > WireLimits::kSeriesPoints)
        return failure(ErrorCode::invalid, "step", "it gives more than 3600 points; use a longer one");
    return SeriesQuery{*window, step, {in.source(), in.destination()}, std::move(*filter)};
}

}  // namespace binnacle
