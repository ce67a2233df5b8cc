// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/telemetry_service.h"

#include "connectors/station/convert_status.h"
#include "connectors/station/convert_topology.h"
#include "connectors/station/frame_delta.h"
#include "connectors/station/tail_cursor.h"

#include <algorithm>

namespace binnacle {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kFramePace{100};
constexpr milliseconds kStatePace{500};
constexpr seconds kPatience{1};
// How soon a watch notices that its client left or that the station stops.
constexpr milliseconds kLookUp{100};

/// Counts a watch while it is open.
class WatchSlot {
  public:
    WatchSlot(std::atomic<int>& open, int atMost) : m_open(open), m_taken(++open <= atMost) {}
    ~WatchSlot() { --m_open; }
    WatchSlot(const WatchSlot&) = delete;
    WatchSlot& operator=(const WatchSlot&) = delete;
    bool isTaken() const { return m_taken; }

  private:
    std::atomic<int>& m_open;
    const bool m_taken;
};

// A chart of many steps is big and changes slowly to the eye.
Duration paceOf(const SeriesQuery& query) {
    constexpr int kManySteps = 300;
    return query.window.length / query.step > kManySteps ? Duration(seconds(1)) : Duration(milliseconds(250));
}

// What ended so long ago can't grow any more: proxies' records that come later are refused.
constexpr std::chrono::minutes kFinal{16};
constexpr std::chrono::hours kNever{24 * 366};

const Error kStopping{ErrorCode::unavailable, "station", "it is stopping"};
const Error kNoQuery{ErrorCode::invalid, "watch", "its first message must carry the query"};

}  // namespace

TelemetryService::TelemetryService(const TrafficSource& traffic, const StationServerOptions& options,
                                   const StopSignal& stop)
    : m_traffic(traffic), m_options(options), m_stop(stop) {}

TelemetryService::Rhythm TelemetryService::rhythmOf(const TimeWindow& window, Duration pace) const {
    if (!window.to) return {pace, kPatience};
    if (*window.to < m_options.clock->now() - kFinal) return {kNever, kNever};
    return {kPatience, kPatience};
}

bool TelemetryService::waitForTurn(const grpc::ServerContext& context, Rhythm rhythm, MonotonicPoint answered,
                                   std::uint64_t seen) const {
    const auto mayLook = answered + rhythm.pace;
    const auto mustLook = answered + std::max(rhythm.pace, rhythm.patience);
    while (!m_stop.isRaised() && !context.IsCancelled()) {
        const MonotonicPoint now = std::chrono::steady_clock::now();
        if (now >= mustLook) return true;
        if (now < mayLook) {
            m_stop.waitFor(std::min<Duration>(mayLook - now, kLookUp));
            continue;
        }
        if (m_traffic.waitForChange(seen, std::min<Duration>(mustLook - now, kLookUp)) > seen) return true;
    }
    return false;
}

template <typename Answer, typename Watch>
grpc::Status TelemetryService::serve(grpc::ServerContext& context,
                                     grpc::ServerReaderWriter<Answer, Watch>& stream, Rhythm rhythm,
                                     const std::function<Result<bool>(Answer&)>& fill) {
    const WatchSlot slot(m_watches, m_options.watches);
    if (!slot.isTaken()) return toStatus({ErrorCode::unavailable, "station", "it has too many watches open"});
    while (true) {
        const std::uint64_t seen = m_traffic.waitForChange(0, Duration::zero());
        Answer answer;
        const Result<bool> filled = fill(answer);
        if (!filled) return toStatus(filled.error());
        // Reading the client's "next" after each answer keeps one in flight: a slow client costs its own
        // frames only.
        Watch next;
        if (*filled && (!stream.Write(answer) || !stream.Read(&next))) break;
        if (!waitForTurn(context, rhythm, std::chrono::steady_clock::now(), seen)) break;
    }
    return m_stop.isRaised() ? toStatus(kStopping) : grpc::Status::OK;
}

TelemetryService::Rhythm TelemetryService::rhythmOf(std::optional<TimePoint> at) const {
    return at ? rhythmOf(TimeWindow{std::chrono::seconds(1), at}, kStatePace)
              : Rhythm{kStatePace, kStatePace};
}

Result<StationStatus> TelemetryService::status(std::optional<TimePoint> at) const {
    auto status = m_traffic.status(at);
    if (!status) return status;
    status->mesh = m_options.facts.mesh;
    status->readOnly = m_options.facts.readOnly;
    status->version = m_options.facts.version;
    status->listening = m_options.facts.listening;
    status->snapshot = m_options.facts.snapshot;
    if (m_options.facts.span) status->history.span = m_options.facts.span;
    return status;
}

