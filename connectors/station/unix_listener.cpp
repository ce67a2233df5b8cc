// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/unix_listener.h"

#include "connectors/station/unix_path.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <utility>

namespace binnacle {
namespace {

constexpr int kBacklog = 32;

auto systemFailure(const std::string& subject, const std::string& what) {
    return failure(ErrorCode::unavailable, subject, what + ": " + std::strerror(errno));
}

// The umask belongs to the whole process, so only one bind at a time may borrow it.
int bindPrivately(int fd, const sockaddr_un& address) {
    static std::mutex mutex;
    const std::scoped_lock lock(mutex);
    const mode_t before = umask(0177);
    const int outcome = ::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    umask(before);
    return outcome;
}

Result<void> prepareFolder(const std::string& path) {
    const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
    std::error_code error;
    const bool made = std::filesystem::create_directories(folder, error);
    if (error) return failure(ErrorCode::unavailable, folder.string(), "cannot be made: " + error.message());
    if (made && chmod(folder.c_str(), 0700) != 0)
        return systemFailure(folder.string(), "cannot be made private");
    struct stat status{};
    if (stat(folder.c_str(), &status) != 0) return systemFailure(folder.string(), "cannot be read");
    // In a folder that others may write to, they could put a socket of their own in the place of ours.
    const bool othersMayRename = (status.st_mode & 0022) != 0 && (status.st_mode & S_ISVTX) == 0;
    if (othersMayRename)
        return failure(ErrorCode::invalid, folder.string(),
                       "others may write to it; use a folder of mode 0700");
    return {};
}

Result<void> clearStaleSocket(const std::string& path) {
    struct stat status{};
    if (lstat(path.c_str(), &status) != 0) return {};
    if (!S_ISSOCK(status.st_mode))
        return failure(ErrorCode::conflict, path, "is not a socket; it is left alone, name another path");
    if (answersAt(path)) return failure(ErrorCode::conflict, path, "another station answers here");
    if (unlink(path.c_str()) != 0)
        return systemFailure(path, "cannot remove the socket a station left behind");
    return {};
}

}  // namespace

Result<UnixListener> UnixListener::bind(const std::string& path) {
    const auto address = unixAddress(path);
    if (!address) return tl::unexpected(address.error());
    if (auto ready = prepareFolder(path); !ready) return tl::unexpected(ready.error());
    if (auto cleared = clearStaleSocket(path); !cleared) return tl::unexpected(cleared.error());
    Descriptor descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (descriptor.get() < 0) return systemFailure(path, "no descriptor");
    if (bindPrivately(descriptor.get(), *address) != 0) return systemFailure(path, "cannot listen");
    UnixListener listener(path, std::move(descriptor));
    if (lstat(path.c_str(), &listener.m_file) != 0) return systemFailure(path, "cannot listen");
    if (listen(listener.descriptor(), kBacklog) != 0) return systemFailure(path, "cannot listen");
    return listener;
}

UnixListener::UnixListener(std::string path, Descriptor descriptor)
    : m_path(std::move(path)), m_descriptor(std::move(descriptor)) {}

UnixListener::~UnixListener() {
    if (m_descriptor.get() < 0) return;
    struct stat now{};
    if (lstat(m_path.c_str(), &now) != 0) return;
    if (now.st_ino == m_file.st_ino && now.st_dev == m_file.st_dev) unlink(m_path.c_str());
}

}  // namespace binnacle
