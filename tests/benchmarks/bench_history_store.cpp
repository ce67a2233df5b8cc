// SPDX-License-Identifier: GPL-3.0-or-later
// What recording to disk costs, and how fast it is read again: 600 calls between 200 workloads, 1,111
// requests a second with a path and an id of their own. With a size in bytes as argument the history is made
// that large first, for the time from opening it to its first picture.
#include "tests/support/history_lab.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

namespace binnacle::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kWorkloads = 200;
constexpr int kCalls = 600;
constexpr int kRate = 1'111;
constexpr int kWindow = 900;
constexpr int kRounds = 5;

double cpuSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Traffic that is told to the mesh second by second and recorded at once.
class Recorded {
  public:
    HistoryLab history;
    std::uint64_t requests = 0;
    double cpu = 0;  ///< of recording alone

    void live(int seconds, int rate = kRate) {
        for (int i = 0; i < seconds; ++i) {
            for (int request = 0; request < rate; ++request) tellOne();
            history.lab->flush();
            history.lab->clock.advance(1s);
            const double before = cpuSeconds();
            if (!history.recorder->tick()) std::abort();
            cpu += cpuSeconds() - before;
            requests += static_cast<std::uint64_t>(rate);
        }
    }

  private:
    void tellOne() {
        const auto call = static_cast<int>(m_random() % kCalls);
        const std::string from = "workload-" + std::to_string(call % kWorkloads);
        const std::string to =
            "workload-" + std::to_string((call * 7 + call / kWorkloads * 13 + 1) % kWorkloads);
        const std::string host = to + ":80";
        const std::string path = "/orders/" + std::to_string(m_random() % 300);
        char id[37];
        std::snprintf(id, sizeof id, "%08x-%04x-4%03x-9%03x-%012llx", static_cast<unsigned>(m_random()),
                      static_cast<unsigned>(m_random() & 0xFFFF), static_cast<unsigned>(m_random() & 0xFFF),
                      static_cast<unsigned>(m_random() & 0xFFF),
                      static_cast<unsigned long long>(m_random() & 0xFFFFFFFFFFFF));
        Entry entry =
            history.lab->entryOf({.status = static_cast<std::uint16_t>(m_random() % 100 == 0 ? 503 : 200),
                                  .duration = std::chrono::microseconds(500 + m_random() % 40'000),
                                  .path = path});
        entry.upstreamCluster = to;
        entry.upstreamHost = host;
        entry.requestId = id;
        history.lab->shard.add(history.lab->proxy(from), entry, history.now());
    }

    std::mt19937_64 m_random{7};
};

/// The fastest of some rounds, in milliseconds of the thread's time.
template <typename Work>
double best(const Work& work) {
    double fastest = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        const double before = cpuSeconds();
        work();
        fastest = std::min(fastest, (cpuSeconds() - before) * 1e3);
    }
    return fastest;
}

double topologyMs(const HistoryLab& history, const TimeWindow& window) {
    return best([&] {
        if ((*history.traffic().topology({window, ""}))->edges.size() < kCalls / 2) std::abort();
    });
}

/// What a busy mesh costs: most of a quiet one's cost is the commit itself.
void busyMesh() {
    constexpr int kBusyRate = 50'000;
    Recorded busy;
    busy.live(20, kBusyRate);
    std::printf("at %d requests a second: %.2f M recorded a second and core (at least 1)\n", kBusyRate,
                static_cast<double>(busy.requests) / busy.cpu / 1e6);
}

void firstPicture(Recorded& recorded) {
    const TimeWindow window{15min, recorded.history.now()};
    const auto before = std::chrono::steady_clock::now();
    recorded.history.restart();
    const std::size_t edges = recorded.history.frame(window)->edges.size();
    const auto took = std::chrono::steady_clock::now() - before;
    std::printf("first picture (%zu calls) after opening %.0f MB: %.0f ms (at most 1,000)\n", edges,
                static_cast<double>(recorded.history.store->bytes()) / 1e6,
                std::chrono::duration<double, std::milli>(took).count());
}

}  // namespace
}  // namespace binnacle::bench

int main(int argc, char** argv) {
    using namespace binnacle;
    using namespace binnacle::bench;
    busyMesh();
    Recorded recorded;
    recorded.live(kWindow);
    const TimeWindow window{15min, recorded.history.now()};
    const double bytes = static_cast<double>(recorded.history.store->bytes());
    std::printf(
        "%.2f M requests recorded at 1,111 a second: %.2f M a second and core; %.1f bytes each, with all "
        "rollups\n",
        static_cast<double>(recorded.requests) / 1e6,
        static_cast<double>(recorded.requests) / recorded.cpu / 1e6,
        bytes / static_cast<double>(recorded.requests));
    const double alone = topologyMs(recorded.history, window);
    std::printf("topology of those 15 min: %.1f ms (at most 150)\n", alone);
    const std::string filter = "status >= 500 and service = workload-7";
    const double scan = best([&] {
        if (!recorded.history.traffic().requests({window, filter, 100'000})) std::abort();
    });
    std::printf("filtered scan of %.2f M single requests: %.1f M a second and core (at least 5)\n",
                static_cast<double>(recorded.requests) / 1e6,
                static_cast<double>(recorded.requests) / scan / 1e3);
    recorded.live(9 * kWindow);
    const double amid = topologyMs(recorded.history, window);
    std::printf("the same topology in a history ten times as long: %.1f ms, %.2f times (at most 1.2)\n", amid,
                amid / alone);
    const double wanted = argc == 2 ? std::strtod(argv[1], nullptr) : 0;
    while (static_cast<double>(recorded.history.store->bytes()) < wanted) recorded.live(kWindow);
    firstPicture(recorded);
    return EXIT_SUCCESS;
}
