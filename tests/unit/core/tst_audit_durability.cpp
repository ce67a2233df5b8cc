// SPDX-License-Identifier: GPL-3.0-or-later
// The audit trail on a disk that fails, fills up, or loses power: no journal, no change, and none by half.
#include "models/core/store/audit_store.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <optional>

namespace binnacle {
namespace {

constexpr int kChangesOfOneRun = 3;

/// The changes that a station was told are in its journal, and of which it was told that they are live.
struct Told {
    std::vector<Change> begun;
    std::vector<std::string> live;
    int failures = 0;
};

IntentEdit edit(const std::string& service, const Intent& after) {
    return {.service = service, .kind = after.kind(), .before = {}, .after = after};
}

/// Change number `number` sets two intents, so that half of it would show.
Change changeOf(int number) {
    const auto weight = static_cast<std::uint32_t>(number);
    CircuitBreaker breaker;
    breaker.limits.maxRequests = weight;
    Change change;
    change.at = TimePoint(std::chrono::seconds(1'800'000'000 + number));
    change.who = "ada";
    change.reason = "change " + std::to_string(number) + std::string(3000, '.');
    change.edits = {edit("payment", {"payment", TrafficSplit{{{"payment-v1", weight}, {"payment-v2", 1}}}}),
                    edit("cart", {"cart", breaker})};
    return change;
}

bool begin(AuditStore& store, Change change, Told& told) {
    auto id = store.begin(change);
    if (!id) return false;
    change.id = *id;
    told.begun.push_back(change);
    return true;
}

bool finish(AuditStore& store, Told& told) {
    Change change = told.begun.back();
    change.state = ChangeState::live;
    for (const char* node : {"checkout-1", "billing-1"})
        change.answers.push_back({node, AnswerState::acknowledged, "", Duration(5), "as sent"});
    if (!store.update(change)) return false;
    told.live.push_back(change.id);
    return true;
}

/// Tries twice: whoever journals a change may try again.
bool retry(Told& told, const std::function<bool()>& step) {
    if (step()) return true;
    ++told.failures;
    return step();
}

/// A station starts, changes something, stops, and starts again.
void work(const std::string& directory, Told& told) {
    int number = 0;
    for (int run = 0; run < 2; ++run) {
        std::unique_ptr<AuditStore> store;
        const bool isOpen = retry(told, [&] {
            auto opened = AuditStore::open(directory);
            if (opened) store = std::move(*opened);
            return opened.has_value();
        });
        if (!isOpen) return;
        for (int i = 0; i < kChangesOfOneRun; ++i) {
            const Change change = changeOf(++number);
            if (!retry(told, [&] { return begin(*store, change, told); })) return;
            if (!retry(told, [&] { return finish(*store, told); })) return;
        }
    }
}

std::string integrity(const std::string& directory) {
    auto database = Database::open(directory + "/audit.db");
    if (!database) return database.error().detail;
    auto check = database->prepare("PRAGMA integrity_check");
    if (!check) return check.error().detail;
    const auto row = check->step();
    return row ? check->text(0) : row.error().detail;
}

/// All that was told is there, and nothing by half.
void expectKept(const std::string& directory, const Told& told) {
    const FaultyVfs well;  // as any disk, but for real syncs: what is there is looked at, not kept
    EXPECT_EQ(integrity(directory), "ok");
    const auto store = AuditStore::open(directory);
    ASSERT_TRUE(store.has_value()) << store.error().detail;
    const auto changes = (*store)->changes();
    ASSERT_TRUE(changes.has_value()) << changes.error().detail;
    std::map<std::string, Change> byId;
    for (const Change& change : *changes) {
        EXPECT_EQ(change.edits.size(), 2U) << change.id;
        EXPECT_TRUE(change.answers.empty() || change.answers.size() == 2U) << change.id;
        EXPECT_EQ(change.state == ChangeState::live, !change.answers.empty()) << change.id;
        byId[change.id] = change;
    }
    for (const Change& change : told.begun) {
        ASSERT_TRUE(byId.contains(change.id)) << change.id << " is lost";
        EXPECT_EQ(byId[change.id].edits, change.edits);
        EXPECT_EQ(byId[change.id].reason, change.reason);
    }
    for (const std::string& id : told.live) EXPECT_EQ(byId[id].state, ChangeState::live);
    const auto intents = (*store)->intents();
    ASSERT_TRUE(intents.has_value());
    ASSERT_EQ(intents->size(), changes->empty() ? 0U : 2U);
    for (const StoredIntent& intent : *intents) EXPECT_EQ(intent.change, changes->front().id);
}

TEST(AuditDurability, APowerCutAtAnyWriteLosesNoChangeThatWasJournaled) {
    std::uint64_t writes = 0;
    {
        const TemporaryDirectory directory;
        FaultyVfs disk;
        disk.arm(FaultyVfs::Fault::powerCut, ~0ULL);
        Told told;
        work(directory.path(), told);
        writes = disk.counted(FaultyVfs::Fault::powerCut);
        ASSERT_EQ(told.live.size(), 2U * kChangesOfOneRun);
    }
    ASSERT_GT(writes, 30U);
    for (std::uint64_t at = 1; at <= writes; ++at) {
        for (std::uint64_t seed = 0; seed < 3; ++seed) {
            SCOPED_TRACE("write " + std::to_string(at) + ", seed " + std::to_string(seed));
            const TemporaryDirectory directory;
            Told told;
            {
                FaultyVfs disk;
                disk.seed(seed == 0 ? 0 : at * 3 + seed);
                disk.arm(FaultyVfs::Fault::powerCut, at);
                work(directory.path(), told);
                ASSERT_TRUE(disk.hasStruck());
            }
            expectKept(directory.path(), told);
        }
    }
}

class FailingCall : public testing::TestWithParam<FaultyVfs::Fault> {
  protected:
    /// How many calls the work makes on a disk that is well.
    static std::uint64_t callsOfWork() {
        const TemporaryDirectory directory;
        FaultyVfs disk;
        disk.arm(GetParam(), ~0ULL);
        Told told;
        work(directory.path(), told);
        return disk.counted(GetParam());
    }
};

TEST_P(FailingCall, IsAnErrorAtMostAndTheNextTryWorks) {
    const std::uint64_t calls = callsOfWork();
    ASSERT_GT(calls, 20U);
    for (std::uint64_t at = 1; at <= calls; ++at) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.arm(GetParam(), at);
            work(directory.path(), told);
        }
        EXPECT_EQ(told.begun.size(), 2U * kChangesOfOneRun);
        EXPECT_EQ(told.live.size(), 2U * kChangesOfOneRun);
        EXPECT_LE(told.failures, 1);
        expectKept(directory.path(), told);
    }
}

TEST_P(FailingCall, ThatGoesOnFailingIsAnErrorUntilTheDiskIsWellAgain) {
    const std::uint64_t calls = callsOfWork();
    for (std::uint64_t at = 1; at < calls; at += 3) {
        SCOPED_TRACE(at);
        const TemporaryDirectory directory;
        Told told;
        {
            FaultyVfs disk;
            disk.arm(GetParam(), at, FaultyVfs::Times::fromThenOn);
            work(directory.path(), told);
        }
        EXPECT_TRUE(told.failures > 0 || told.live.size() == 2U * kChangesOfOneRun);
        expectKept(directory.path(), told);
    }
}

INSTANTIATE_TEST_SUITE_P(OfTheDisk, FailingCall,
                         testing::Values(FaultyVfs::Fault::ioError, FaultyVfs::Fault::shortWrite,
                                         FaultyVfs::Fault::diskFull),
                         [](const auto& fault) {
                             return fault.param == FaultyVfs::Fault::ioError      ? "IoError"
                                    : fault.param == FaultyVfs::Fault::shortWrite ? "ShortWrite"
                                                                                  : "DiskFull";
                         });

class FullDisk : public testing::Test {
  protected:
    FullDisk() : store(std::move(*AuditStore::open(directory.path()))) {}

