// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/receive_thread.h"

#include "models/core/telemetry/shard_batch.h"
#include "models/core/topology/mesh.h"

#include <chrono>
#include <utility>

namespace binnacle {
namespace {

using Steady = std::chrono::steady_clock;

// gRPC's deadlines are of the machine's own clock; the Clock handed in stamps records only.
gpr_timespec monotonicDeadline(Steady::duration ahead) {
    const auto nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(ahead).count();
    return gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                        gpr_time_from_nanos(nanos < 0 ? 0 : nanos, GPR_TIMESPAN));
}

}  // namespace

ReceiveThread::ReceiveThread(Parts parts, Mesh& mesh, const Clock& clock, ClusterBoard& clusters)
    : m_parts(std::move(parts)), m_mesh(mesh), m_context{clock, clusters} {}

ReceiveThread::~ReceiveThread() {
    join();
    if (m_queueClosed) return;
    // Never started, since the server did not: a queue must still be shut down and emptied.
    m_parts.queue->Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (m_parts.queue->Next(&tag, &ok)) {
    }
}

void ReceiveThread::start(TelemetryServices& services) {
    m_thread = std::thread([this, &services] { run(services); });
}

void ReceiveThread::join() {
    if (m_thread.joinable()) m_thread.join();
}

void ReceiveThread::run(TelemetryServices& services) {
    offer(std::make_unique<AccessLogStream>(m_context, services.accessLogs));
    offer(std::make_unique<MetricsStream>(m_context, services.metrics));
    auto nextTick = Steady::now() + m_parts.tick;
    while (true) {
        void* tag = nullptr;
        bool ok = false;
        const auto status = m_parts.queue->AsyncNext(&tag, &ok, monotonicDeadline(nextTick - Steady::now()));
        if (status == grpc::CompletionQueue::SHUTDOWN) break;
        if (status == grpc::CompletionQueue::GOT_EVENT) handle(tag, ok);
        if (Steady::now() >= nextTick) {
            handOver();
            nextTick = Steady::now() + m_parts.tick;
        }
        if (m_stopping && m_streams.empty() && !std::exchange(m_queueClosed, true)) m_parts.queue->Shutdown();
    }
    handOver();
}

void ReceiveThread::offer(std::unique_ptr<IncomingStream> stream) {
    IncomingStream* const key = stream.get();
    m_streams.emplace(key, std::move(stream));
    key->offer(m_parts.queue.get());
}

void ReceiveThread::handle(void* tag, bool ok) {
    auto* const stream = static_cast<IncomingStream*>(tag);
    const IncomingStream::Progress progress = stream->proceed(ok);
    if (progress == IncomingStream::Progress::ended) {
        m_streams.erase(stream);
        return;
    }
    if (progress == IncomingStream::Progress::accepted && !m_stopping) offer(stream->successor());
}

void ReceiveThread::handOver() {
    if (auto batch = m_context.shard.drain()) m_mesh.accept(m_parts.number, std::move(batch));
}

}  // namespace binnacle
