// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/envoy_server.h"

#include "connectors/envoy/admin/cluster_board.h"
#include "connectors/envoy/telemetry/listen_address.h"
#include "connectors/envoy/telemetry/receive_thread.h"

#include <algorithm>
#include <utility>

namespace binnacle {
namespace {

// gRPC checks its limit only once a message lies in memory, and then ends the stream without telling the
// application. So the limit that is counted is ours (kLargestMessage), and gRPC's lies above it.
constexpr int kHardMessageLimit = 16 * 1024 * 1024;
constexpr auto kStopGrace = std::chrono::milliseconds(100);

void harden(grpc::ServerBuilder& builder) {
    builder.SetMaxReceiveMessageSize(kHardMessageLimit);
    // Inflating comes before any limit on size: a bomb of 500 kB claims 500 MB. So gRPC hands over compressed
    // bytes as they came, and each stream refuses and counts them. Envoy never compresses here.
    builder.AddChannelArgument(GRPC_ARG_ENABLE_PER_MESSAGE_DECOMPRESSION, 0);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1'000);
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 * 1024);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5'000);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_IDLE_MS, 300'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5'000);
}

}  // namespace

struct EnvoyServer::State {
    TelemetryServices services;
    std::shared_ptr<ClusterBoard> clusters;
    std::vector<std::unique_ptr<ReceiveThread>> threads;
    std::unique_ptr<grpc::Server> server;
    std::string address;
};

EnvoyServer::EnvoyServer(std::unique_ptr<State> state) : m_state(std::move(state)) {}

EnvoyServer::~EnvoyServer() {
    stop();
}

Result<std::unique_ptr<EnvoyServer>> EnvoyServer::start(const EnvoyServerOptions& options, Mesh& mesh,
                                                        const Clock& clock,
                                                        std::vector<grpc::Service*> extra) {
    if (!options.allowInsecureNonLoopback && !isLoopback(options.listen)) {
        return failure(ErrorCode::invalid, options.listen, "plaintext beyond loopback");
    }
    auto state = std::make_unique<State>();
    state->clusters = options.clusters ? options.clusters : std::make_shared<ClusterBoard>(mesh, clock);
    grpc::ServerBuilder builder;
    harden(builder);
    int port = 0;
    builder.AddListeningPort(options.listen, grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&state->services.accessLogs);
    builder.RegisterService(&state->services.metrics);
    for (grpc::Service* service : extra) builder.RegisterService(service);
    for (int i = 0; i < std::max(1, options.receiveThreads); ++i) {
        ReceiveThread::Parts parts{static_cast<std::uint32_t>(i), builder.AddCompletionQueue(), options.tick};
        state->threads.push_back(
            std::make_unique<ReceiveThread>(std::move(parts), mesh, clock, *state->clusters));
    }
    state->server = builder.BuildAndStart();
    if (!state->server || port == 0) {
        if (state->server) state->server->Shutdown();
        return failure(ErrorCode::unavailable, options.listen, "cannot listen there");
    }
    state->address = withPort(options.listen, port);
    for (const auto& thread : state->threads) thread->start(state->services);
    return std::unique_ptr<EnvoyServer>(new EnvoyServer(std::move(state)));
}

std::string EnvoyServer::address() const {
    return m_state->address;
}

void EnvoyServer::stop() {
    if (!m_state->server) return;
    m_state->server->Shutdown(std::chrono::system_clock::now() + kStopGrace);
    for (const auto& thread : m_state->threads) thread->askToStop();
    for (const auto& thread : m_state->threads) thread->join();
    m_state->server.reset();
}

}  // namespace binnacle
