// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter.h"
#include "models/core/telemetry/response_flags.h"
#include "models/core/topology/mesh_state.h"
#include "models/core/topology/tally.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr Duration kAheadAtMost = 5s;
constexpr Duration kLongestWindow = 24h;
constexpr std::int64_t kTellersBefore = 10;  // seconds: a sidecar's flush may come this much after its peer's
constexpr std::size_t kMaxRequests = 100'000;
constexpr std::int64_t kMaxPoints = 3600;

using View = MeshView;
using EdgeName = std::tuple<std::string, std::string, Protocol>;

TimePoint atSecond(std::int64_t second) {
    return TimePoint(std::chrono::seconds(second));
}
std::int64_t nanosecondsOf(std::int64_t second) {
    return second * std::nano::den;
}

std::optional<Error> mistakeIn(const TimeWindow& window) {
    if (window.length > Duration::zero() && window.length <= kLongestWindow) return std::nullopt;
    return Error{ErrorCode::invalid, "window", "the window's length must be above 0 and at most 24 h"};
}

EdgeName nameOf(const Edge& edge) {
    return {edge.source, edge.destination, edge.protocol};
}

const Node& nodeNamed(const Resolution& resolution, const std::string& id) {
    static const Node kNone;
    const auto found = resolution.find(id);
    return found ? resolution.nodes()[*found] : kNone;
}

/// The records of a view that a filter lets through.
class RecordMatcher {
  public:
    RecordMatcher(const View& view, const Filter& filter, const std::vector<Edge>& edges)
        : m_view(view), m_filter(filter), m_seconds(std::max(1.0, static_cast<double>(view.to - view.from))) {
        if (!filter.needsEdges()) return;
        for (const Edge& edge : edges) m_edges.emplace(nameOf(edge), &edge);
    }

    bool matches(const TailBlock& block, const TailRecord& record) const {
        if (m_filter.isEmpty()) return true;
        const Resolution& r = *m_view.resolution;
        const Resolution::Use& use = r.use(record.key);
        const Resolution::Ends& ends = r.edges()[use.edge];
        FilterSubject subject;
        subject.source = &r.nodes()[ends.source];
        subject.destination = &r.nodes()[ends.destination];
        subject.protocol = ends.protocol;
        subject.isRequest = true;
        subject.reporter = use.reporter;
        subject.status = record.status;
        subject.flags = record.flags;
        subject.bytes = record.bytesSent + record.bytesReceived;
        subject.duration = Duration(record.duration);
        subject.route = m_view.names[record.route];
        subject.path = block.text(record, TailRecord::path);
        subject.method = m_view.names[record.method];
        subject.proxy = m_view.names[record.proxy];
        subject.host = m_view.names[record.host];
        subject.trace = block.text(record, TailRecord::trace);
        subject.seconds = m_seconds;
        if (m_filter.needsEdges()) {
            const auto found = m_edges.find({subject.source->id, subject.destination->id, ends.protocol});
            subject.edge = found == m_edges.end() ? nullptr : found->second;
        }
        return m_filter.matches(subject);
    }

  private:
    const View& m_view;
    const Filter& m_filter;
    double m_seconds;
    std::map<EdgeName, const Edge*> m_edges;
};

bool endsWithin(const TailRecord& record, const View& view) {
    return record.end() >= nanosecondsOf(view.from) && record.end() < nanosecondsOf(view.to);
}

RequestRecord recordOf(const View& view, const TailBlock& block, const TailRecord& from) {
    const Resolution::Use& use = view.resolution->use(from.key);
    const Resolution::Ends& ends = view.resolution->edges()[use.edge];
    const auto text = [&](TailRecord::Text which) { return std::string(block.text(from, which)); };
    RequestRecord to;
    to.sequence = block.firstSequence + static_cast<std::uint64_t>(&from - block.records.data());
    to.start = TimePoint(Duration(from.start));
    to.duration = Duration(from.duration);
    to.firstUpstreamByte = Duration(from.firstUpstreamByte);
    to.source = view.resolution->nodes()[ends.source].id;
    to.destination = view.resolution->nodes()[ends.destination].id;
    to.proxy = view.names[from.proxy];
    to.reporter = use.reporter;
    to.protocol = ends.protocol;
    to.method = view.names[from.method];
    to.path = text(TailRecord::path);
    to.authority = text(TailRecord::authority);
    to.status = from.status;
    to.flags = from.flags;
    to.details = text(TailRecord::details);
    to.upstreamCluster = view.names[from.cluster];
    to.upstreamHost = view.names[from.host];
    to.route = view.names[from.route];
    to.attempts = from.attempts;
    to.bytesSent = from.bytesSent;
    to.bytesReceived = from.bytesReceived;
    to.requestId = text(TailRecord::requestId);
    to.trace = text(TailRecord::trace);
    to.mutualTls = use.mutualTls;
    return to;
}

