// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/part_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace binnacle {
namespace {

auto systemFailure(const std::string& path, const std::string& what) {
    return failure(ErrorCode::unavailable, path, what + ": " + std::strerror(errno));
}

// A rename lasts once the folder that holds the name is on disk.
void syncFolderOf(const std::string& path) {
    const auto folder = std::filesystem::absolute(path).parent_path();
    const int fd = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return;
    fsync(fd);
    close(fd);
}

}  // namespace

Result<PartFile> PartFile::create(const std::string& path) {
    const std::string part = path + ".part";
    const int fd = open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return systemFailure(path, "cannot be written");
    return PartFile(path, fd);
}

PartFile::~PartFile() {
    if (m_fd < 0) return;
    close(m_fd);
    unlink(partPath().c_str());
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_fd(std::exchange(other.m_fd, -1)) {}

Result<void> PartFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(m_fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return systemFailure(m_path, "cannot be written");
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> PartFile::keep() {
    if (fsync(m_fd) != 0) return systemFailure(m_path, "cannot be written");
    if (std::rename(partPath().c_str(), m_path.c_str()) != 0)
        return systemFailure(m_path, "cannot be replaced");
    close(std::exchange(m_fd, -1));
    syncFolderOf(m_path);
    return {};
}

}  // namespace binnacle
