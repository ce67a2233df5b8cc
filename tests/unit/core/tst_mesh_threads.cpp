// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>
#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kReceivers = 3;
constexpr int kRounds = 150;
constexpr int kEntries = 20;

/// What one receive thread does: fill its own shard and hand it over.
void receive(std::uint32_t number, ManualClock& clock, Mesh& mesh) {
    Shard shard;
    const std::string name = "caller-" + std::to_string(number);
    for (int round = 0; round < kRounds; ++round) {
        const ProxyIndex proxy = shard.openProxy({name, name, {name, name, "", ""}, "", ""});
        for (int i = 0; i < kEntries; ++i) {
            const std::string cluster = "callee-" + std::to_string(i % 5) + "-" + std::to_string(round % 30);
            Entry entry;
            entry.duration = 5ms;
            entry.start = clock.now() - 5ms;
            entry.status = 200;
            entry.upstreamCluster = cluster;
            entry.path = "/";
            shard.add(proxy, entry, clock.now());
        }
        shard.closeProxy(proxy);
        mesh.accept(number, shard.drain());
        clock.advance(200ms);
    }
}

void read(const Mesh& mesh, std::atomic<bool>& done) {
    std::uint64_t seen = 0;
    std::uint64_t cursor = 0;
    while (!done) {
        seen = mesh.waitForChange(seen, 10ms);
        const auto frame = mesh.topology({{15min, {}}, ""});
        ASSERT_TRUE(frame.has_value());
        ASSERT_TRUE(mesh.topology({{30s, {}}, "status = 200 and rps >= 0"}).has_value());
        ASSERT_TRUE(mesh.series({{60s, {}}, 1s, {"caller-0", ""}, ""}).has_value());
        const auto tail = mesh.requestsAfter(cursor, "", 500);
        ASSERT_TRUE(tail.has_value());
        if (!tail->empty()) cursor = tail->back().sequence;
        ASSERT_TRUE(mesh.requests({{15min, {}}, "path ~ /", 50}).has_value());
        mesh.status();
        mesh.clusters();
    }
}

TEST(MeshThreads, LoseNothingWhileReadersAsk) {
    ManualClock clock;
    Mesh mesh(clock);
    std::atomic<bool> done = false;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i) readers.emplace_back([&] { read(mesh, done); });
    {
        std::vector<std::jthread> receivers;
        for (std::uint32_t i = 0; i < kReceivers; ++i)
            receivers.emplace_back([&, i] { receive(i, clock, mesh); });
        for (int i = 0; i < 50; ++i) {
            ClusterState state;
            state.proxy = "caller-0";
            state.cluster = std::to_string(i);
            mesh.updateCluster(state);
            mesh.notePolicyStream({"caller-1", "caller-1", {}, "", ""}, "full", i % 2 == 0);
        }
    }
    done = true;
    readers.clear();

    const auto frame = mesh.topology({{15min, {}}, ""}).value();
    std::uint64_t requests = 0;
    for (const Edge& edge : frame->edges) requests += edge.stats.requests;
    EXPECT_EQ(requests, std::uint64_t{kReceivers} * kRounds * kEntries);
    EXPECT_EQ(mesh.status().received, requests);
}

}  // namespace
}  // namespace binnacle
