// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_status.h"
#include "connectors/station/convert_topology.h"
#include "connectors/station/frame_delta.h"
#include "connectors/station/station_client.h"
#include "connectors/station/station_client_state.h"
#include "connectors/station/watch_thread.h"

#include <optional>
#include <utility>

namespace binnacle {
namespace {

/// Reads one watch to its end. `take` gets each answer and hands it on; its Error ends the watch.
template <typename Watch, typename Answer, typename Take>
std::optional<Error> readWatch(grpc::ClientReaderWriter<Watch, Answer>& stream, const Watch& first,
                               const Take& take) {
    if (!stream.Write(first)) return std::nullopt;
    Answer answer;
    while (stream.Read(&answer)) {
        if (auto error = take(answer)) return error;
        // Asking for the next only now is what lets a slow receiver skip.
        if (!stream.Write(Watch())) return std::nullopt;
    }
    return std::nullopt;
}

/// A watch whose every answer is a value of its own.
template <typename Answer, typename Watch, typename OnAnswer, typename Open, typename ErrorOf>
std::unique_ptr<Subscription> watchValues(const Watch& first, OnAnswer onAnswer, Open open, ErrorOf errorOf) {
    auto attempt = [=](grpc::ClientContext& context, const std::function<void()>& onValue) -> Error {
        const auto stream = open(context);
        const auto broken =
            readWatch<Watch, Answer>(*stream, first, [&](const Answer& answer) -> std::optional<Error> {
                auto value = fromWire(answer);
                if (!value) return value.error();
                onValue();
                onAnswer(std::move(value));
                return std::nullopt;
            });
        if (broken) context.TryCancel();
        const grpc::Status status = stream->Finish();
        return broken ? *broken : errorOf(status);
    };
    return std::make_unique<WatchThread>(std::move(attempt),
                                         [=](const Error& error) { onAnswer(tl::unexpected<Error>(error)); });
}

}  // namespace

std::unique_ptr<Subscription> StationClient::watchTopology(const TopologyQuery& query, OnFrame onFrame) {
    v1::TopologyWatch first;
    toWire(query, *first.mutable_query());
    auto attempt = [state = m_state, first, onFrame](grpc::ClientContext& context,
                                                     const std::function<void()>& onValue) -> Error {
        const auto stream = state->telemetry->WatchTopology(&context);
        std::shared_ptr<const TopologyFrame> frame;
        const auto broken = readWatch<v1::TopologyWatch, v1::TopologyUpdate>(
            *stream, first, [&](const v1::TopologyUpdate& update) -> std::optional<Error> {
                auto next = applyUpdate(frame.get(), update);
                if (!next) return next.error();
                frame = *next;
                onValue();
                onFrame(std::move(*next));
                return std::nullopt;
            });
        if (broken) context.TryCancel();
        const grpc::Status status = stream->Finish();
        return broken ? *broken : state->errorOf(status);
    };
    return std::make_unique<WatchThread>(
        std::move(attempt), [onFrame](const Error& error) { onFrame(tl::unexpected<Error>(error)); });
}

std::unique_ptr<Subscription> StationClient::watchRequests(const RequestQuery& query, OnRequests onRequests) {
    v1::RequestWatch first;
    toWire(query, *first.mutable_query());
    return watchValues<v1::RequestBatch>(
        first, std::move(onRequests),
        [state = m_state](grpc::ClientContext& context) { return state->telemetry->WatchRequests(&context); },
        [state = m_state](const grpc::Status& status) { return state->errorOf(status); });
}

std::unique_ptr<Subscription> StationClient::watchSeries(const SeriesQuery& query, OnSeries onSeries) {
    v1::SeriesWatch first;
    toWire(query, *first.mutable_query());
    return watchValues<v1::Series>(
        first, std::move(onSeries),
        [state = m_state](grpc::ClientContext& context) { return state->telemetry->WatchSeries(&context); },
        [state = m_state](const grpc::Status& status) { return state->errorOf(status); });
}

std::unique_ptr<Subscription> StationClient::watchStatus(std::optional<TimePoint> at, OnStatus onStatus) {
    v1::StatusWatch first;
    State::setMoment(at, *first.mutable_query());
    return watchValues<v1::StationStatus>(
        first, std::move(onStatus),
        [state = m_state](grpc::ClientContext& context) { return state->telemetry->WatchStatus(&context); },
        [state = m_state](const grpc::Status& status) { return state->errorOf(status); });
}

std::unique_ptr<Subscription> StationClient::watchClusters(std::optional<TimePoint> at,
                                                           OnClusters onClusters) {
    v1::ClusterWatch first;
    State::setMoment(at, *first.mutable_query());
    return watchValues<v1::ClusterList>(
        first, std::move(onClusters),
        [state = m_state](grpc::ClientContext& context) { return state->telemetry->WatchClusters(&context); },
        [state = m_state](const grpc::Status& status) { return state->errorOf(status); });
}

Result<std::shared_ptr<const TopologyFrame>> StationClient::topology(const TopologyQuery& query) {
    v1::TopologyQuery asked;
    toWire(query, asked);
    v1::TopologyUpdate answer;
    if (auto error = m_state->ask(*m_state->telemetry, &v1::Telemetry::Stub::GetTopology, asked, answer))
        return tl::unexpected(*error);
    return applyUpdate(nullptr, answer);
}

Result<std::vector<RequestRecord>> StationClient::requests(const RequestQuery& query) {
    v1::RequestQuery asked;
    toWire(query, asked);
    v1::RequestBatch answer;
    if (auto error = m_state->ask(*m_state->telemetry, &v1::Telemetry::Stub::GetRequests, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<StationStatus> StationClient::status(std::optional<TimePoint> at) {
    v1::StatusQuery asked;
    State::setMoment(at, asked);
    v1::StationStatus answer;
    if (auto error = m_state->ask(*m_state->telemetry, &v1::Telemetry::Stub::GetStatus, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

}  // namespace binnacle