void addRecord(EdgeStats& stats, const TailRecord& record) {
    ++stats.requests;
    stats.errors += isError(record.status, record.flags) ? 1 : 0;
    stats.bytesSent += record.bytesSent;
    stats.bytesReceived += record.bytesReceived;
    ++stats.codes[record.status];
    for (std::uint64_t left = record.flags; left != 0; left &= left - 1) {
        ++stats.flags[static_cast<std::uint8_t>(__builtin_ctzll(left))];
    }
    stats.latency.add(static_cast<std::uint64_t>(record.duration));
}

Tally tallyOf(const View& view) {
    Tally tally(*view.resolution);
    for (const auto& part : view.before) tally.noteTellers(*part);
    for (const auto& part : view.parts) tally.add(*part);
    return tally;
}

// Where only the side that does not count has requests of this kind (reporter = destination, say), it is what
// is shown.
void showTheSideThatTells(std::vector<Edge>& edges) {
    for (Edge& edge : edges) {
        if (edge.stats.requests > 0 || edge.otherSide.requests == 0) continue;
        std::swap(edge.stats, edge.otherSide);
        edge.toldBy = edge.toldBy == ToldBy::source ? ToldBy::destination : ToldBy::source;
    }
}

std::vector<Edge> filteredEdges(const View& view, const Filter& filter) {
    Tally all = tallyOf(view);
    std::vector<Edge> edges = all.takeEdges();
    if (filter.isEmpty()) return edges;
    if (filter.needsRequests()) {
        const RecordMatcher matcher(view, filter, edges);
        Tally chosen(*view.resolution);
        for (const auto& block : view.tail) {
            for (const TailRecord& record : block->records) {
                if (endsWithin(record, view) && matcher.matches(*block, record)) {
                    addRecord(chosen.statsOf(record.key), record);
                }
            }
        }
        chosen.tellersFrom(all);
        edges = chosen.takeEdges();
        showTheSideThatTells(edges);
        return edges;
    }
    const double seconds = std::max(1.0, static_cast<double>(view.to - view.from));
    std::erase_if(edges, [&](const Edge& edge) {
        const Resolution& r = *view.resolution;
        return !filter.matches(edge, nodeNamed(r, edge.source), nodeNamed(r, edge.destination), seconds);
    });
    return edges;
}

std::vector<Node> nodesOf(const View& view, const std::vector<Edge>& edges, bool withStanding) {
    std::map<std::string, const Node*> nodes;
    for (const Edge& edge : edges) {
        for (const std::string* id : {&edge.source, &edge.destination}) {
            nodes.emplace(*id, &nodeNamed(*view.resolution, *id));
        }
    }
    if (withStanding) {
        for (const Node& node : view.resolution->standing()) nodes.emplace(node.id, &node);
    }
    std::vector<Node> out;
    out.reserve(nodes.size());
    for (const auto& [id, node] : nodes) out.push_back(*node);
    return out;
}

/// Which keys a series counts.
std::vector<bool> keysOf(const View& view, const SeriesQuery& query, const Filter& filter) {
    const Resolution& r = *view.resolution;
    const Tally tally = tallyOf(view);
    std::set<EdgeName> allowed;
    const bool byEdge = !filter.isEmpty() && !filter.needsRequests();
    if (byEdge) {
        for (const Edge& edge : filteredEdges(view, filter)) allowed.insert(nameOf(edge));
    }
    std::vector<bool> out(r.keys());
    for (std::uint32_t key = 0; key < out.size(); ++key) {
        const Resolution::Use& use = r.use(key);
        const Resolution::Ends& ends = r.edges()[use.edge];
        const std::string& source = r.nodes()[ends.source].id;
        const std::string& destination = r.nodes()[ends.destination].id;
        const bool selected =
            (query.selection.source.empty() || query.selection.source == source) &&
            (query.selection.destination.empty() || query.selection.destination == destination);
        const bool counts = (use.reporter == Reporter::source) == tally.countsBySource(use.edge);
        out[key] = selected && counts && (!byEdge || allowed.contains({source, destination, ends.protocol}));
    }
    return out;
}

std::vector<Edge> edgesFor(const View& view, const Filter& filter) {
    return filter.needsEdges() ? tallyOf(view).takeEdges() : std::vector<Edge>{};
}

void addRecords(Series& series, const View& view, const Filter& filter, const std::vector<bool>& counted) {
    const std::vector<Edge> edges = edgesFor(view, filter);
    const RecordMatcher matcher(view, filter, edges);
    for (const auto& block : view.tail) {
        for (const TailRecord& record : block->records) {
            if (!counted[record.key] || !endsWithin(record, view) || !matcher.matches(*block, record))
                continue;
            const Duration into = Duration(record.end() - nanosecondsOf(view.from));
            addRecord(series.points[static_cast<std::size_t>(into / series.step)].stats, record);
        }
    }
}