grpc::Status TelemetryService::GetTopology(grpc::ServerContext* /*context*/, const v1::TopologyQuery* query,
                                           v1::TopologyUpdate* answer) {
    const auto asked = fromWire(*query);
    if (!asked) return toStatus(asked.error());
    const auto frame = m_traffic.topology(*asked);
    if (!frame) return toStatus(frame.error());
    *answer = updateBetween(nullptr, **frame);
    return grpc::Status::OK;
}

grpc::Status TelemetryService::GetRequests(grpc::ServerContext* /*context*/, const v1::RequestQuery* query,
                                           v1::RequestBatch* answer) {
    const auto asked = fromWire(*query);
    if (!asked) return toStatus(asked.error());
    const auto records = m_traffic.requests(*asked);
    if (!records) return toStatus(records.error());
    toWire(*records, *answer);
    return grpc::Status::OK;
}

grpc::Status TelemetryService::GetStatus(grpc::ServerContext* /*context*/, const v1::StatusQuery* query,
                                         v1::StationStatus* answer) {
    const auto now = status(momentFromWire(*query));
    if (!now) return toStatus(now.error());
    toWire(*now, *answer);
    return grpc::Status::OK;
}

grpc::Status TelemetryService::WatchTopology(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::TopologyUpdate, v1::TopologyWatch>* stream) {
    v1::TopologyWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    const auto query = fromWire(first.query());
    if (!query) return toStatus(query.error());
    std::shared_ptr<const TopologyFrame> sent;
    return serve<v1::TopologyUpdate, v1::TopologyWatch>(*context, *stream,
                                                        rhythmOf(query->window, kFramePace),
                                                        [&](v1::TopologyUpdate& answer) -> Result<bool> {
                                                            auto frame = m_traffic.topology(*query);
                                                            if (!frame) return tl::unexpected(frame.error());
                                                            answer = updateBetween(sent.get(), **frame);
                                                            if (!tellsNews(answer)) return false;
                                                            sent = std::move(*frame);
                                                            return true;
                                                        });
}

grpc::Status TelemetryService::WatchRequests(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::RequestBatch, v1::RequestWatch>* stream) {
    v1::RequestWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    auto query = fromWire(first.query());
    if (!query) return toStatus(query.error());
    const Rhythm rhythm = rhythmOf(query->window, kFramePace);
    TailCursor tail(m_traffic, *m_options.clock, std::move(*query));
    return serve<v1::RequestBatch, v1::RequestWatch>(*context, *stream, rhythm,
                                                     [&](v1::RequestBatch& answer) -> Result<bool> {
                                                         const bool isBacklog = !tail.isStarted();
                                                         const auto records = tail.next();
                                                         if (!records) return tl::unexpected(records.error());
                                                         toWire(*records, answer);
                                                         return isBacklog || !records->empty();
                                                     });
}

grpc::Status TelemetryService::WatchSeries(grpc::ServerContext* context,
                                           grpc::ServerReaderWriter<v1::Series, v1::SeriesWatch>* stream) {
    v1::SeriesWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    const auto query = fromWire(first.query());
    if (!query) return toStatus(query.error());
    return serve<v1::Series, v1::SeriesWatch>(*context, *stream, rhythmOf(query->window, paceOf(*query)),
                                              [&](v1::Series& answer) -> Result<bool> {
                                                  const auto series = m_traffic.series(*query);
                                                  if (!series) return tl::unexpected(series.error());
                                                  toWire(*series, answer);
                                                  return true;
                                              });
}

grpc::Status TelemetryService::WatchStatus(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::StationStatus, v1::StatusWatch>* stream) {
    v1::StatusWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    const auto at = momentFromWire(first.query());
    return serve<v1::StationStatus, v1::StatusWatch>(*context, *stream, rhythmOf(at),
                                                     [&](v1::StationStatus& answer) -> Result<bool> {
                                                         const auto then = status(at);
                                                         if (!then) return tl::unexpected(then.error());
                                                         toWire(*then, answer);
                                                         return true;
                                                     });
}

grpc::Status TelemetryService::WatchClusters(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::ClusterList, v1::ClusterWatch>* stream) {
    v1::ClusterWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    const auto at = momentFromWire(first.query());
    return serve<v1::ClusterList, v1::ClusterWatch>(*context, *stream, rhythmOf(at),
                                                    [&](v1::ClusterList& answer) -> Result<bool> {
                                                        const auto then = m_traffic.clusters(at);
                                                        if (!then) return tl::unexpected(then.error());
                                                        toWire(*then, answer);
                                                        return true;
                                                    });
}

}  // namespace binnacle
