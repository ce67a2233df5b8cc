// SPDX-License-Identifier: GPL-3.0-or-later
// The history on a disk that fails, fills up, loses power, or whose station dies: what was recorded is there,
// once, and the file is sound.
#include "models/core/store/history_recorder.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/history_count.h"
#include "tests/support/mesh_lab.h"
#include "tests/support/temporary_directory.h"

#include <functional>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr int kRuns = 2;
constexpr int kTicksOfOneRun = 4;
constexpr auto kTick = 5s;  // so that seconds settle, and a standing is due, within few of them
constexpr std::uint64_t kOfOneTick = 5;
constexpr std::uint64_t kAll = kRuns * kTicksOfOneRun * kOfOneTick;

/// What a station was told of its history.
struct Told {
    std::uint64_t recorded = 0;
    int failures = 0;
};

/// Tries twice, as the recorder does after a while.
bool retry(Told& told, const std::function<bool()>& step) {
    if (step()) return true;
    ++told.failures;
    return step();
}

/// One station's life, until something fails twice.
class Station {
  public:
    Station(std::string directory, const HistoryLimits& limits, Told& told)
        : m_directory(std::move(directory)), m_limits(limits), m_told(told) {}

    bool live(std::chrono::seconds from) {
        m_lab.clock.advance(from);
        if (!retry(m_told, [&] { return open(); })) return false;
        const std::uint64_t before = m_told.recorded;
        for (int tick = 0; tick < kTicksOfOneRun; ++tick) {
            m_lab.outbound("shop", "cart", "cart:80", {.times = 3});
            m_lab.outbound("shop", "payment", "payment:80", {.status = 503, .flags = "UO", .times = 2});
            m_lab.flush();
            m_lab.clock.advance(kTick);
            const bool isWell = retry(m_told, [&] { return m_recorder->tick().has_value(); });
            m_told.recorded = before + m_recorder->status().recorded;
            if (!isWell) return false;
        }
        return true;
    }

  private:
    bool open() {
        auto store = HistoryStore::open(m_directory, m_limits, m_lab.clock);
        if (!store) return false;
        EXPECT_EQ((*store)->movedAside(), "") << "the file was well";
        m_store = std::move(*store);
        m_reader = std::make_unique<HistoryReader>(m_store->path());
        m_recorder = std::make_unique<HistoryRecorder>(m_lab.mesh, *m_store, *m_reader, m_lab.clock);
        return true;
    }

    const std::string m_directory;
    const HistoryLimits m_limits;
    Told& m_told;
    MeshLab m_lab;
    std::unique_ptr<HistoryStore> m_store;
    std::unique_ptr<HistoryReader> m_reader;
    std::unique_ptr<HistoryRecorder> m_recorder;
};

/// A station records, stops, and another one goes on with the same file.
void work(const std::string& directory, const HistoryLimits& limits, Told& told) {
    for (int run = 0; run < kRuns; ++run)
        if (!Station(directory, limits, told).live(std::chrono::seconds(100 * run))) return;
}

HistoryCount reopened(const std::string& directory) {
    const FaultyVfs well;  // as any disk, but for real syncs
    return reopenAndCount(directory);
}

/// How much the work asks of a disk that is well, of what `fault` counts.
std::uint64_t effort(FaultyVfs::Fault fault, const HistoryLimits& limits = {}) {
    const TemporaryDirectory directory;
    Told told;
    std::uint64_t calls = 0;
    {
        FaultyVfs disk;
        disk.arm(fault, ~0ULL);
        work(directory.path(), limits, told);
        calls = disk.counted(fault);
    }
    EXPECT_EQ(told.recorded, kAll);
    EXPECT_EQ(reopened(directory.path()).counted, kAll);
    EXPECT_GT(calls, 100U);
    return calls;
}

/// Requests and rollups go while it records.
HistoryLimits forgetful() {
    HistoryLimits limits;
    limits.keepRequests = 3s;
    limits.keepErrors = 6s;
    limits.keepEvents = 5s;
    return limits;
}

TEST(HistoryDurability, TheDeathOfTheStationAtAnyWriteLosesNothingRecorded) {
    const std::uint64_t writes = effort(FaultyVfs::Fault::death);
    for (std::uint64_t at = 1; at <= writes; ++at) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.arm(FaultyVfs::Fault::death, at);
            work(directory.path(), {}, told);
            ASSERT_TRUE(disk.hasStruck());
        }
        const HistoryCount found = reopened(directory.path());
        EXPECT_GE(found.counted, told.recorded);
        EXPECT_LE(found.counted, told.recorded + kOfOneTick) << "nothing is told twice";
        EXPECT_EQ(found.counted, found.single);
    }
}

TEST(HistoryDurability, APowerCutAtAnyWriteLeavesASoundFileOfWholeCommits) {
    const std::uint64_t writes = effort(FaultyVfs::Fault::powerCut);
    for (std::uint64_t at = 1; at <= writes; ++at) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.seed(at % 4 == 0 ? 0 : at);
            disk.arm(FaultyVfs::Fault::powerCut, at);
            work(directory.path(), {}, told);
        }
        const HistoryCount found = reopened(directory.path());
        EXPECT_LE(found.counted, told.recorded + kOfOneTick);
        EXPECT_EQ(found.counted, found.single);
    }
}

class FailingHistoryCall : public testing::TestWithParam<FaultyVfs::Fault> {};

TEST_P(FailingHistoryCall, CostsAtMostASecondTryAndNothingIsTwiceOrMissing) {
    const std::uint64_t calls = effort(GetParam());
    for (std::uint64_t at = 1; at <= calls; ++at) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.arm(GetParam(), at);
            work(directory.path(), {}, told);
        }
        EXPECT_LE(told.failures, 1);
        EXPECT_EQ(told.recorded, kAll);
        EXPECT_EQ(reopened(directory.path()), (HistoryCount{kAll, kAll}));
    }
}

TEST_P(FailingHistoryCall, WhileItForgetsDoesNotTouchWhatItKeeps) {
    const std::uint64_t calls = effort(GetParam(), forgetful());
    for (std::uint64_t at = 1; at <= calls; at += 11) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.arm(GetParam(), at);
            work(directory.path(), forgetful(), told);
        }
        EXPECT_EQ(told.recorded, kAll);
        EXPECT_EQ(reopened(directory.path()).counted, kAll);
    }
}

TEST_P(FailingHistoryCall, ThatGoesOnFailingStopsTheHistoryAndLosesNothingRecorded) {
    const std::uint64_t calls = effort(GetParam());
    for (std::uint64_t at = 1; at < calls; at += 13) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.arm(GetParam(), at, FaultyVfs::Times::fromThenOn);
            work(directory.path(), {}, told);
        }
        EXPECT_TRUE(told.failures > 0 || told.recorded == kAll);
        const HistoryCount found = reopened(directory.path());
        EXPECT_GE(found.counted, told.recorded);
        EXPECT_LE(found.counted, told.recorded + kOfOneTick);
        EXPECT_EQ(found.counted, found.single);
    }
}

INSTANTIATE_TEST_SUITE_P(OfTheDisk, FailingHistoryCall,
                         testing::Values(FaultyVfs::Fault::ioError, FaultyVfs::Fault::shortWrite,
                                         FaultyVfs::Fault::diskFull),
                         [](const auto& fault) {
                             return fault.param == FaultyVfs::Fault::ioError      ? "IoError"
                                    : fault.param == FaultyVfs::Fault::shortWrite ? "ShortWrite"
                                                                                  : "DiskFull";
                         });

}  // namespace
}  // namespace binnacle