std::optional<Error> mistakeIn(const SeriesQuery& query) {
    if (auto mistake = mistakeIn(query.window)) return mistake;
    if (query.step < 1s || query.step % 1s != Duration::zero()) {
        return Error{ErrorCode::invalid, "step", "the step must be whole seconds, at least one"};
    }
    if (query.window.length / query.step > kMaxPoints) {
        return Error{ErrorCode::invalid, "step", "the window holds more than 3600 steps"};
    }
    return std::nullopt;
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

MeshView Mesh::State::view(const TimeWindow& window, const MeshViewOptions& options) const {
    MeshView out;
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
        out.tail = options.after ? tail.after(*options.after)
                                 : tail.between(nanosecondsOf(out.from), nanosecondsOf(out.to));
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
    if (const auto mistake = mistakeIn(query.window)) return tl::unexpected(*mistake);
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const MeshView view = m_state->view(query.window, {});
    auto frame = std::make_shared<TopologyFrame>();
    frame->generation = view.generation;
    frame->from = atSecond(view.from);
    frame->to = atSecond(view.to);
    for (const auto& part : view.parts)
        frame->newestRecordEnd = std::max(frame->newestRecordEnd, part->newestEnd);
    frame->edges = filteredEdges(view, *filter);
    frame->nodes = nodesOf(view, frame->edges, filter->isEmpty());
    frame->publishedAt = m_state->clock.now();
    return frame;
}

Result<Series> Mesh::series(const SeriesQuery& query) const {
    if (const auto mistake = mistakeIn(query)) return tl::unexpected(*mistake);
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const std::int64_t step = query.step / 1s;
    const MeshView view = m_state->view(query.window, {step, std::nullopt});
    Series series{query.selection, query.step, {}};
    for (std::size_t i = 0; i < view.steps.size(); ++i) {
        series.points.push_back({atSecond(view.from + static_cast<std::int64_t>(i) * step), {}});
    }
    const std::vector<bool> counted = keysOf(view, query, *filter);
    if (filter->needsRequests()) {
        addRecords(series, view, *filter, counted);
        return series;
    }
    for (std::size_t at = 0; at < view.steps.size(); ++at) {
        for (const auto& part : view.steps[at]) {
            for (std::size_t i = 0; i < part->keys.size(); ++i) {
                if (counted[part->keys[i]]) part->addTo(series.points[at].stats, i);
            }
        }
    }
    return series;
}

Result<std::vector<RequestRecord>> Mesh::requests(const RequestQuery& query) const {
    if (const auto mistake = mistakeIn(query.window)) return tl::unexpected(*mistake);
    const auto filter = Filter::parse(query.filter);
    if (!filter) return tl::unexpected(filter.error());
    const MeshView view = m_state->view(query.window, {});
    const std::vector<Edge> edges = edgesFor(view, *filter);
    const RecordMatcher matcher(view, *filter, edges);
    std::vector<std::pair<const TailBlock*, const TailRecord*>> found;
    for (const auto& block : view.tail) {
        for (const TailRecord& record : block->records) {
            if (endsWithin(record, view) && matcher.matches(*block, record))
                found.emplace_back(block.get(), &record);
        }
    }
    const auto newerFirst = [](const auto& a, const auto& b) {
        if (a.second->end() != b.second->end()) return a.second->end() > b.second->end();
        return a.first == b.first ? a.second > b.second : a.first->firstSequence > b.first->firstSequence;
    };
    const std::size_t count = std::min(found.size(), std::clamp<std::size_t>(query.limit, 1, kMaxRequests));
    const auto last = found.begin() + static_cast<std::ptrdiff_t>(count);
    std::partial_sort(found.begin(), last, found.end(), newerFirst);
    std::vector<RequestRecord> out;
    out.reserve(count);
    std::for_each(found.begin(), last,
                  [&](const auto& at) { out.push_back(recordOf(view, *at.first, *at.second)); });
    return out;
}

Result<std::vector<RequestRecord>> Mesh::requestsAfter(std::uint64_t after, const std::string& filterText,
                                                       std::size_t limit) const {
    const auto filter = Filter::parse(filterText);
    if (!filter) return tl::unexpected(filter.error());
    const MeshView view = m_state->view({}, {0, after});
    const std::vector<Edge> edges = edgesFor(view, *filter);
    const RecordMatcher matcher(view, *filter, edges);
    std::vector<RequestRecord> out;
    for (const auto& block : view.tail) {
        const std::uint64_t skip = after >= block->firstSequence ? after - block->firstSequence + 1 : 0;
        for (std::size_t i = skip; i < block->records.size() && out.size() < limit; ++i) {
            if (matcher.matches(*block, block->records[i]))
                out.push_back(recordOf(view, *block, block->records[i]));
        }
    }
    return out;
}

}  // namespace binnacle
