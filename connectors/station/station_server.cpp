// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/station_server.h"

#include "connectors/station/convert_basics.h"
#include "connectors/station/history_service.h"
#include "connectors/station/policy_service.h"
#include "connectors/station/telemetry_service.h"
#include "connectors/station/unix_acceptor.h"

#include <google/protobuf/stubs/common.h>
#include <grpc/grpc.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_posix.h>
#include <cassert>
#include <chrono>
#include <filesystem>

namespace binnacle {
namespace {

constexpr int kRequestBytes = 4 * 1024 * 1024;
constexpr int kStreamsOfOneClient = 32;
// Beside the watches: plain calls and gRPC's own pollers.
constexpr int kMoreThreads = 16;
constexpr std::chrono::milliseconds kFarewell{300};

// gRPC shuts down with its last user, and then waits up to 10 s for a poll of its own that a large answer
// began. A station ends with its process, so nothing is won by it.
void keepTransportUp() {
    static const bool isUp = (grpc_init(), true);
    static_cast<void>(isUp);
}

std::string scratchFolderOf(const StationServerOptions& options) {
    return options.scratchFolder.empty() ? std::filesystem::temp_directory_path().string()
                                         : options.scratchFolder;
}

Result<UnixListener> listenerOf(const StationServerOptions& options) {
    return options.listener ? Result<UnixListener>(std::move(*options.listener))
                            : UnixListener::bind(options.socketPath);
}

}  // namespace

struct StationServer::State {
    State(const StationServerOptions& options, const StationPorts& ports)
        : telemetry(ports.traffic, options, stop),
          policy(ports.policy),
          history(ports.history, scratchFolderOf(options), stop) {}

    StopSignal stop;
    TelemetryService telemetry;
    PolicyService policy;
    HistoryService history;
    std::unique_ptr<grpc::Server> server;
    std::unique_ptr<UnixAcceptor> acceptor;
};

Result<std::unique_ptr<StationServer>> StationServer::start(const StationServerOptions& options,
                                                            const StationPorts& ports) {
    assert(options.clock != nullptr);
    keepTransportUp();
    auto state = std::make_unique<State>(options, ports);
    grpc::ServerBuilder builder;
    grpc::ResourceQuota quota("station");
    builder.SetResourceQuota(quota.SetMaxThreads(options.watches + kMoreThreads));
    builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::NUM_CQS, 1);
    builder.SetSyncServerOption(grpc::ServerBuilder::SyncServerOption::MAX_POLLERS, 2);
    builder.SetMaxReceiveMessageSize(kRequestBytes);
    builder.SetMaxSendMessageSize(WireLimits::kMessageBytes);
    builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
    builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kStreamsOfOneClient);
    builder.RegisterService(&state->telemetry);
    builder.RegisterService(&state->policy);
    builder.RegisterService(&state->history);
    state->server = builder.BuildAndStart();
    if (!state->server)
        return failure(ErrorCode::unavailable, options.socketPath, "the console API did not start");
    auto listener = listenerOf(options);
    if (!listener) {
        state->server->Shutdown();
        return tl::unexpected(listener.error());
    }
    auto acceptor = UnixAcceptor::start(std::move(*listener), {options.allowedUid, options.connections},
                                        [server = state->server.get()](int connection) {
                                            grpc::AddInsecureChannelFromFd(server, connection);
                                        });
    if (!acceptor) {
        state->server->Shutdown();
        return tl::unexpected(acceptor.error());
    }
    state->acceptor = std::move(*acceptor);
    return std::unique_ptr<StationServer>(new StationServer(std::move(state)));
}

StationServer::StationServer(std::unique_ptr<State> state) : m_state(std::move(state)) {}

StationServer::~StationServer() {
    stop();
}

void StationServer::stop() {
    if (!m_state) return;
    m_state->acceptor.reset();
    m_state->stop.raise();
    // Watches say goodbye by themselves; what still waits for its client is cancelled after a moment.
    m_state->server->Shutdown(std::chrono::system_clock::now() + kFarewell);
    m_state->server->Wait();
    m_state.reset();
}

std::string transportVersions() {
    return "gRPC " + grpc::Version() + ", Protobuf " +
           google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION);
}

}  // namespace binnacle
