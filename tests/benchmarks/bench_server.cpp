// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/benchmarks/bench_server.h"

#include "connectors/envoy/telemetry/envoy_server.h"
#include "models/core/store/history_recorder.h"
#include "models/core/topology/mesh.h"
#include "tests/support/temporary_directory.h"

#include <envoy/service/accesslog/v3/als.grpc.pb.h>
#include <grpcpp/grpcpp.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <memory>
#include <sstream>
#include <thread>

namespace binnacle::bench {
namespace {

using envoy::service::accesslog::v3::AccessLogService;
using envoy::service::accesslog::v3::StreamAccessLogsMessage;
using envoy::service::accesslog::v3::StreamAccessLogsResponse;

/// Reads messages of one type and throws them away.
template <typename Message>
class Discarder final : public grpc::ServerReadReactor<Message> {
  public:
    explicit Discarder(std::atomic<std::uint64_t>& messages) : m_messages(messages) {
        this->StartRead(&m_message);
    }
    void OnReadDone(bool ok) override {
        if (!ok) return this->Finish(grpc::Status::OK);
        m_messages.fetch_add(1, std::memory_order_relaxed);
        this->StartRead(&m_message);
    }
    void OnDone() override { delete this; }

  private:
    std::atomic<std::uint64_t>& m_messages;
    Message m_message;
};

class TypedService final : public AccessLogService::CallbackService {
  public:
    std::atomic<std::uint64_t> messages = 0;

  private:
    grpc::ServerReadReactor<StreamAccessLogsMessage>* StreamAccessLogs(grpc::CallbackServerContext*,
                                                                       StreamAccessLogsResponse*) override {
        return new Discarder<StreamAccessLogsMessage>(messages);
    }
};

class RawService final
    : public AccessLogService::WithRawCallbackMethod_StreamAccessLogs<AccessLogService::Service> {
  public:
    std::atomic<std::uint64_t> messages = 0;

  private:
    grpc::ServerReadReactor<grpc::ByteBuffer>* StreamAccessLogs(grpc::CallbackServerContext*,
                                                                grpc::ByteBuffer* answer) override {
        const grpc::Slice empty;
        *answer = grpc::ByteBuffer(&empty, 1);
        return new Discarder<grpc::ByteBuffer>(messages);
    }
};

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// Not ru_maxrss, which a program inherits from the one that started it.
double peakMebibytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    double kibibytes = 0;
    while (status >> word) {
        if (word == "VmHWM:") status >> kibibytes;
    }
    return kibibytes / 1024;
}

void print(const ServerReport& told) {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::cout << seconds(usage.ru_utime) + seconds(usage.ru_stime) << ' ' << peakMebibytes() << ' '
              << told.received << ' ' << told.aggregated << ' ' << told.leastOfAProxy << ' '
              << told.mostOfAProxy << ' ' << told.rejected << ' ' << told.recorded << ' ' << told.lost
              << std::endl;
}

void answerUntilEnd(const std::string& address, const std::function<ServerReport()>& report) {
    std::cout << address << std::endl;
    std::string line;
    while (std::getline(std::cin, line)) print(line == "cpu" ? ServerReport() : report());
}

template <typename Service>
int serveCallbacks() {
    Service service;
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service);
    const auto server = builder.BuildAndStart();
    answerUntilEnd("127.0.0.1:" + std::to_string(port), [&] {
        ServerReport report;
        report.received = service.messages;
        return report;
    });
    server->Shutdown(std::chrono::system_clock::now());
    return EXIT_SUCCESS;
}

ServerReport reportOf(const Mesh& mesh) {
    ServerReport report;
    const StationStatus status = mesh.status();
    report.received = status.received;
    for (const auto& [reason, count] : status.rejected) report.rejected += count;
    report.leastOfAProxy = std::numeric_limits<std::uint64_t>::max();
    for (const ProxyStatus& proxy : status.proxies) {
        report.leastOfAProxy = std::min(report.leastOfAProxy, proxy.records);
        report.mostOfAProxy = std::max(report.mostOfAProxy, proxy.records);
    }
    const auto frame = mesh.topology({{std::chrono::minutes(15), {}}, {}});
    if (!frame) return report;
    for (const Edge& edge : (*frame)->edges) report.aggregated += edge.stats.requests;
    return report;
}

/// The recorder of a mesh and where it writes to.
struct Recording {
    Recording(Mesh& mesh, const Clock& clock)
        : store(HistoryStore::open(folder.path(), {}, clock).value()),
          reader(store->path()),
          recorder(mesh, *store, reader, clock) {
        recorder.start();
    }

    TemporaryDirectory folder;
    std::unique_ptr<HistoryStore> store;
    HistoryReader reader;
    HistoryRecorder recorder;
};

int servePipeline(bool isRecorded) {
    const SystemClock clock;
    Mesh mesh(clock);
    const auto recording = isRecorded ? std::make_unique<Recording>(mesh, clock) : nullptr;
    EnvoyServerOptions options;
    options.listen = "127.0.0.1:0";
    const auto server = EnvoyServer::start(options, mesh, clock, {});
    if (!server) return EXIT_FAILURE;
    answerUntilEnd((*server)->address(), [&] {
        // What was sent last is drained within 50 ms; to be recorded is part of its cost.
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
        if (recording && !recording->recorder.tick()) std::abort();
        ServerReport report = reportOf(mesh);
        if (!recording) return report;
        report.recorded = recording->recorder.status().recorded;
        report.lost = recording->recorder.status().lost;
        return report;
    });
    return EXIT_SUCCESS;
}

}  // namespace

ServerProcess::ServerProcess(const std::string& kind) {
    int commands[2];
    int answers[2];
    if (pipe(commands) != 0 || pipe(answers) != 0) std::abort();
    m_pid = fork();
    if (m_pid == 0) {
        dup2(commands[0], STDIN_FILENO);
        dup2(answers[1], STDOUT_FILENO);
        for (const int fd : {commands[0], commands[1], answers[0], answers[1]}) close(fd);
        execl("/proc/self/exe", "bench", "--serve", kind.c_str(), nullptr);
        _exit(EXIT_FAILURE);
    }
    close(commands[0]);
    close(answers[1]);
    m_commands = commands[1];
    m_answers = answers[0];
    m_address = readLine();
}

ServerProcess::~ServerProcess() {
    close(m_commands);
    waitpid(m_pid, nullptr, 0);
    close(m_answers);
}

std::string ServerProcess::readLine() {
    std::string line;
    char letter = 0;
    while (read(m_answers, &letter, 1) == 1 && letter != '\n') line += letter;
    return line;
}

ServerReport ServerProcess::report() {
    return ask("all\n");
}

double ServerProcess::cpuSeconds() {
    return ask("cpu\n").cpuSeconds;
}

ServerReport ServerProcess::ask(const std::string& what) {
    if (write(m_commands, what.data(), what.size()) != static_cast<ssize_t>(what.size())) std::abort();
    ServerReport report;
    std::istringstream(readLine()) >> report.cpuSeconds >> report.peakMebibytes >> report.received >>
        report.aggregated >> report.leastOfAProxy >> report.mostOfAProxy >> report.rejected >>
        report.recorded >> report.lost;
    return report;
}

int serve(const std::string& kind) {
    if (kind == "typed") return serveCallbacks<TypedService>();
    if (kind == "drop") return serveCallbacks<RawService>();
    return servePipeline(kind == "history");
}

}  // namespace binnacle::bench
