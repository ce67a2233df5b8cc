// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/access_log_stream.h"
#include "connectors/envoy/telemetry/metrics_stream.h"
#include "connectors/envoy/telemetry/receive_context.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <unordered_map>

namespace binnacle {

class Mesh;

/// The services whose streams a receive thread takes.
struct TelemetryServices {
    AccessLogStream::Service accessLogs;
    MetricsStream::Service metrics;
};

/// One completion queue with the thread that serves it, its streams and its shard; hands the shard's batch to
/// the Mesh each tick. Everything inside is confined to that thread but askToStop().
class ReceiveThread {
  public:
    struct Parts {
        std::uint32_t number = 0;
        std::unique_ptr<grpc::ServerCompletionQueue> queue;
        Duration tick{};
    };

    ReceiveThread(Parts parts, Mesh& mesh, const Clock& clock, ClusterBoard& clusters);
    ~ReceiveThread();
    ReceiveThread(const ReceiveThread&) = delete;
    ReceiveThread& operator=(const ReceiveThread&) = delete;

    /// Once the server listens.
    void start(TelemetryServices& services);
    /// Once the server has ended all streams: the thread lets them go, drains a last time and ends.
    void askToStop() { m_stopping = true; }
    void join();

  private:
    void run(TelemetryServices& services);
    void offer(std::unique_ptr<IncomingStream> stream);
    void handle(void* tag, bool ok);
    void handOver();

    Parts m_parts;
    Mesh& m_mesh;
    ReceiveContext m_context;
    std::unordered_map<IncomingStream*, std::unique_ptr<IncomingStream>> m_streams;
    std::atomic<bool> m_stopping = false;
    bool m_queueClosed = false;
    std::thread m_thread;
};

}  // namespace binnacle
