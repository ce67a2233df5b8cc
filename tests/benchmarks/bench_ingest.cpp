// SPDX-License-Identifier: GPL-3.0-or-later
// Server processor time per access log entry, of four servers in one run: ours from socket to rollup and
// tail; the same with history, to disk; a typed callback server that only parses; a callback server that
// takes raw bytes and drops them. Each is a process of its own.
#include "tests/benchmarks/bench_messages.h"
#include "tests/benchmarks/bench_server.h"
#include "tests/unit/connectors/support/raw_stream.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::bench {
namespace {

constexpr std::size_t kEntries = 32;  // what fills a buffer of 16 KiB
constexpr int kRounds = 5;
const std::array<std::string, 4> kKinds = {"pipeline", "typed", "drop", "history"};

void stream(const std::string& address, const std::vector<std::string>& bytes, std::size_t count) {
    test::RawStream stream(address, test::kAccessLogs);
    stream.write(identification("checkout-1", "checkout"));
    for (std::size_t i = 0; i < count; ++i) stream.write(bytes[i % bytes.size()]);
    if (!stream.finish().ok()) std::abort();
}

/// Nanoseconds of the server's processor time an entry.
double measure(ServerProcess& server, const std::vector<std::string>& bytes, std::size_t streams,
               std::size_t count) {
    const double before = server.cpuSeconds();
    std::vector<std::jthread> clients;
    for (std::size_t i = 0; i < streams; ++i) {
        clients.emplace_back([&] { stream(server.address(), bytes, count / streams); });
    }
    clients.clear();
    server.report();  // all that was sent has gone the whole way
    return (server.cpuSeconds() - before) * 1e9 / static_cast<double>(count * kEntries);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void compare(std::size_t streams, std::size_t count) {
    std::array<std::vector<double>, kKinds.size()> costs;
    std::vector<double> toTyped;
    std::vector<double> toDrop;
    std::vector<double> recordedToDrop;
    std::vector<double> shareOfHistory;
    ServerReport recorded;
    for (int round = 0; round < kRounds; ++round) {
        const auto bytes = messages(64, kEntries);
        for (std::size_t i = 0; i < kKinds.size(); ++i) {
            ServerProcess server(kKinds[i]);
            measure(server, bytes, streams, count / 20);  // warm
            costs[i].push_back(measure(server, bytes, streams, count));
            if (kKinds[i] == "history") recorded = server.report();
        }
        toTyped.push_back(costs[1].back() / costs[0].back());
        toDrop.push_back(costs[2].back() / costs[0].back());
        recordedToDrop.push_back(costs[2].back() / costs[3].back());
        shareOfHistory.push_back(1 - costs[0].back() / costs[3].back());
    }
    std::printf("%zu stream(s): ours %.0f ns, typed %.0f ns, raw dropped %.0f ns an entry\n", streams,
                median(costs[0]), median(costs[1]), median(costs[2]));
    std::printf(
        "  %.2f times better than typed (at least 3, aim 5); %.2f of raw dropped (at least 0.45, aim 0.6)\n",
        median(toTyped), median(toDrop));
    std::printf(
        "  with history %.0f ns: %.2f of raw dropped (at least 0.3, aim 0.4), history's share %.0f %% (at "
        "most 30);"
        " %llu of %llu on disk, %llu single ones too many\n",
        median(costs[3]), median(recordedToDrop), 100 * median(shareOfHistory),
        static_cast<unsigned long long>(recorded.recorded),
        static_cast<unsigned long long>(recorded.received), static_cast<unsigned long long>(recorded.lost));
}

}  // namespace
}  // namespace binnacle::bench

int main(int argc, char** argv) {
    using namespace binnacle::bench;
    if (argc == 3 && std::string(argv[1]) == "--serve") return serve(argv[2]);
    const std::size_t count = argc == 2 ? std::strtoul(argv[1], nullptr, 10) : 10'000;
    const auto bytes = messages(1, kEntries);
    std::printf("%zu entries of %zu bytes a message, %zu messages a run, median of %d rounds\n", kEntries,
                bytes[0].size() / kEntries, count, kRounds);
    compare(1, count);
    compare(4, count);
    return EXIT_SUCCESS;
}
