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

const Error kStopping{ErrorCode::unavailable, "station", "it is stopping"};
const Error kNoQuery{ErrorCode::invalid, "watch", "its first message must carry the query"};

}  // namespace

TelemetryService::TelemetryService(const Mesh& mesh, const StationServerOptions& options,
                                   const StopSignal& stop)
    : m_mesh(mesh), m_options(options), m_stop(stop) {}

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
        if (m_mesh.waitForChange(seen, std::min<Duration>(mustLook - now, kLookUp)) > seen) return true;
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
        const std::uint64_t seen = m_mesh.generation();
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

StationStatus TelemetryService::status() const {
    StationStatus status = m_mesh.status();
    status.mesh = m_options.facts.mesh;
    status.readOnly = m_options.facts.readOnly;
    status.version = m_options.facts.version;
    status.listening = m_options.facts.listening;
    return status;
}

grpc::Status TelemetryService::GetTopology(grpc::ServerContext* /*context*/, const v1::TopologyQuery* query,
                                           v1::TopologyUpdate* answer) {
    const auto asked = fromWire(*query);
    if (!asked) return toStatus(asked.error());
    const auto frame = m_mesh.topology(*asked);
    if (!frame) return toStatus(frame.error());
    *answer = updateBetween(nullptr, **frame);
    return grpc::Status::OK;
}

grpc::Status TelemetryService::GetRequests(grpc::ServerContext* /*context*/, const v1::RequestQuery* query,
                                           v1::RequestBatch* answer) {
    const auto asked = fromWire(*query);
    if (!asked) return toStatus(asked.error());
    const auto records = m_mesh.requests(*asked);
    if (!records) return toStatus(records.error());
    toWire(*records, *answer);
    return grpc::Status::OK;
}

grpc::Status TelemetryService::GetStatus(grpc::ServerContext* /*context*/, const v1::StatusQuery* /*query*/,
                                         v1::StationStatus* answer) {
    toWire(status(), *answer);
    return grpc::Status::OK;
}

grpc::Status TelemetryService::WatchTopology(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::TopologyUpdate, v1::TopologyWatch>* stream) {
    v1::TopologyWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    const auto query = fromWire(first.query());
    if (!query) return toStatus(query.error());
    std::shared_ptr<const TopologyFrame> sent;
    return serve<v1::TopologyUpdate, v1::TopologyWatch>(*context, *stream, {kFramePace, kPatience},
                                                        [&](v1::TopologyUpdate& answer) -> Result<bool> {
                                                            auto frame = m_mesh.topology(*query);
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
    TailCursor tail(m_mesh, *m_options.clock, std::move(*query));
    return serve<v1::RequestBatch, v1::RequestWatch>(*context, *stream, {kFramePace, kPatience},
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
    return serve<v1::Series, v1::SeriesWatch>(*context, *stream, {paceOf(*query), kPatience},
                                              [&](v1::Series& answer) -> Result<bool> {
                                                  const auto series = m_mesh.series(*query);
                                                  if (!series) return tl::unexpected(series.error());
                                                  toWire(*series, answer);
                                                  return true;
                                              });
}

grpc::Status TelemetryService::WatchStatus(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::StationStatus, v1::StatusWatch>* stream) {
    v1::StatusWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    return serve<v1::StationStatus, v1::StatusWatch>(*context, *stream, {kStatePace, kStatePace},
                                                     [this](v1::StationStatus& answer) -> Result<bool> {
                                                         toWire(status(), answer);
                                                         return true;
                                                     });
}

grpc::Status TelemetryService::WatchClusters(
    grpc::ServerContext* context, grpc::ServerReaderWriter<v1::ClusterList, v1::ClusterWatch>* stream) {
    v1::ClusterWatch first;
    if (!stream->Read(&first)) return toStatus(kNoQuery);
    return serve<v1::ClusterList, v1::ClusterWatch>(*context, *stream, {kStatePace, kStatePace},
                                                    [this](v1::ClusterList& answer) -> Result<bool> {
                                                        toWire(m_mesh.clusters(), answer);
                                                        return true;
                                                    });
}

}  // namespace binnacle
