// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/traffic_queries.h"

#include "models/core/telemetry/response_flags.h"
#include "models/core/topology/tally.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLongestWindow = std::chrono::hours(24 * 31);
constexpr std::size_t kMaxRequests = 100'000;
constexpr std::int64_t kMaxPoints = 3600;

using EdgeName = std::tuple<std::string, std::string, Protocol>;

TimePoint atSecond(std::int64_t second) {
    return TimePoint(std::chrono::seconds(second));
}
std::int64_t nanosecondsOf(std::int64_t second) {
    return second * std::nano::den;
}

EdgeName nameOf(const Edge& edge) {
    return {edge.source, edge.destination, edge.protocol};
}

const Node& nodeNamed(const Resolution& resolution, const std::string& id) {
    static const Node kNone;
    const auto found = resolution.find(id);
    return found ? resolution.nodes()[*found] : kNone;
}

/// The records of a view that a filter lets through. What depends on the call alone is decided once a call,
/// so that most records of a narrow filter cost one look-up.
class RecordMatcher {
  public:
    RecordMatcher(const TrafficView& view, const Filter& filter, const std::vector<Edge>& edges)
        : m_view(view), m_filter(filter), m_calls(filter.isEmpty() ? 0 : view.resolution->keys()) {
        if (!filter.needsEdges()) return;
        for (const Edge& edge : edges) m_edges.emplace(nameOf(edge), &edge);
    }

    /// The part of a block that is needed to tell.
    Result<const TailBlock*> read(RequestBlock& block) const {
        return m_filter.needsTexts() ? block.whole() : block.numbers();
    }
    bool matches(const TailBlock& block, const TailRecord& record) {
        if (m_filter.isEmpty()) return true;
        Call& call = m_calls[record.key];
        if (call.verdict == Verdict::unasked) judge(call, record.key);
        if (call.verdict != Verdict::open) return call.verdict == Verdict::all;
        FilterSubject subject = subjectOf(record.key);
        subject.edge = call.edge;
        subject.isRequest = true;
        subject.reporter = m_view.resolution->use(record.key).reporter;
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
        return m_filter.matches(subject);
    }

  private:
    enum class Verdict : std::uint8_t { unasked, none, all, open };
    struct Call {
        const Edge* edge = nullptr;
        Verdict verdict = Verdict::unasked;
    };

    FilterSubject subjectOf(std::uint32_t key) const {
        const Resolution& r = *m_view.resolution;
        const Resolution::Ends& ends = r.edges()[r.use(key).edge];
        FilterSubject subject;
        subject.source = &r.nodes()[ends.source];
        subject.destination = &r.nodes()[ends.destination];
        subject.protocol = ends.protocol;
        subject.seconds = std::max(1.0, static_cast<double>(m_view.to - m_view.from));
        return subject;
    }
    void judge(Call& call, std::uint32_t key) const {
        FilterSubject subject = subjectOf(key);
        if (m_filter.needsEdges()) {
            const auto found = m_edges.find({subject.source->id, subject.destination->id, subject.protocol});
            call.edge = found == m_edges.end() ? nullptr : found->second;
        }
        subject.edge = call.edge;
        const auto holds = m_filter.matchesAll(subject);
        call.verdict = !holds ? Verdict::open : *holds ? Verdict::all : Verdict::none;
    }

    const TrafficView& m_view;
    const Filter& m_filter;
    std::vector<Call> m_calls;  ///< by key
    std::map<EdgeName, const Edge*> m_edges;
};

bool endsWithin(const TailRecord& record, const TrafficView& view) {
    return record.end() >= nanosecondsOf(view.from) && record.end() < nanosecondsOf(view.to);
}

