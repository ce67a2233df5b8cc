// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/peer_check.h"
#include "connectors/station/unix_acceptor.h"
#include "connectors/station/unix_path.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <atomic>
#include <fstream>
#include <future>

namespace binnacle {
namespace {

mode_t modeOf(const std::string& path) {
    struct stat status{};
    return lstat(path.c_str(), &status) == 0 ? status.st_mode & 0777U : 0;
}

int dial(const std::string& path) {
    const auto address = unixAddress(path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    EXPECT_EQ(connect(fd, reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)), 0);
    return fd;
}

// Blocks until the other end closes; false when it sends or stays for five seconds.
bool isClosedByPeer(int fd) {
    pollfd waiting{fd, POLLIN, 0};
    char byte = 0;
    return poll(&waiting, 1, 5000) == 1 && read(fd, &byte, 1) <= 0;
}

void closeAtOnce(int fd) {
    close(fd);
}

struct Place {
    std::string path;
    uid_t allowedUid;
    std::size_t connections = 64;
};

Result<std::unique_ptr<UnixAcceptor>> listenAt(const Place& place, UnixAcceptor::OnConnection onConnection) {
    auto listener = UnixListener::bind(place.path);
    if (!listener) return tl::unexpected(listener.error());
    return UnixAcceptor::start(std::move(*listener), {place.allowedUid, place.connections},
                               std::move(onConnection));
}

TEST(StationSocket, IsForThisUserOnly) {
    const TemporaryDirectory folder;
    const std::string path = folder.file("run/station.sock");

    const auto acceptor = listenAt({path, geteuid()}, closeAtOnce);

    ASSERT_TRUE(acceptor);
    EXPECT_EQ(modeOf(path), 0600U);
    EXPECT_EQ(modeOf(folder.file("run")), 0700U);
}

TEST(StationSocket, HandsOverAConnectionOfThisUser) {
    const TemporaryDirectory folder;
    std::promise<int> accepted;
    const auto acceptor = listenAt({folder.file("s"), geteuid()}, [&](int fd) { accepted.set_value(fd); });
    ASSERT_TRUE(acceptor);

    const int mine = dial(folder.file("s"));
    const int theirs = accepted.get_future().get();

    EXPECT_EQ(write(theirs, "x", 1), 1);
    char byte = 0;
    EXPECT_EQ(read(mine, &byte, 1), 1);
    close(theirs);
    close(mine);
}

TEST(StationSocket, TurnsAnotherUserAway) {
    const TemporaryDirectory folder;
    std::atomic<int> accepted = 0;
    const auto acceptor = listenAt({folder.file("s"), geteuid() + 1}, [&](int fd) {
        ++accepted;
        close(fd);
    });
    ASSERT_TRUE(acceptor);

    const int fd = dial(folder.file("s"));

    EXPECT_TRUE(isClosedByPeer(fd));
    EXPECT_EQ(accepted, 0);
    close(fd);
}

TEST(StationSocket, AsksTheKernelWhoIsThere) {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    EXPECT_TRUE(checkPeer(ends[0], geteuid()));
    EXPECT_EQ(checkPeer(ends[0], geteuid() + 1).error().code, ErrorCode::invalid);
    close(ends[0]);
    close(ends[1]);
}

TEST(StationSocket, TakesNoMoreConnectionsThanItMay) {
    const TemporaryDirectory folder;
    std::promise<int> first;
    const auto acceptor = listenAt({folder.file("s"), geteuid(), 1}, [&](int fd) { first.set_value(fd); });
    ASSERT_TRUE(acceptor);
    const int kept = dial(folder.file("s"));
    const int handed = first.get_future().get();

    const int tooMany = dial(folder.file("s"));

    EXPECT_TRUE(isClosedByPeer(tooMany));
    close(tooMany);
    close(handed);
    close(kept);
}

TEST(StationSocket, ReplacesASocketThatNobodyAnswersOn) {
    const TemporaryDirectory folder;
    const std::string path = folder.file("s");
    const auto address = unixAddress(path);
    const int left = socket(AF_UNIX, SOCK_STREAM, 0);
    ASSERT_EQ(bind(left, reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)), 0);
    close(left);

    EXPECT_TRUE(listenAt({path, geteuid()}, closeAtOnce));
}

TEST(StationSocket, LeavesALivingStationAlone) {
    const TemporaryDirectory folder;
    const auto first = listenAt({folder.file("s"), geteuid()}, closeAtOnce);
    ASSERT_TRUE(first);

    const auto second = listenAt({folder.file("s"), geteuid()}, closeAtOnce);

    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_TRUE(answersAt(folder.file("s")));
}

TEST(StationSocket, LeavesAFileThatIsNoSocketAlone) {
    const TemporaryDirectory folder;
    std::ofstream(folder.file("s")) << "mine";

    const auto acceptor = listenAt({folder.file("s"), geteuid()}, closeAtOnce);

    ASSERT_FALSE(acceptor);
    EXPECT_TRUE(std::filesystem::is_regular_file(folder.file("s")));
}

TEST(StationSocket, RefusesAFolderThatOthersMayWriteTo) {
    const TemporaryDirectory folder;
    ASSERT_EQ(chmod(folder.path().c_str(), 0777), 0);
    EXPECT_EQ(listenAt({folder.file("s"), geteuid()}, closeAtOnce).error().code, ErrorCode::invalid);
}

TEST(StationSocket, SaysThatAPathIsTooLong) {
    const TemporaryDirectory folder;
    const auto acceptor = listenAt({folder.file(std::string(120, 'x')), geteuid()}, closeAtOnce);
    ASSERT_FALSE(acceptor);
    EXPECT_NE(acceptor.error().detail.find("too long"), std::string::npos);
}

TEST(StationSocket, RemovesItsSocketButNotItsSuccessors) {
    const TemporaryDirectory folder;
    const std::string path = folder.file("s");
    {
        const auto acceptor = listenAt({path, geteuid()}, closeAtOnce);
        ASSERT_TRUE(acceptor);
    }
    EXPECT_FALSE(std::filesystem::exists(path));

    auto old = listenAt({path, geteuid()}, closeAtOnce);
    ASSERT_TRUE(old);
    std::filesystem::rename(path, path + ".moved");
    const auto successor = listenAt({path, geteuid()}, closeAtOnce);
    ASSERT_TRUE(successor);
    old->reset();
    EXPECT_TRUE(answersAt(path));
}

}  // namespace
}  // namespace binnacle
