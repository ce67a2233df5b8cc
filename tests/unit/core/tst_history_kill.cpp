// SPDX-License-Identifier: GPL-3.0-or-later
// A station is killed again and again while it records at full load: what it said is on disk is there.
// BINNACLE_KILL_ROUNDS says how often (100).
#include "tests/support/history_count.h"
#include "tests/support/temporary_directory.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <random>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

// A folder sees so many kills; each run starts this much after the one before. All of it is young enough to
// be kept whole.
constexpr int kRoundsOfOneFolder = 10;
constexpr int kSecondsOfOneRun = 500;

int roundsWanted() {
    const char* const told = std::getenv("BINNACLE_KILL_ROUNDS");
    return told == nullptr ? 100 : std::atoi(told);
}

/// A station in a process of its own. Killed at its end at the latest.
class Victim {
  public:
    Victim(const std::string& directory, int from) {
        int ends[2] = {-1, -1};
        if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
        m_from = ends[0];
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        std::string program = BINNACLE_HISTORY_VICTIM;
        std::string folder = directory;
        std::string second = std::to_string(from);
        char* const arguments[] = {program.data(), folder.data(), second.data(), nullptr};
        if (::posix_spawn(&m_process, program.c_str(), &actions, nullptr, arguments, environ) != 0)
            std::abort();
        ::posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
    }
    ~Victim() {
        if (m_process > 0) kill();
        ::close(m_from);
    }
    Victim(const Victim&) = delete;
    Victim& operator=(const Victim&) = delete;

    /// Reads what it says: until it has said something, and then for as long as it may live.
    void live(std::chrono::microseconds length) {
        while (m_said.find('\n') == std::string::npos && read()) continue;
        const auto end = std::chrono::steady_clock::now() + length;
        for (;;) {
            const auto left = end - std::chrono::steady_clock::now();
            const timespec time{
                .tv_sec = 0, .tv_nsec = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count()};
            pollfd told{.fd = m_from, .events = POLLIN, .revents = 0};
            if (left <= 0ns || ::ppoll(&told, 1, &time, nullptr) <= 0 || !read()) return;
        }
    }
    /// How many records it said were on disk, up to its last word.
    std::uint64_t kill() {
        ::kill(m_process, SIGKILL);
        int status = 0;
        ::waitpid(m_process, &status, 0);
        EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself";
        m_process = -1;
        while (read()) continue;
        const auto end = m_said.rfind('\n');
        if (end == std::string::npos) return 0;
        const auto before = m_said.rfind('\n', end - 1);
        return std::strtoull(m_said.c_str() + (before == std::string::npos ? 0 : before + 1), nullptr, 10);
    }

  private:
    bool read() {
        char bytes[4096];
        const ssize_t got = ::read(m_from, bytes, sizeof bytes);
        if (got > 0) m_said.append(bytes, static_cast<std::size_t>(got));
        return got > 0;
    }

    pid_t m_process = -1;
    int m_from = -1;
    std::string m_said;
};

TEST(HistoryKill, NothingThatWasSaidToBeOnDiskIsLost) {
    std::mt19937_64 random(4);
    std::unique_ptr<TemporaryDirectory> directory;
    std::uint64_t said = 0;
    std::uint64_t inAll = 0;
    const int rounds = roundsWanted();
    for (int round = 0; round < rounds && !HasFailure(); ++round) {
        SCOPED_TRACE(round);
        const int turn = round % kRoundsOfOneFolder;
        if (turn == 0) {
            directory = std::make_unique<TemporaryDirectory>();
            said = 0;
        }
        Victim victim(directory->path(), turn * kSecondsOfOneRun);
        victim.live(std::chrono::microseconds(random() % 100'000));
        const std::uint64_t now = victim.kill();
        said += now;
        inAll += now;

        const HistoryCount found = reopenAndCount(directory->path());

        EXPECT_GE(found.counted, said);
        EXPECT_EQ(found.counted, found.single) << "a commit is there whole, or not at all";
        said = found.counted;
    }
    std::printf("%d kills, %llu records were said to be on disk, none is lost\n", rounds,
                static_cast<unsigned long long>(inAll));
}

}  // namespace
}  // namespace binnacle
