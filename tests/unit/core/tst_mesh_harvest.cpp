// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/harvest_queue.h"
#include "tests/support/mesh_lab.h"

#include <gtest/gtest.h>
#include <algorithm>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

std::uint64_t requestsIn(const RollupSlice& slice) {
    EdgeStats all;
    for (const auto& part : slice.parts)
        for (std::size_t i = 0; i < part->keys.size(); ++i) part->addTo(all, i);
    return all.requests;
}

/// "1 s from 0 s: 3", seconds counted from `start`.
std::vector<std::string> describe(const std::vector<RollupSlice>& slices, TimePoint start) {
    const std::int64_t zero = start.time_since_epoch() / 1s;
    std::vector<std::string> out;
    for (const RollupSlice& slice : slices) {
        out.push_back(std::to_string(slice.width) + " s from " + std::to_string(slice.start - zero) +
                      " s: " + std::to_string(requestsIn(slice)));
    }
    return out;
}

/// "proxy left checkout-1", "breaker opened payment-v1 requests (checkout-1)"
std::vector<std::string> describe(const std::vector<Event>& events) {
    std::vector<std::string> out;
    for (const Event& event : events) {
        std::string line = std::string(eventKindName(event.kind)) + ' ' + event.subject;
        if (!event.detail.empty()) line += ' ' + event.detail;
        if (!event.who.empty()) line += " (" + event.who + ')';
        out.push_back(std::move(line));
    }
    return out;
}

TEST(MeshHarvest, StartsEmptyAndThenGivesEachPartOnceAsItCame) {
    MeshLab lab;
    lab.outbound("a", "b", "", {.times = 5});
    lab.flush();
    EXPECT_TRUE(lab.mesh.harvest().blocks.empty()) << "nobody recorded when these came";

    lab.outbound("a", "b", "", {.times = 3});
    lab.flush();
    const MeshHarvest harvest = lab.mesh.harvest();

    ASSERT_EQ(harvest.fresh.size(), 1U);
    EXPECT_EQ(requestsIn(harvest.fresh[0]), 3U);
    ASSERT_EQ(harvest.blocks.size(), 1U);
    EXPECT_EQ(harvest.blocks[0]->records.size(), 3U);
    EXPECT_EQ(harvest.received, 8U);
    EXPECT_TRUE(lab.mesh.harvest().fresh.empty());
}

TEST(MeshHarvest, GivesASecondWholeOnceItHasSettled) {
    MeshLab lab;
    static_cast<void>(lab.mesh.harvest());
    const TimePoint start = lab.clock.now();
    lab.outbound("a", "b", "", {.times = 2});
    lab.flush();
    lab.clock.advance(1s);
    lab.outbound("a", "b", "", {.times = 4, .ago = 1s});
    lab.flush();
    EXPECT_TRUE(lab.mesh.harvest().settled.empty()) << "more of it may come";

    lab.clock.advance(6s);
    lab.flush();
    EXPECT_EQ(describe(lab.mesh.harvest().settled, start), std::vector<std::string>{"1 s from 0 s: 6"});
}

TEST(MeshHarvest, GivesALateSecondAgainAndWholeAgain) {
    MeshLab lab;
    static_cast<void>(lab.mesh.harvest());
    const TimePoint start = lab.clock.now();
    lab.outbound("a", "b", "", {.times = 2});
    lab.flush();
    lab.clock.advance(8s);
    static_cast<void>(lab.mesh.harvest());
    lab.outbound("a", "b", "", {.times = 1, .ago = 8s});
    lab.flush();

    EXPECT_EQ(describe(lab.mesh.harvest().settled, start), std::vector<std::string>{"1 s from 0 s: 3"});
}

TEST(MeshHarvest, GivesTensAndMinutesAsTheyAreMade) {
    MeshLab lab;
    static_cast<void>(lab.mesh.harvest());
    const TimePoint start = lab.clock.now();
    std::vector<RollupSlice> wide;
    for (int second = 0; second < 90; ++second) {
        lab.outbound("a", "b", "");
        lab.flush();
        lab.clock.advance(1s);
        for (RollupSlice& slice : lab.mesh.harvest().settled)
            if (slice.width > 1) wide.push_back(std::move(slice));
    }

    const auto told = describe(wide, start);
    EXPECT_EQ(std::count(told.begin(), told.end(), "10 s from 0 s: 10"), 1);
    EXPECT_EQ(std::count(told.begin(), told.end(), "10 s from 50 s: 10"), 1);
    EXPECT_EQ(std::count(told.begin(), told.end(), "60 s from 0 s: 60"), 1);
}

