// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_schema.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/history_lab.h"

#include <gtest/gtest.h>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

TEST(HistoryRecorder, AFullDiskStopsTheRecordingAndNotTheViewAndIsToldAfterwards) {
    FaultyVfs disk;
    HistoryLab history;
    const TimePoint start = history.now();
    bool isFull = false;
    disk.fullWhile([&] { return isFull; });
    history.live(5, [&] { history.lab->outbound("shop", "cart", "", {.times = 2}); });
    isFull = true;
    for (int second = 0; second < 30; ++second) {
        history.lab->outbound("shop", "cart", "", {.times = 2});
        history.lab->flush();
        history.clock().advance(1s);
        EXPECT_FALSE(history.recorder->tick());
    }
    EXPECT_NE(history.recorder->status().problem, "");
    EXPECT_EQ(history.lab->picture("", {60s, history.now()}), "shop -> cart 200=70") << "live goes on";
    isFull = false;
    history.idle(90);

    EXPECT_EQ(history.recorder->status().problem, "");
    EXPECT_EQ(history.picture({5min, history.now()}), "shop -> cart 200=70") << "what was held is written";
    const auto events = history.reader->events({start, history.now()}).value();
    ASSERT_FALSE(events.empty());
    const auto gap = std::find_if(events.begin(), events.end(),
                                  [](const Event& event) { return event.kind == EventKind::recordingGap; });
    ASSERT_NE(gap, events.end());
    EXPECT_NE(gap->detail.find("nothing was written for 3"), std::string::npos) << gap->detail;
}

TEST(HistoryRecorder, WritesWhatIsLeftWhenItStops) {
    HistoryLab history;
    history.recorder->start();
    history.lab->outbound("shop", "cart", "", {.times = 3});
    history.lab->flush();
    history.clock().advance(1s);

    history.recorder->stop();

    EXPECT_EQ(history.picture({60s, history.now()}), "shop -> cart 200=3");
}

/// A history of version 1, as nobody has it any more.
void makeFirstVersion(const std::string& path) {
    auto database = Database::open(path).value();
    ASSERT_TRUE(database.run("PRAGMA application_id = 0x424E434C"));
    ASSERT_TRUE(database.run(historySchemaSteps()[0]));
    ASSERT_TRUE(database.run("PRAGMA user_version = 1"));
    ASSERT_TRUE(
        database.run("INSERT INTO event(at_ns, kind, subject, detail, who, reference) VALUES (5, 9, 'cart', "
                     "'old', 'ann', '')"));
}

TEST(HistorySchema, BringsAnEarlierVersionToTheNewestWithAllItHolds) {
    const TemporaryDirectory folder;
    const ManualClock clock;
    makeFirstVersion(folder.file("history.db"));

    const auto store = HistoryStore::open(folder.path(), {}, clock).value();

    EXPECT_EQ(store->movedAside(), "");
    ASSERT_TRUE(store->keepSetting("rules", "new"));
    const auto events = HistoryReader(store->path()).events({TimePoint{}, TimePoint{} + 1s}).value();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].detail, "old");
}

TEST(HistorySchema, KilledAtAnyWriteOfAMigrationItGoesOnFromThere) {
    for (std::uint64_t at = 1; at < 200; ++at) {
        const TemporaryDirectory folder;
        const ManualClock clock;
        makeFirstVersion(folder.file("history.db"));
        bool hasStruck = false;
        {
            FaultyVfs disk;
            disk.arm(FaultyVfs::Fault::death, at);
            static_cast<void>(HistoryStore::open(folder.path(), {}, clock));
            hasStruck = disk.hasStruck();
        }
        const auto store = HistoryStore::open(folder.path(), {}, clock);
        ASSERT_TRUE(store.has_value()) << at << ": " << store.error().detail;
        EXPECT_EQ((*store)->movedAside(), "") << at;
        EXPECT_EQ(HistoryReader((*store)->path()).events({TimePoint{}, TimePoint{} + 1s})->size(), 1U) << at;
        if (!hasStruck) return;  // it was through before that write
    }
    FAIL() << "a migration of two hundred writes";
}

}  // namespace
}  // namespace binnacle