RequestRecord recordOf(const TrafficView& view, const TailBlock& block, const TailRecord& from) {
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

Tally tallyOf(const TrafficView& view) {
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

/// Calls `take` with every record of the window that the matcher lets through.
template <typename Take>
Result<void> forEachMatch(const TrafficView& view, RecordMatcher& matcher, const Take& take) {
    return view.requests->visit(RequestBlocks::Order::oldestFirst,
                                [&](RequestBlock& each, std::int64_t) -> Result<bool> {
                                    const auto block = matcher.read(each);
                                    if (!block) return tl::unexpected(block.error());
                                    for (const TailRecord& record : (*block)->records) {
                                        if (endsWithin(record, view) && matcher.matches(**block, record))
                                            take(record);
                                    }
                                    return true;
                                });
}

Result<std::vector<Edge>> filteredEdges(const TrafficView& view, const Filter& filter) {
    Tally all = tallyOf(view);
    std::vector<Edge> edges = all.takeEdges();
    if (filter.isEmpty()) return edges;
    if (filter.needsRequests()) {
        RecordMatcher matcher(view, filter, edges);
        Tally chosen(*view.resolution);
        const auto read = forEachMatch(
            view, matcher, [&](const TailRecord& record) { addRecord(chosen.statsOf(record.key), record); });
        if (!read) return tl::unexpected(read.error());
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

std::vector<Node> nodesOf(const TrafficView& view, const std::vector<Edge>& edges, bool withStanding) {
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
Result<std::vector<bool>> keysOf(const TrafficView& view, const SeriesQuery& query, const Filter& filter) {
    const Resolution& r = *view.resolution;
    const Tally tally = tallyOf(view);
    std::set<EdgeName> allowed;
    const bool byEdge = !filter.isEmpty() && !filter.needsRequests();
    if (byEdge) {
        const auto edges = filteredEdges(view, filter);
        if (!edges) return tl::unexpected(edges.error());
        for (const Edge& edge : *edges) allowed.insert(nameOf(edge));
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

std::vector<Edge> edgesFor(const TrafficView& view, const Filter& filter) {
    return filter.needsEdges() ? tallyOf(view).takeEdges() : std::vector<Edge>{};
}

Result<void> addRecords(Series& series, const TrafficView& view, const Filter& filter,
                        const std::vector<bool>& counted) {
    const std::vector<Edge> edges = edgesFor(view, filter);
    RecordMatcher matcher(view, filter, edges);
    return forEachMatch(view, matcher, [&](const TailRecord& record) {
        if (!counted[record.key]) return;
        const Duration into = Duration(record.end() - nanosecondsOf(view.from));
        addRecord(series.points[static_cast<std::size_t>(into / series.step)].stats, record);
    });
}

/// Keeps the newest of what it is given.
class NewestRequests {
  public:
    NewestRequests(const TrafficView& view, std::size_t limit) : m_view(view), m_limit(limit) {}

    /// Whether nothing that ended at `newestEnd` or before can be among the newest any more.
    bool isFullFor(std::int64_t newestEnd) const {
        return m_records.size() >= m_limit && m_oldestKept > newestEnd;
    }
    void add(const TailBlock& block, std::vector<std::uint32_t> places) {
        const auto newerFirst = [&](std::uint32_t a, std::uint32_t b) {
            const std::int64_t endA = block.records[a].end();
            const std::int64_t endB = block.records[b].end();
            return endA != endB ? endA > endB : a > b;
        };
        const std::size_t count = std::min(places.size(), m_limit);
        std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count), places.end(),
                          newerFirst);
        for (std::size_t i = 0; i < count; ++i) {
            const TailRecord& record = block.records[places[i]];
            if (isFullFor(record.end())) break;
            m_records.push_back(recordOf(m_view, block, record));
        }
        if (m_records.size() >= m_limit) cut();
    }
    std::vector<RequestRecord> take() {
        cut();
        return std::move(m_records);
    }

  private:
    static std::int64_t endOf(const RequestRecord& record) {
        return (record.start + record.duration).time_since_epoch().count();
    }
    void cut() {
        std::sort(m_records.begin(), m_records.end(), [](const RequestRecord& a, const RequestRecord& b) {
            return endOf(a) != endOf(b) ? endOf(a) > endOf(b) : a.sequence > b.sequence;
        });
        if (m_records.size() > m_limit) m_records.resize(m_limit);
        if (!m_records.empty()) m_oldestKept = endOf(m_records.back());
    }

    const TrafficView& m_view;
    std::size_t m_limit;
    std::int64_t m_oldestKept = 0;
    std::vector<RequestRecord> m_records;
};

}  // namespace

Result<void> checkWindow(const TimeWindow& window) {
    if (window.length > Duration::zero() && window.length <= kLongestWindow) return {};
    return failure(ErrorCode::invalid, "window", "the window's length must be above 0 and at most 31 days");
}

Result<void> checkSeries(const SeriesQuery& query) {
    if (auto good = checkWindow(query.window); !good) return good;
    if (query.step < 1s || query.step % 1s != Duration::zero())
        return failure(ErrorCode::invalid, "step", "the step must be whole seconds, at least one");
    if (query.window.length / query.step > kMaxPoints)
        return failure(ErrorCode::invalid, "step", "the window holds more than 3600 steps");
    return {};
}

Result<std::shared_ptr<const TopologyFrame>> frameOf(const TrafficView& view, const Filter& filter,
                                                     TimePoint publishedAt) {
    auto frame = std::make_shared<TopologyFrame>();
    frame->generation = view.generation;
    frame->from = atSecond(view.from);
    frame->to = atSecond(view.to);
    for (const auto& part : view.parts)
        frame->newestRecordEnd = std::max(frame->newestRecordEnd, part->newestEnd);
    auto edges = filteredEdges(view, filter);
    if (!edges) return tl::unexpected(edges.error());
    frame->edges = std::move(*edges);
    frame->nodes = nodesOf(view, frame->edges, filter.isEmpty());
    frame->publishedAt = publishedAt;
    return frame;
}

Result<Series> seriesOf(const TrafficView& view, const SeriesQuery& query, const Filter& filter) {
    Series series{query.selection, std::chrono::seconds(view.step), {}};
    for (std::size_t i = 0; i < view.steps.size(); ++i) {
        series.points.push_back({atSecond(view.from + static_cast<std::int64_t>(i) * view.step), {}});
    }
    const auto counted = keysOf(view, query, filter);
    if (!counted) return tl::unexpected(counted.error());
    if (filter.needsRequests()) {
        if (auto read = addRecords(series, view, filter, *counted); !read)
            return tl::unexpected(read.error());
        return series;
    }
    for (std::size_t at = 0; at < view.steps.size(); ++at) {
        for (const auto& part : view.steps[at]) {
            for (std::size_t i = 0; i < part->keys.size(); ++i) {
                if ((*counted)[part->keys[i]]) part->addTo(series.points[at].stats, i);
            }
        }
    }
    return series;
}

Result<std::vector<RequestRecord>> newestRequests(const TrafficView& view, const Filter& filter,
                                                  std::size_t limit) {
    const std::vector<Edge> edges = edgesFor(view, filter);
    RecordMatcher matcher(view, filter, edges);
    NewestRequests newest(view, std::clamp<std::size_t>(limit, 1, kMaxRequests));
    const auto take = [&](RequestBlock& each, std::int64_t newestEnd) -> Result<bool> {
        if (newest.isFullFor(newestEnd)) return false;
        const auto block = matcher.read(each);
        if (!block) return tl::unexpected(block.error());
        std::vector<std::uint32_t> places;
        for (std::uint32_t i = 0; i < (*block)->records.size(); ++i) {
            const TailRecord& record = (*block)->records[i];
            if (endsWithin(record, view) && matcher.matches(**block, record)) places.push_back(i);
        }
        if (places.empty()) return true;
        const auto whole = each.whole();
        if (!whole) return tl::unexpected(whole.error());
        newest.add(**whole, std::move(places));
        return true;
    };
    if (auto read = view.requests->visit(RequestBlocks::Order::newestFirst, take); !read)
        return tl::unexpected(read.error());
    return newest.take();
}

Result<std::vector<RequestRecord>> requestsFrom(const TrafficView& view, const Filter& filter,
                                                std::uint64_t after, std::size_t limit) {
    const std::vector<Edge> edges = edgesFor(view, filter);
    RecordMatcher matcher(view, filter, edges);
    std::vector<RequestRecord> out;
    const auto take = [&](RequestBlock& each, std::int64_t) -> Result<bool> {
        const auto block = each.whole();
        if (!block) return tl::unexpected(block.error());
        const std::uint64_t first = (*block)->firstSequence;
        for (std::size_t i = after >= first ? after - first + 1 : 0;
             i < (*block)->records.size() && out.size() < limit; ++i) {
            const TailRecord& record = (*block)->records[i];
            if (matcher.matches(**block, record)) out.push_back(recordOf(view, **block, record));
        }
        return out.size() < limit;
    };
    if (auto read = view.requests->visit(RequestBlocks::Order::oldestFirst, take); !read)
        return tl::unexpected(read.error());
    return out;
}

}  // namespace binnacle
