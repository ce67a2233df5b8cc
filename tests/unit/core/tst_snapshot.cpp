// SPDX-License-Identifier: GPL-3.0-or-later
// A snapshot shows what was there: edge by edge, request by request.
#include "models/core/history/recorded_traffic.h"
#include "models/core/incident/snapshot_recording.h"
#include "models/core/incident/snapshot_writer.h"
#include "tests/support/snapshot_lab.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <filesystem>
#include <fstream>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

class SnapshotTest : public testing::Test {
  protected:
    void open() {
        auto opened = SnapshotFile::open(path);
        ASSERT_TRUE(opened) << opened.error().detail;
        file = *opened;
        auto read = SnapshotRecording::open(file);
        ASSERT_TRUE(read) << read.error().detail;
        snapshot = std::move(*read);
    }
    /// A request as text without its number, which is the recording's own.
    static std::vector<std::string> lines(const std::vector<RequestRecord>& records) {
        std::vector<std::string> out;
        for (const RequestRecord& r : records) {
            out.push_back(r.source + ">" + r.destination + " " + r.path + " " + std::to_string(r.status) +
                          " " + std::to_string(r.duration / 1us) + " " +
                          std::to_string((r.start + r.duration).time_since_epoch() / 1us) + " " + r.proxy +
                          " " + r.method + " " + r.upstreamHost + " " + std::to_string(r.flags));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    TemporaryDirectory folder;
    std::string path = folder.file("incident.binnacle");
    SnapshotLab shop;
    std::shared_ptr<const SnapshotFile> file;
    std::unique_ptr<SnapshotRecording> snapshot;
};

TEST_F(SnapshotTest, ShowsTheSameCallsAsLiveDid) {
    ASSERT_TRUE(shop.write(path));
    open();
    const RecordedTraffic traffic(*snapshot, shop.lab.clock);

    for (const TimeWindow& window :
         {TimeWindow{1min, shop.lab.clock.now()}, {10s, shop.lab.clock.now() - 20s}}) {
        const auto live = shop.lab.mesh.topology({window, ""}).value();
        const auto later = traffic.topology({window, ""}).value();
        EXPECT_FALSE(live->edges.empty());
        EXPECT_EQ(later->edges, live->edges);
        EXPECT_EQ(later->nodes, live->nodes);
    }
}

TEST_F(SnapshotTest, ShowsTheSameSeriesAndRequestsAsLiveDid) {
    ASSERT_TRUE(shop.write(path));
    open();
    const RecordedTraffic traffic(*snapshot, shop.lab.clock);
    const TimeWindow window{1min, shop.lab.clock.now()};

    const auto live = shop.lab.mesh.series({window, 5s, {}, ""}).value();
    const auto later = traffic.series({window, 5s, {}, ""}).value();
    ASSERT_EQ(later.points.size(), live.points.size());
    for (std::size_t i = 0; i < live.points.size(); ++i)
        EXPECT_EQ(later.points[i].stats, live.points[i].stats);
    const auto requests = lines(traffic.requests({window, "", 100'000}).value());
    EXPECT_FALSE(requests.empty());
    EXPECT_EQ(requests, lines(shop.lab.mesh.requests({window, "", 100'000}).value()));
}

TEST_F(SnapshotTest, HoldsTheEventsOfItsWindowOnly) {
    ASSERT_TRUE(shop.write(path));
    open();

    const auto events = snapshot->events({TimePoint{}, shop.lab.clock.now() + 1h, 100}).value();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events.front(), shop.recording.happened.front());
}

TEST_F(SnapshotTest, TellsWhatIsInIt) {
    const auto written = shop.write(path);
    ASSERT_TRUE(written) << written.error().detail;

    EXPECT_EQ(written->mesh, "shop");
    EXPECT_EQ(written->note, "payment refuses");
    EXPECT_EQ(written->edges, 2U);
    EXPECT_EQ(written->requests, 60U * 25 + 9U * 3);
    EXPECT_EQ(written->records, 2 * written->requests);
    EXPECT_EQ(written->bytes, std::filesystem::file_size(path));
    const auto reviewed = reviewSnapshot(shop.order(), shop.sources());
    ASSERT_TRUE(reviewed);
    EXPECT_EQ(reviewed->records, written->records);
    EXPECT_EQ(reviewed->parts, written->parts);
    EXPECT_EQ(reviewed->bytes, 0U);
}

TEST_F(SnapshotTest, KeepsErrorsAndSlowRequestsOnlyWhereThatIsWanted) {
    SnapshotOrder order = shop.order();
    order.requests = SnapshotRequests::errorsAndSlow;
    const auto some = writeSnapshot(order, shop.sources(), path, {});
    ASSERT_TRUE(some);
    EXPECT_GE(some->records, 2U * 9 * 3);
    EXPECT_LT(some->records, some->requests);
    order.requests = SnapshotRequests::none;
    EXPECT_EQ(writeSnapshot(order, shop.sources(), path, {})->records, 0U);
}

TEST_F(SnapshotTest, LeavesNothingWhenItIsCancelled) {
    std::ofstream(path) << "an older one";

    const auto written =
        writeSnapshot(shop.order(), shop.sources(), path, [](double done) { return done < 0.5; });

    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::cancelled);
    EXPECT_EQ(std::filesystem::file_size(path), 12U);
    EXPECT_FALSE(std::filesystem::exists(path + ".part"));
}

TEST_F(SnapshotTest, TakesMorePartsLater) {
    ASSERT_TRUE(shop.write(path));
    ASSERT_TRUE(addParts(path, {{"picture/map.png", Blob{1, 2, 3}}}));
    open();

    EXPECT_EQ(file->part("picture/map.png").value(), (Blob{1, 2, 3}));
    EXPECT_EQ(file->report().edges, 2U);
    EXPECT_FALSE(addParts(path, {{"../x", Blob{}}}));
}

TEST_F(SnapshotTest, RefusesOneOfALaterVersion) {
    ASSERT_TRUE(shop.write(path));
    std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(8);
    bytes.put(99);
    bytes.close();

    const auto opened = SnapshotFile::open(path);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::invalid);
    EXPECT_NE(opened.error().detail.find("later version"), std::string::npos);
}

}  // namespace
}  // namespace binnacle
