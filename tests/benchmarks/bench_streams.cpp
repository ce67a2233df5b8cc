// SPDX-License-Identifier: GPL-3.0-or-later
// Many sidecars at once: 2,000 streams (a connection each) with 35 entries a second each, for 20 s; then 100
// streams that say nothing. What the server's process needs, whether all that was sent was aggregated, and
// whether any stream was starved.
#include "tests/benchmarks/bench_messages.h"
#include "tests/benchmarks/bench_server.h"
#include "tests/unit/connectors/support/raw_stream.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::bench {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kEntries = 35;

/// One sidecar: sends a message each second, at its own phase.
struct Sidecar {
    Sidecar(const std::string& address, grpc::CompletionQueue& queue) {
        grpc::ChannelArguments arguments;
        arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        stub = std::make_unique<grpc::GenericStub>(
            grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
        call = stub->PrepareCall(&context, test::kAccessLogs, &queue);
        call->StartCall(this);
    }

    grpc::ClientContext context;
    std::unique_ptr<grpc::GenericStub> stub;
    std::unique_ptr<grpc::GenericClientAsyncReaderWriter> call;
    grpc::ByteBuffer answer;
    grpc::Status status;
    bool busy = true;  ///< an operation is under way
};

class Fleet {
  public:
    Fleet(const std::string& address, std::size_t size) {
        for (std::size_t i = 0; i < size; ++i) {
            m_sidecars.push_back(std::make_unique<Sidecar>(address, m_queue));
            if (i % 50 == 49) settle();
        }
        settle();
        for (std::size_t i = 0; i < size; ++i) {
            send(i, identification("sidecar-" + std::to_string(i), "service-" + std::to_string(i % 50)));
            if (i % 50 == 49) settle();
        }
        settle();
    }

    ~Fleet() {
        for (const auto& sidecar : m_sidecars) sidecar->context.TryCancel();
        m_queue.Shutdown();
        void* tag = nullptr;
        bool ok = false;
        while (m_queue.Next(&tag, &ok)) {
        }
    }

    /// Each sidecar sends one message a second, spread evenly; returns the number of messages.
    std::size_t sendFor(std::chrono::seconds time, const std::vector<std::string>& bytes) {
        const auto start = Steady::now();
        const std::size_t total = m_sidecars.size() * static_cast<std::size_t>(time.count());
        const auto gap = std::chrono::nanoseconds(std::chrono::seconds(1)) / m_sidecars.size();
        for (std::size_t i = 0; i < total; ++i) {
            const auto due = start + gap * i;
            while (Steady::now() < due || m_sidecars[i % m_sidecars.size()]->busy) waitUntil(due);
            send(i % m_sidecars.size(), bytes[i % bytes.size()]);
        }
        settle();
        return total;
    }

    /// Ends all streams, and with each its server side: all that was sent has then been read.
    void finish() {
        forEach([](Sidecar& sidecar) { sidecar.call->WritesDone(&sidecar); });
        forEach([](Sidecar& sidecar) { sidecar.call->Read(&sidecar.answer, &sidecar); });
        forEach([](Sidecar& sidecar) { sidecar.call->Finish(&sidecar.status, &sidecar); });
    }

  private:
    void send(std::size_t at, const std::string& bytes) {
        Sidecar& sidecar = *m_sidecars[at];
        const grpc::Slice slice(bytes);
        sidecar.busy = true;
        ++m_busy;
        sidecar.call->Write(grpc::ByteBuffer(&slice, 1), &sidecar);
    }

    template <typename Start>
    void forEach(Start start) {
        for (const auto& sidecar : m_sidecars) {
            sidecar->busy = true;
            start(*sidecar);
        }
        settle();
    }

    void take(void* tag) {
        auto* sidecar = static_cast<Sidecar*>(tag);
        sidecar->busy = false;
        --m_busy;
    }

    void waitUntil(Steady::time_point due) {
        void* tag = nullptr;
        bool ok = false;
        const auto left = std::max(Steady::duration::zero(), due - Steady::now());
        const auto deadline = std::chrono::system_clock::now() +
                              std::max<Steady::duration>(left, std::chrono::microseconds(50));
        if (m_queue.AsyncNext(&tag, &ok, deadline) == grpc::CompletionQueue::GOT_EVENT) take(tag);
    }

    void settle() {
        void* tag = nullptr;
        bool ok = false;
        m_busy = 0;
        for (const auto& sidecar : m_sidecars) m_busy += sidecar->busy ? 1 : 0;
        while (m_busy > 0 && m_queue.Next(&tag, &ok)) take(tag);
    }

    grpc::CompletionQueue m_queue;
    std::vector<std::unique_ptr<Sidecar>> m_sidecars;
    std::size_t m_busy = 0;
};

void loaded(std::size_t streams, std::chrono::seconds time) {
    ServerProcess server("pipeline");
    Fleet fleet(server.address(), streams);
    const auto bytes = messages(64, kEntries);
    const auto start = Steady::now();
    const double before = server.cpuSeconds();
    const std::size_t sent = fleet.sendFor(time, bytes) * kEntries;
    const double cpu = server.cpuSeconds() - before;
    const double wall = std::chrono::duration<double>(Steady::now() - start).count();
    fleet.finish();
    ServerReport report = server.report();
    for (int i = 0; i < 100 && report.received < sent; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // the last tick
        report = server.report();
    }
    std::printf("%zu streams, %.0f entries/s for %.1f s: %.1f %% of a core, %.0f MiB at most\n", streams,
                static_cast<double>(sent) / wall, wall, 100 * cpu / wall, report.peakMebibytes);
    std::printf("  sent %zu, received %llu, aggregated %llu, rejected %llu; a stream: %llu to %llu entries\n",
                sent, static_cast<unsigned long long>(report.received),
                static_cast<unsigned long long>(report.aggregated),
                static_cast<unsigned long long>(report.rejected),
                static_cast<unsigned long long>(report.leastOfAProxy),
                static_cast<unsigned long long>(report.mostOfAProxy));
}

void idle(std::size_t streams, std::chrono::seconds time) {
    ServerProcess server("pipeline");
    const Fleet fleet(server.address(), streams);
    const double before = server.cpuSeconds();
    std::this_thread::sleep_for(time);
    const double cpu = server.cpuSeconds() - before;
    std::printf("%zu idle streams: %.2f %% of a core, %.0f MiB\n", streams,
                100 * cpu / static_cast<double>(time.count()), server.report().peakMebibytes);
}

}  // namespace
}  // namespace binnacle::bench

int main(int argc, char** argv) {
    using namespace binnacle::bench;
    if (argc == 3 && std::string(argv[1]) == "--serve") return serve(argv[2]);
    const std::size_t streams = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2'000;
    const std::chrono::seconds time(argc > 2 ? std::strtol(argv[2], nullptr, 10) : 20);
    loaded(streams, time);
    idle(100, std::chrono::seconds(5));
    return EXIT_SUCCESS;
}