TEST(MeshHarvest, TellsWhichProxiesCameAndLeft) {
    MeshLab lab;
    static_cast<void>(lab.mesh.harvest());
    lab.outbound("checkout", "payment", "");
    lab.flush();
    lab.closeProxy("checkout");
    lab.flush();

    EXPECT_EQ(describe(lab.mesh.harvest().events),
              (std::vector<std::string>{"proxy came checkout-1", "proxy left checkout-1"}));
}

TEST(MeshHarvest, TellsBreakersAndEjectionsWhenTheyChange) {
    MeshLab lab;
    static_cast<void>(lab.mesh.harvest());
    ClusterState state;
    state.proxy = "checkout-1";
    state.cluster = "payment-v1";
    state.requestsOpen = false;
    state.hosts.resize(2);
    state.hosts[0].address = "10.0.0.1:80";
    state.hosts[1].address = "10.0.0.2:80";
    lab.mesh.updateCluster(state);
    EXPECT_TRUE(lab.mesh.harvest().events.empty());

    state.requestsOpen = true;
    state.hosts[1].ejected = true;
    lab.mesh.updateCluster(state);
    lab.mesh.updateCluster(state);
    EXPECT_EQ(describe(lab.mesh.harvest().events),
              (std::vector<std::string>{"breaker opened payment-v1 requests (checkout-1)",
                                        "host ejected payment-v1 10.0.0.2:80 (checkout-1)"}));

    state.requestsOpen = false;
    state.hosts[1].ejected = false;
    lab.mesh.updateCluster(state);
    EXPECT_EQ(describe(lab.mesh.harvest().events),
              (std::vector<std::string>{"breaker closed payment-v1 requests (checkout-1)",
                                        "host returned payment-v1 10.0.0.2:80 (checkout-1)"}));
}

TEST(MeshHarvest, ARecorderThatStandsStillCostsRequestsThatAreCountedAndNoMemory) {
    MeshLab lab;
    static_cast<void>(lab.mesh.harvest());
    const std::string path(1000, 'p');
    constexpr int kRounds = 25;
    constexpr int kEach = 5'000;
    for (int round = 0; round < kRounds; ++round) {
        lab.outbound("a", "b", "", {.times = kEach, .path = path});
        lab.flush();
    }

    const MeshHarvest harvest = lab.mesh.harvest();
    std::size_t held = 0;
    std::size_t bytes = 0;
    for (const auto& block : harvest.blocks) {
        held += block->records.size();
        bytes += block->bytes();
    }
    EXPECT_LE(bytes, HarvestQueue::kMaxBlockBytes);
    EXPECT_GT(harvest.lostRequests, 0U);
    EXPECT_EQ(held + harvest.lostRequests + lab.mesh.status().dropped,
              static_cast<std::size_t>(kRounds * kEach));
}

TEST(MeshHarvest, SaysFromWhenOnMemoryIsWhole) {
    MeshLab lab;
    const TimePoint start = lab.clock.now();
    lab.clock.advance(60s);
    EXPECT_EQ(lab.mesh.heldSince().rollups, start) << "the mesh began then";
    lab.clock.advance(1h);
    EXPECT_EQ(lab.mesh.heldSince().rollups, lab.clock.now() - Mesh::kHeld);
}

TEST(MeshHarvest, ForgetsNoRequestsThatAreStillHeld) {
    MeshLab lab;
    const TimePoint start = lab.clock.now();
    for (int round = 0; round < 26; ++round) {
        lab.clock.advance(1s);
        lab.outbound("a", "b", "", {.times = 20'000});
        lab.flush();
    }

    EXPECT_EQ(lab.mesh.heldSince().rollups, start);
    EXPECT_GT(lab.mesh.heldSince().requests, start + 1s) << "the tail gave up its oldest requests";
}

}  // namespace
}  // namespace binnacle
