// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/unix_path.h"

#include <sys/socket.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>

namespace binnacle {

Result<sockaddr_un> unixAddress(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.empty() || path.find('\0') != std::string::npos)
        return failure(ErrorCode::invalid, path, "is not a path for a socket");
    if (path.size() >= sizeof(address.sun_path))
        return failure(ErrorCode::invalid, path,
                       "is too long for a socket: " + std::to_string(path.size()) + " bytes, at most " +
                           std::to_string(sizeof(address.sun_path) - 1) +
                           "; name a shorter one with --socket");
    std::memcpy(address.sun_path, path.data(), path.size());
    return address;
}

bool answersAt(const std::string& path) {
    const auto address = unixAddress(path);
    if (!address) return false;
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) return false;
    const bool answered = connect(fd, reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) == 0;
    // A full queue is somebody, too.
    const bool busy = !answered && errno == EAGAIN;
    close(fd);
    return answered || busy;
}

}  // namespace binnacle