    std::optional<std::int64_t> bytesTaken() const {
        struct stat found{};
        if (::stat(reserve.c_str(), &found) != 0) return std::nullopt;
        return std::int64_t{found.st_blocks} * 512;
    }

    TemporaryDirectory directory;
    std::string reserve = directory.file("audit.reserve");
    FaultyVfs disk;
    std::unique_ptr<AuditStore> store;
    Told told;
};

TEST_F(FullDisk, TheReserveIsReallyTakenFromTheStart) {
    EXPECT_GE(bytesTaken(), DiskReserve::kBytes);
}

TEST_F(FullDisk, AChangeIsStillJournaledWithTheReservesRoom) {
    disk.fullWhile([this] { return bytesTaken().has_value(); });

    ASSERT_TRUE(begin(*store, changeOf(1), told));

    EXPECT_EQ(bytesTaken(), std::nullopt);
    EXPECT_TRUE(finish(*store, told)) << "the reserve is taken again, and given up again";
    store.reset();
    expectKept(directory.path(), told);
}

TEST_F(FullDisk, TheReserveIsTakenBackWhenThereIsRoom) {
    disk.fullWhile([this] { return bytesTaken().has_value(); });
    ASSERT_TRUE(begin(*store, changeOf(1), told));
    disk.fullWhile({});

    ASSERT_TRUE(finish(*store, told));

    EXPECT_GE(bytesTaken(), DiskReserve::kBytes);
}

TEST_F(FullDisk, WithNothingLeftThereIsNoJournalAndSoNoChange) {
    disk.fullWhile([] { return true; });

    const auto id = store->begin(changeOf(1));

    ASSERT_FALSE(id.has_value());
    EXPECT_EQ(id.error().code, ErrorCode::unavailable);
    EXPECT_TRUE(store->changes()->empty());
    disk.fullWhile({});
    EXPECT_TRUE(begin(*store, changeOf(1), told));
    store.reset();
    expectKept(directory.path(), told);
}

}  // namespace
}  // namespace binnacle
