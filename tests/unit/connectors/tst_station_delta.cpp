// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/frame_delta.h"
#include "tests/support/demo_frame.h"
#include "tests/support/mesh_lab.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

// All that a frame holds, byte for byte; maps in the order of their keys.
std::string bytesOf(const TopologyFrame& frame) {
    std::string bytes;
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    updateBetween(nullptr, frame).SerializeToCodedStream(&coded);
    coded.Trim();
    return bytes;
}

TEST(StationDelta, TheFirstUpdateIsWhole) {
    const TopologyFrame frame = demoFrame();

    const v1::TopologyUpdate update = updateBetween(nullptr, frame);

    EXPECT_TRUE(update.whole());
    EXPECT_EQ(update.nodes_size(), static_cast<int>(frame.nodes.size()));
    const auto rebuilt = applyUpdate(nullptr, update);
    ASSERT_TRUE(rebuilt);
    EXPECT_EQ((*rebuilt)->nodes, frame.nodes);
    EXPECT_EQ((*rebuilt)->edges, frame.edges);
    EXPECT_EQ((*rebuilt)->from, frame.from);
    EXPECT_EQ((*rebuilt)->newestRecordEnd, frame.newestRecordEnd);
}

TEST(StationDelta, SendsOnlyWhatChanged) {
    const TopologyFrame before = demoFrame();
    TopologyFrame after = before;
    after.generation = 2;
    after.edges[3].stats.requests += 1;
    after.nodes[1].version = "v9";

    const v1::TopologyUpdate update = updateBetween(&before, after);

    EXPECT_FALSE(update.whole());
    EXPECT_EQ(update.edges_size(), 1);
    EXPECT_EQ(update.nodes_size(), 1);
    EXPECT_TRUE(tellsNews(update));
    EXPECT_EQ(bytesOf(**applyUpdate(&before, update)), bytesOf(after));
}

TEST(StationDelta, TellsWhatIsGoneAndWhatIsNew) {
    const TopologyFrame before = demoFrame();
    TopologyFrame after = before;
    after.edges.erase(after.edges.begin());
    after.edges.pop_back();
    after.nodes.erase(after.nodes.begin());
    Node node;
    node.id = "zebra";
    after.nodes.push_back(node);
    Edge edge;
    edge.source = "aardvark";
    edge.destination = "zebra";
    after.edges.insert(after.edges.begin(), edge);

    const v1::TopologyUpdate update = updateBetween(&before, after);

    EXPECT_EQ(update.removed_edges_size(), 2);
    EXPECT_EQ(update.removed_nodes_size(), 1);
    EXPECT_EQ(bytesOf(**applyUpdate(&before, update)), bytesOf(after));
}

TEST(StationDelta, TimeAloneIsNoNews) {
    const TopologyFrame before = demoFrame();
    TopologyFrame after = before;
    after.to += 1s;
    EXPECT_FALSE(tellsNews(updateBetween(&before, after)));
}

TEST(StationDelta, AChainOfUpdatesRebuildsTheMeshBitForBit) {
    MeshLab lab;
    std::shared_ptr<const TopologyFrame> sent;
    std::shared_ptr<const TopologyFrame> rebuilt;
    const std::vector<std::string> names = {"cart", "checkout", "payment", "shipping", "store"};
    for (int step = 0; step < 60; ++step) {
        const auto& from = names[static_cast<std::size_t>(step) % names.size()];
        const auto& to = names[static_cast<std::size_t>(step * step + 1) % names.size()];
        if (from != to)
            lab.call(from, to,
                     {.status = static_cast<std::uint16_t>(200 + step % 4), .duration = step * 1ms});
        lab.clock.advance(700ms);
        const auto frame = lab.frame("", {.length = 10s, .to = {}});

        const auto next = applyUpdate(rebuilt.get(), updateBetween(sent.get(), *frame));

        ASSERT_TRUE(next);
        ASSERT_EQ(bytesOf(**next), bytesOf(*frame)) << "step " << step;
        sent = frame;
        rebuilt = *next;
    }
}

TEST(StationDelta, RefusesAChangeOfNothing) {
    EXPECT_EQ(applyUpdate(nullptr, v1::TopologyUpdate()).error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace binnacle
