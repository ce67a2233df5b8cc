// SPDX-License-Identifier: GPL-3.0-or-later
// The core's own costs, without any network: sketch, shard, mesh.
#include "models/core/telemetry/shard.h"
#include "models/core/telemetry/shard_batch.h"
#include "models/core/topology/frame_comparison.h"
#include "models/core/topology/mesh.h"
#include "tests/support/manual_clock.h"

#include <benchmark/benchmark.h>
#include <random>
#include <string>
#include <vector>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

std::vector<std::uint64_t> durations(std::size_t count) {
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> draw(16.0, 1.0);
    std::vector<std::uint64_t> out(count);
    for (auto& value : out) value = static_cast<std::uint64_t>(draw(random));
    return out;
}

void sketchAdd(benchmark::State& state) {
    const auto values = durations(4096);
    Sketch sketch;
    std::size_t i = 0;
    for (auto _ : state) sketch.add(values[i++ & 4095U]);
    benchmark::DoNotOptimize(sketch.count());
}
BENCHMARK(sketchAdd);

void sketchMerge(benchmark::State& state) {
    Sketch one;
    for (const std::uint64_t value : durations(500)) one.add(value);
    Sketch all;
    for (auto _ : state) all.merge(one);
    benchmark::DoNotOptimize(all.count());
}
BENCHMARK(sketchMerge);

/// `edges` edges in the shape of a mesh: each proxy calls ten clusters.
class Traffic {
  public:
    explicit Traffic(std::size_t edges) : m_values(durations(4096)) {
        for (std::size_t i = 0; i < edges; ++i) {
            m_clusters.push_back("outbound|8080||service-" + std::to_string(i % 997) +
                                 ".shop.svc.cluster.local");
            m_hosts.push_back("10.0." + std::to_string(i / 250 % 250) + "." + std::to_string(i % 250) +
                              ":8080");
        }
    }
    void open(Shard& shard) {
        for (std::size_t i = 0; i < (m_clusters.size() + 9) / 10; ++i) {
            const std::string name = "workload-" + std::to_string(i);
            m_proxies.push_back(shard.openProxy({name + "-1", name, {name, name, "v1", "shop"}, "", ""}));
        }
    }
    void add(Shard& shard, TimePoint now) {
        const std::size_t edge = m_next++ * 7919 % m_clusters.size();
        Entry entry;
        entry.duration = Duration(static_cast<Duration::rep>(m_values[m_next & 4095U]));
        entry.start = now - entry.duration;
        entry.status = m_next % 50 == 0 ? 503 : 200;
        entry.protocol = Protocol::http1;
        entry.upstreamCluster = m_clusters[edge];
        entry.upstreamHost = m_hosts[edge];
        entry.method = "GET";
        entry.route = "default";
        entry.path = "/api/v1/orders/1234?user=7";
        entry.authority = "orders.shop";
        entry.details = "via_upstream";
        entry.requestId = "7f3c1d0e-5a4b-4c7d-9e2f-1a2b3c4d5e6f";
        entry.bytesSent = 1200;
        entry.bytesReceived = 300;
        shard.add(m_proxies[edge / 10], entry, now);
    }

  private:
    std::vector<std::uint64_t> m_values;
    std::vector<std::string> m_clusters;
    std::vector<std::string> m_hosts;
    std::vector<ProxyIndex> m_proxies;
    std::size_t m_next = 0;
};

// The tail is full after its limit between two drains; a drain every 50,000 entries keeps it in the figure.
void shardAdd(benchmark::State& state) {
    Traffic traffic(static_cast<std::size_t>(state.range(0)));
    Shard shard;
    traffic.open(shard);
    const TimePoint now{1'800'000'000s};
    std::size_t sinceDrain = 0;
    for (auto _ : state) {
        traffic.add(shard, now);
        if (++sinceDrain < 50'000) continue;
        sinceDrain = 0;
        benchmark::DoNotOptimize(shard.drain());
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(shardAdd)->Arg(200)->Arg(2000)->Arg(20'000);

void meshAccept(benchmark::State& state) {
    ManualClock clock;
    Mesh mesh(clock);
    Traffic traffic(static_cast<std::size_t>(state.range(0)));
    Shard shard;
    traffic.open(shard);
    for (auto _ : state) {
        state.PauseTiming();
        for (int i = 0; i < 20'000; ++i) traffic.add(shard, clock.now());
        state.ResumeTiming();
        mesh.accept(0, shard.drain());
        clock.advance(50ms);
    }
    state.SetItemsProcessed(state.iterations() * 20'000);
}
BENCHMARK(meshAccept)->Arg(200)->Arg(2000)->Arg(20'000)->Iterations(100);

/// Fifteen minutes of 2,000 edges, each with some requests a second.
Mesh& fullMesh(ManualClock& clock, Mesh& mesh) {
    Traffic traffic(2000);
    Shard shard;
    traffic.open(shard);
    for (int second = 0; second < 900; ++second) {
        for (int i = 0; i < 6000; ++i) traffic.add(shard, clock.now());
        mesh.accept(0, shard.drain());
        clock.advance(1s);
    }
    return mesh;
}

void meshTopology(benchmark::State& state) {
    static ManualClock clock;
    static Mesh mesh(clock);
    static Mesh& full = fullMesh(clock, mesh);
    const TopologyQuery query{{std::chrono::seconds(state.range(0)), {}}, ""};
    for (auto _ : state) benchmark::DoNotOptimize(full.topology(query));
}
BENCHMARK(meshTopology)->Arg(30)->Arg(60)->Arg(300)->Arg(900)->Unit(benchmark::kMillisecond);

void meshSeries(benchmark::State& state) {
    static ManualClock clock;
    static Mesh mesh(clock);
    static Mesh& full = fullMesh(clock, mesh);
    const SeriesQuery query{{15min, {}}, 1s, {"shop/workload-7", ""}, ""};
    for (auto _ : state) benchmark::DoNotOptimize(full.series(query));
}
BENCHMARK(meshSeries)->Unit(benchmark::kMillisecond);

/// Two windows of so many calls, each of 600 requests, side by side.
void compareWindows(benchmark::State& state) {
    const auto values = durations(600);
    TopologyFrame frame;
    frame.to = TimePoint{1'800'000'000s};
    frame.from = frame.to - 60s;
    for (int i = 0; i < state.range(0); ++i) {
        Edge edge;
        edge.source = "workload-" + std::to_string(i / 10);
        edge.destination = "service-" + std::to_string(i);
        edge.stats.requests = values.size();
        for (const std::uint64_t value : values) edge.stats.latency.add(value);
        frame.edges.push_back(std::move(edge));
    }
    for (auto _ : state) benchmark::DoNotOptimize(compareFrames(frame, frame));
}
BENCHMARK(compareWindows)->Arg(200)->Arg(2000)->Arg(20'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace binnacle
BENCHMARK_MAIN();
