// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/confinement.h"
#include "tests/unit/connectors/support/station_lab.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <functional>
#include <future>
#include <thread>

namespace binnacle {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kIsSanitized = true;
#else
constexpr bool kIsSanitized = false;
#endif

/// Runs `attempt` in a confined child; its answer is the exit code (0..100), or 200 + the signal that ended
/// it.
int confined(const std::function<int()>& attempt) {
    const pid_t child = fork();
    if (child == 0) _exit(confine() ? attempt() : 101);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 200 + WTERMSIG(status);
}

/// The error of a system call that should fail, as an exit code; 0 when it worked.
int errorOf(long outcome) {
    return outcome < 0 ? errno : 0;
}

TEST(Confinement, StartsNoOtherProgram) {
    EXPECT_EQ(confined([] { return errorOf(execl("/bin/true", "true", nullptr)); }), EPERM);
    EXPECT_EQ(confined([] { return errorOf(fork()); }), EPERM);
}

TEST(Confinement, ReachesNoNetwork) {
    EXPECT_EQ(confined([] { return errorOf(socket(AF_INET, SOCK_STREAM, 0)); }), EPERM);
    EXPECT_EQ(confined([] { return errorOf(socket(AF_INET6, SOCK_DGRAM, 0)); }), EPERM);
    EXPECT_EQ(confined([] { return errorOf(socket(AF_UNIX, SOCK_STREAM, 0)); }), EPERM);
}

TEST(Confinement, ConnectsNothingThatIsOpen) {
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ASSERT_GE(fd, 0);
    EXPECT_EQ(confined([fd] {
                  sockaddr_in address{};
                  address.sin_family = AF_INET;
                  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
                  address.sin_port = htons(9);
                  return errorOf(connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)));
              }),
              EPERM);
    close(fd);
}

TEST(Confinement, ReadsFilesButWritesNone) {
    const TemporaryDirectory folder;
    const std::string path = folder.file("file");
    const int kept = open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    ASSERT_GE(kept, 0);
    EXPECT_EQ(confined([&] { return errorOf(open(path.c_str(), O_RDONLY)); }), 0);
    EXPECT_EQ(confined([&] { return errorOf(open(path.c_str(), O_WRONLY)); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(open(path.c_str(), O_RDWR)); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(open(path.c_str(), O_RDONLY | O_TRUNC)); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(open(folder.file("new").c_str(), O_CREAT | O_RDONLY, 0600)); }),
              EPERM);
    EXPECT_EQ(confined([&] { return errorOf(write(kept, "x", 1)); }), EFBIG);
    close(kept);
}

TEST(Confinement, MovesAndRemovesNothing) {
    const TemporaryDirectory folder;
    const std::string path = folder.file("file");
    close(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    EXPECT_EQ(confined([&] { return errorOf(unlink(path.c_str())); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(rename(path.c_str(), folder.file("b").c_str())); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(chmod(path.c_str(), 0777)); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(mkdir(folder.file("c").c_str(), 0700)); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(link(path.c_str(), folder.file("d").c_str())); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(symlink("x", folder.file("e").c_str())); }), EPERM);
    EXPECT_EQ(confined([&] { return errorOf(truncate(path.c_str(), 0)); }), EPERM);
}

TEST(Confinement, LeavesOtherProcessesAlone) {
    const pid_t other = getpid();
    EXPECT_EQ(confined([other] { return errorOf(kill(other, 0)); }), EPERM);
    EXPECT_EQ(confined([other] { return errorOf(ptrace(PTRACE_ATTACH, other, nullptr, nullptr)); }), EPERM);
    EXPECT_EQ(confined([] { return errorOf(prctl(PR_SET_DUMPABLE, 1)); }), EPERM);
}

TEST(Confinement, MakesNoCode) {
    EXPECT_EQ(confined([] {
                  void* page = mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
                  return page == MAP_FAILED ? errno : 0;
              }),
              EPERM);
}

TEST(Confinement, HoldsItsMemory) {
    const int outcome = confined([] {
        void* much = mmap(nullptr, 600U << 20U, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        return much == MAP_FAILED ? errno : 0;
    });
    EXPECT_EQ(outcome, kIsSanitized ? 0 : ENOMEM);
    EXPECT_EQ(confined([] {
                  const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
                  return errorOf(setrlimit(RLIMIT_AS, &more));
              }),
              EPERM);
}

TEST(Confinement, HoldsThreadsThatRanBefore) {
    const pid_t child = fork();
    if (child == 0) {
        std::promise<void> isConfined;
        int outcome = 0;
        std::thread early([&] {
            isConfined.get_future().wait();
            outcome = errorOf(socket(AF_INET, SOCK_STREAM, 0));
        });
        if (!confine()) _exit(101);
        isConfined.set_value();
        early.join();
        _exit(outcome);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), EPERM);
}

// A station of its own in the child, as it serves a snapshot; ended by the parent.
[[noreturn]] void serveConfined(StationServerOptions options, int readyEnd) {
    auto listener = UnixListener::bind(options.socketPath);
    if (!listener || !confine()) _exit(101);
    options.listener = std::make_shared<UnixListener>(std::move(*listener));
    MeshLab lab;
    lab.call("checkout", "cart", {.times = 3});
    lab.flush();
    FakePolicyPort policy;
    FakeHistoryPort history;
    options.clock = &lab.clock;
    const auto server = StationServer::start(options, {lab.mesh, policy, history});
    const char ready = server ? 'y' : 'n';
    if (write(readyEnd, &ready, 1) != 1) _exit(102);
    while (true) pause();
}

TEST(Confinement, StillServesWhoeverConnects) {
    const TemporaryDirectory folder;
    StationServerOptions options;
    options.socketPath = folder.file("station.sock");
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) serveConfined(options, ends[1]);
    close(ends[1]);
    char ready = 0;
    ASSERT_EQ(read(ends[0], &ready, 1), 1);
    ASSERT_EQ(ready, 'y');
    {
        std::vector<std::shared_ptr<StationClient>> clients;
        std::vector<std::unique_ptr<Heard<StationStatus>>> heard;
        std::vector<std::unique_ptr<Subscription>> watches;
        for (int i = 0; i < 40; ++i) {
            clients.push_back(connectStation(options.socketPath).value());
            heard.push_back(std::make_unique<Heard<StationStatus>>());
            watches.push_back(clients.back()->watchStatus({}, heard.back()->listener()));
        }
        for (const auto& one : heard) EXPECT_TRUE(one->waitForValues(2));
        const auto frame = clients.front()->topology({});
        ASSERT_TRUE(frame) << frame.error().detail;
        EXPECT_EQ(MeshLab::describe(**frame), "checkout -> cart 200=3 [other side 3]");
    }
    kill(child, SIGKILL);
    EXPECT_EQ(waitpid(child, nullptr, 0), child);
    close(ends[0]);
}

}  // namespace
}  // namespace binnacle
