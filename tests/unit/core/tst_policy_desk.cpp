// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/policy_desk.h"
#include "tests/support/fake_control_plane.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

namespace binnacle {
namespace {

Intent split(std::uint32_t first, std::uint32_t second) {
    return {"payment", TrafficSplit{{{"payment-v1", first}, {"payment-v2", second}}}};
}

Intent maxRequests(std::uint32_t most) {
    return {
        "payment",
        CircuitBreaker{
            .limits = {.maxConnections = {}, .maxPendingRequests = {}, .maxRequests = most, .maxRetries = {}},
            .outlierDetection = {}}};
}

class PolicyDeskTest : public testing::Test {
  protected:
    void SetUp() override { start(); }

    /// A station starts on the same directory, as after a crash.
    void start() {
        desk.reset();
        store.reset();
        store = std::move(*AuditStore::open(directory.path()));
        desk = std::make_unique<PolicyDesk>(plane, *store, clock, answerWait);
        ASSERT_TRUE(desk->restore().has_value());
    }

    Result<Change> apply(const Intent& intent, const std::string& basedOn = {}) {
        return desk->apply({{intent}, basedOn, "ada", "because"}, {});
    }

    TemporaryDirectory directory;
    Duration answerWait = PolicyDesk::kAnswerWait;
    ManualClock clock;
    FakeControlPlane plane;
    std::unique_ptr<AuditStore> store;
    std::unique_ptr<PolicyDesk> desk;
};

TEST_F(PolicyDeskTest, ApplyingASplitIsLiveWhenEveryProxyAcknowledges) {
    const auto change = apply(split(50, 50));

    ASSERT_TRUE(change.has_value());
    EXPECT_EQ(change->state, ChangeState::live);
    EXPECT_EQ(change->id, "c-1");
    EXPECT_EQ(change->at, clock.now());
    ASSERT_EQ(change->answers.size(), 2U);
    EXPECT_EQ(change->answers[0].live, change->answers[0].node + " has payment");
    EXPECT_EQ(plane.written.back(), std::vector{split(50, 50)});
}

TEST_F(PolicyDeskTest, ProgressTellsEachAnswerAndEndsWithWhatIsReturned) {
    std::vector<Change> told;
    const auto change =
        desk->apply({{split(1, 1)}, {}, "ada", "why"}, [&told](const Change& one) { told.push_back(one); });

    ASSERT_TRUE(change.has_value());
    ASSERT_FALSE(told.empty());
    EXPECT_EQ(told.back().answers.size(), change->answers.size());
}

TEST_F(PolicyDeskTest, OneRejectionMakesItPartlyLiveWithTheProxysOwnWords) {
    plane.replies["billing-1"] = AnswerState::rejected;

    const auto change = apply(split(50, 50));

    ASSERT_TRUE(change.has_value());
    EXPECT_EQ(change->state, ChangeState::partlyLive);
    EXPECT_EQ(change->answers[1].error + change->answers[0].error, "weights may not be negative");
}

TEST_F(PolicyDeskTest, ASilentProxyIsNotWaitedForForeverAndItsLateAnswerIsKept) {
    plane.replies.erase("billing-1");
    answerWait = Duration::zero();
    start();

    const auto change = apply(split(50, 50));
    ASSERT_TRUE(change.has_value());
    EXPECT_EQ(change->state, ChangeState::partlyLive);
    plane.answer({"billing-1", AnswerState::acknowledged, "", std::chrono::seconds(5), ""});

    EXPECT_EQ(desk->history()->front().state, ChangeState::live);
    start();
    EXPECT_EQ(desk->history()->front().state, ChangeState::live);
}

TEST_F(PolicyDeskTest, AnAnswerToAnOlderChangeIsNotTakenForTheNewOne) {
    ASSERT_TRUE(apply(split(50, 50)).has_value());
    const auto older = plane.answer;
    ASSERT_TRUE(apply(split(60, 40)).has_value());

    older({"billing-1", AnswerState::rejected, "too late", {}, ""});

    EXPECT_EQ(desk->history()->front().state, ChangeState::live);
}

TEST_F(PolicyDeskTest, AWriteOnAnOldVersionIsAConflictAndSendsNothing) {
    const auto read = desk->plan({split(50, 50)});
    ASSERT_TRUE(apply(split(80, 20)).has_value());
    const auto writes = plane.written.size();

    const auto change = apply(split(50, 50), read->basedOn);

    ASSERT_FALSE(change.has_value());
    EXPECT_EQ(change.error().code, ErrorCode::conflict);
    EXPECT_EQ(plane.written.size(), writes);
}

TEST_F(PolicyDeskTest, AnotherServicesChangeIsNoConflict) {
    const auto read = desk->plan({split(50, 50)});
    ASSERT_TRUE(desk->apply({{{"cart", TrafficSplit{{{"cart", 1}}}}}, {}, "bob", "why"}, {}).has_value());

    EXPECT_TRUE(apply(split(50, 50), read->basedOn).has_value());
}

TEST_F(PolicyDeskTest, RevertPutsBackWhatWasThereBefore) {
    ASSERT_TRUE(apply(split(90, 10)).has_value());
    const auto bad = apply(split(0, 100));
    ASSERT_TRUE(bad.has_value());

    const auto back = desk->revert({bad->id, "ada", "errors rose"}, {});

    ASSERT_TRUE(back.has_value());
    EXPECT_EQ(back->reverts, bad->id);
    EXPECT_EQ(plane.written.back(), std::vector{split(90, 10)});
    const auto history = *desk->history();
    EXPECT_EQ(history[1].id, bad->id);
    EXPECT_EQ(history[1].state, ChangeState::reverted);
}

TEST_F(PolicyDeskTest, RevertOfTheFirstChangeLeavesNoIntentOfOurs) {
    const auto first = apply(maxRequests(2));

    ASSERT_TRUE(desk->revert({first->id, "ada", ""}, {}).has_value());

    EXPECT_TRUE(plane.written.back().empty());
    EXPECT_TRUE(desk->policies({})->empty());
}

TEST_F(PolicyDeskTest, RevertRefusesWhatWasChangedSince) {
    const auto first = apply(split(90, 10));
    ASSERT_TRUE(apply(split(50, 50)).has_value());

    const auto back = desk->revert({first->id, "ada", ""}, {});

    ASSERT_FALSE(back.has_value());
    EXPECT_EQ(back.error().code, ErrorCode::conflict);
    EXPECT_EQ(desk->revert({"c-99", "ada", ""}, {}).error().code, ErrorCode::notFound);
}

TEST_F(PolicyDeskTest, ARestartHandsTheStoredIntentsOverBeforeAnythingElse) {
    ASSERT_TRUE(apply(split(50, 50)).has_value());
    ASSERT_TRUE(apply(maxRequests(2)).has_value());
    plane.written.clear();

    start();

    ASSERT_EQ(plane.written.size(), 1U);
    EXPECT_EQ(plane.written.front(), (std::vector{split(50, 50), maxRequests(2)}));
    EXPECT_EQ(desk->history()->size(), 2U);
    EXPECT_EQ(desk->history()->front().reason, "because");
}

TEST_F(PolicyDeskTest, AChangeThatTheStationDiedInIsUnknownUntilTheProxiesTell) {
    Change open;
    open.who = "ada";
    open.reason = "died here";
    open.edits = {{"payment", IntentKind::trafficSplit, {}, split(50, 50)}};
    ASSERT_TRUE(store->begin(open).has_value());
    plane.replies.clear();

    start();
    EXPECT_EQ(desk->history()->front().state, ChangeState::unknown);
    EXPECT_EQ(plane.written.back(), std::vector{split(50, 50)});
    plane.answer({"checkout-1", AnswerState::acknowledged, "", {}, ""});

    EXPECT_EQ(desk->history()->front().state, ChangeState::live);
}

TEST_F(PolicyDeskTest, RefusesWithoutReasonOnReadOnlyAndWithErrors) {
    EXPECT_EQ(desk->apply({{split(1, 1)}, {}, "ada", ""}, {}).error().code, ErrorCode::invalid);
    EXPECT_EQ(apply(split(0, 0)).error().code, ErrorCode::invalid);
    plane.problems = {{"subset-unknown", Severity::error, "here", "unknown", "name one"}};
    EXPECT_EQ(apply(split(1, 1)).error().code, ErrorCode::invalid);
    plane.problems.clear();
    desk->setReadOnly(true);
    EXPECT_EQ(apply(split(1, 1)).error().code, ErrorCode::unavailable);
    EXPECT_TRUE(desk->history()->empty());
}

TEST_F(PolicyDeskTest, ApplyingWhatIsInForceIsRefusedAsNothing) {
    ASSERT_TRUE(apply(split(50, 50)).has_value());

    EXPECT_EQ(apply(split(50, 50)).error().detail, "nothing would change");
}

TEST_F(PolicyDeskTest, AControlPlaneThatIsAwayIsToldAndTheChangeStaysUnknown) {
    plane.failing = true;

    EXPECT_EQ(apply(split(50, 50)).error().code, ErrorCode::unavailable);
    EXPECT_EQ(desk->history()->front().state, ChangeState::unknown);
}

TEST_F(PolicyDeskTest, OursStandsOverTheMeshFilesAndSaysWhereEachValueComesFrom) {
    plane.base = {{split(90, 10), {{"weights.payment-v1", "90", "mesh file"}}, {"checkout-1"}}};
    ASSERT_TRUE(apply(split(50, 50)).has_value());

    const auto policies = *desk->policies({});

    ASSERT_EQ(policies.size(), 1U);
    EXPECT_EQ(policies[0].intent, split(50, 50));
    EXPECT_EQ(policies[0].values[0].origin, "change c-1");
    EXPECT_EQ(policies[0].proxies, std::vector<std::string>{"checkout-1"});
}

TEST_F(PolicyDeskTest, ShowsWhatWasInForceAtAnyMoment) {
    const TimePoint start = clock.now();
    clock.advance(std::chrono::minutes(1));
    ASSERT_TRUE(apply(split(50, 50)).has_value());
    clock.advance(std::chrono::minutes(1));
    ASSERT_TRUE(apply(split(0, 100)).has_value());
    clock.advance(std::chrono::minutes(1));

    EXPECT_TRUE(desk->policies(start)->empty());
    const auto between = *desk->policies(start + std::chrono::seconds(90));
    ASSERT_EQ(between.size(), 1U);
    EXPECT_EQ(between[0].intent, split(50, 50));
    EXPECT_EQ(between[0].values[0].origin, "change c-1");
    EXPECT_EQ(desk->policies(clock.now())->front().intent, split(0, 100));
}

TEST_F(PolicyDeskTest, HistoryCanBeReadWhileAChangeWaitsForAnswers) {
    plane.replies.clear();
    std::jthread applying([this] { static_cast<void>(apply(split(50, 50))); });
    while (desk->history()->empty()) std::this_thread::yield();

    EXPECT_EQ(desk->history()->front().state, ChangeState::sending);
    while (desk->history()->front().answers.size() < 2) std::this_thread::yield();
    for (const char* node : {"checkout-1", "billing-1"})
        plane.answer({node, AnswerState::acknowledged, "", {}, ""});
    applying.join();
    EXPECT_EQ(desk->history()->front().state, ChangeState::live);
}

TEST(AuditStore, IsPrivateAndHasOneOwner) {
    const TemporaryDirectory directory;
    const auto first = AuditStore::open(directory.path());
    ASSERT_TRUE(first.has_value());

    const auto second = AuditStore::open(directory.path());

    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    struct stat info{};
    ASSERT_EQ(::stat(directory.file("audit.db").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(AuditStore, RefusesAFileThatIsNotItsOwnOrNewer) {
    const TemporaryDirectory directory;
    {
        auto database = Database::open(directory.file("audit.db"));
        ASSERT_TRUE(database->run("PRAGMA user_version = 99; CREATE TABLE x(y)").has_value());
    }

    EXPECT_EQ(AuditStore::open(directory.path()).error().code, ErrorCode::corrupt);
    EXPECT_FALSE(AuditStore::open(directory.file("missing")).has_value());
}

}  // namespace
}  // namespace binnacle
