// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/station_client.h"

#include "binnacle/v1/station.grpc.pb.h"
#include "connectors/station/convert_policy.h"
#include "connectors/station/convert_status.h"
#include "connectors/station/convert_topology.h"
#include "connectors/station/frame_delta.h"
#include "connectors/station/unix_path.h"
#include "connectors/station/watch_thread.h"

#include <grpcpp/grpcpp.h>
#include <sys/stat.h>
#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <utility>

namespace binnacle {
namespace {

constexpr std::chrono::seconds kDeadline{10};
constexpr std::chrono::seconds kChangeDeadline{60};

std::shared_ptr<grpc::Channel> openChannel(const std::string& socketPath) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetMaxReceiveMessageSize(WireLimits::kMessageBytes);
    return grpc::CreateCustomChannel("unix:" + socketPath, grpc::InsecureChannelCredentials(), arguments);
}

template <typename Query>
void setMoment(std::optional<TimePoint> at, Query& query) {
    if (at) query.set_at(toWire(*at));
}

void setDeadline(grpc::ClientContext& context, std::chrono::seconds length) {
    context.set_deadline(std::chrono::system_clock::now() + length);
}

}  // namespace

struct StationClient::State {
    std::string path;
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<v1::Telemetry::Stub> telemetry;
    std::unique_ptr<v1::Policy::Stub> policy;

    Error errorOf(const grpc::Status& status) const {
        if (status.error_details().empty() && status.error_code() == grpc::StatusCode::UNAVAILABLE)
            return {ErrorCode::unavailable, path, "no station answers here"};
        // The server ended the stream in good order, which only a stopping station does.
        if (status.ok()) return {ErrorCode::unavailable, path, "the station ended the watch"};
        return fromStatus(status, path);
    }

    template <typename Request, typename Answer, typename Stub>
    std::optional<Error> ask(Stub& stub,
                             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Answer*),
                             const Request& request, Answer& answer) const {
        grpc::ClientContext context;
        setDeadline(context, kDeadline);
        const grpc::Status status = (stub.*method)(&context, request, &answer);
        return status.ok() ? std::nullopt : std::optional<Error>(errorOf(status));
    }

    template <typename Open>
    Result<Change> follow(const Open& open, const PolicyPort::OnProgress& onProgress) const;
};

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

template <typename Open>
Result<Change> StationClient::State::follow(const Open& open,
                                            const PolicyPort::OnProgress& onProgress) const {
    grpc::ClientContext context;
    setDeadline(context, kChangeDeadline);
    const auto reader = open(context);
    std::optional<Change> last;
    v1::Change wire;
    while (reader->Read(&wire)) {
        auto change = fromWire(wire);
        if (!change) {
            context.TryCancel();
            reader->Finish();
            return change;
        }
        last = std::move(*change);
        if (onProgress) onProgress(*last);
    }
    const grpc::Status status = reader->Finish();
    if (!status.ok()) return tl::unexpected(errorOf(status));
    if (!last) return failure(ErrorCode::corrupt, path, "the station did not tell what became of the change");
    return std::move(*last);
}

StationClient::StationClient(const std::string& socketPath) : m_state(std::make_shared<State>()) {
    m_state->path = socketPath;
    m_state->channel = openChannel(socketPath);
    m_state->telemetry = v1::Telemetry::NewStub(m_state->channel);
    m_state->policy = v1::Policy::NewStub(m_state->channel);
}

StationClient::~StationClient() = default;

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
    setMoment(at, *first.mutable_query());
    return watchValues<v1::StationStatus>(
        first, std::move(onStatus),
        [state = m_state](grpc::ClientContext& context) { return state->telemetry->WatchStatus(&context); },
        [state = m_state](const grpc::Status& status) { return state->errorOf(status); });
}

std::unique_ptr<Subscription> StationClient::watchClusters(std::optional<TimePoint> at,
                                                           OnClusters onClusters) {
    v1::ClusterWatch first;
    setMoment(at, *first.mutable_query());
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
    setMoment(at, asked);
    v1::StationStatus answer;
    if (auto error = m_state->ask(*m_state->telemetry, &v1::Telemetry::Stub::GetStatus, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<std::vector<PolicyInForce>> StationClient::policies(std::optional<TimePoint> at) {
    v1::PoliciesQuery asked;
    setMoment(at, asked);
    v1::PolicyList answer;
    if (auto error = m_state->ask(*m_state->policy, &v1::Policy::Stub::GetPolicies, asked, answer))
        return tl::unexpected(*error);
    std::vector<PolicyInForce> out;
    for (const v1::PolicyInForce& wire : answer.policies()) {
        auto policy = fromWire(wire);
        if (!policy) return tl::unexpected(policy.error());
        out.push_back(std::move(*policy));
    }
    return out;
}

Result<Plan> StationClient::plan(const std::vector<Intent>& intents) {
    v1::PlanRequest asked;
    for (const Intent& intent : intents) toWire(intent, *asked.add_intents());
    v1::Plan answer;
    if (auto error = m_state->ask(*m_state->policy, &v1::Policy::Stub::MakePlan, asked, answer))
        return tl::unexpected(*error);
    return fromWire(answer);
}

Result<Change> StationClient::apply(const ApplyRequest& request, OnProgress onProgress) {
    v1::ApplyRequest asked;
    toWire(request, asked);
    return m_state->follow(
        [&](grpc::ClientContext& context) { return m_state->policy->Apply(&context, asked); }, onProgress);
}

Result<Change> StationClient::revert(const RevertRequest& request, OnProgress onProgress) {
    v1::RevertRequest asked;
    toWire(request, asked);
    return m_state->follow(
        [&](grpc::ClientContext& context) { return m_state->policy->Revert(&context, asked); }, onProgress);
}

Result<std::vector<Change>> StationClient::history() {
    v1::ChangeList answer;
    if (auto error =
            m_state->ask(*m_state->policy, &v1::Policy::Stub::GetHistory, v1::HistoryQuery(), answer))
        return tl::unexpected(*error);
    std::vector<Change> out;
    for (const v1::Change& wire : answer.changes()) {
        auto change = fromWire(wire);
        if (!change) return tl::unexpected(change.error());
        out.push_back(std::move(*change));
    }
    return out;
}

Result<std::string> StationClient::adoption() {
    v1::Adoption answer;
    if (auto error =
            m_state->ask(*m_state->policy, &v1::Policy::Stub::GetAdoption, v1::AdoptionQuery(), answer))
        return tl::unexpected(*error);
    return answer.text();
}

Result<std::shared_ptr<StationClient>> connectStation(const std::string& socketPath) {
    if (auto address = unixAddress(socketPath); !address) return tl::unexpected(address.error());
    struct stat status{};
    if (lstat(socketPath.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode))
        return failure(ErrorCode::unavailable, socketPath, "no station answers here");
    if (status.st_uid != geteuid())
        return failure(ErrorCode::invalid, socketPath, "this socket belongs to another user");
    if (!answersAt(socketPath)) return failure(ErrorCode::unavailable, socketPath, "no station answers here");
    return std::make_shared<StationClient>(socketPath);
}

std::string defaultStationSocket() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (runtime != nullptr && *runtime == '/') return std::string(runtime) + "/binnacle/station.sock";
    const auto own = "binnacle-" + std::to_string(getuid());
    return (std::filesystem::temp_directory_path() / own / "station.sock").string();
}

}  // namespace binnacle
