// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/disk_reserve.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace binnacle {
namespace {

// A sparse file of that size would keep nothing.
bool isTaken(const std::string& path) {
    constexpr std::int64_t kBlock = 512;  // what st_blocks counts in, whatever the file system's own is
    struct stat found{};
    return ::stat(path.c_str(), &found) == 0 && found.st_size >= DiskReserve::kBytes &&
           found.st_blocks * kBlock >= DiskReserve::kBytes;
}

}  // namespace

void DiskReserve::make() const {
    if (isTaken(m_path)) return;
    const int file = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return;
    const bool isFull = ::posix_fallocate(file, 0, kBytes) != 0;
    ::close(file);
    if (isFull) ::unlink(m_path.c_str());  // half a reserve would only be in the way
}

bool DiskReserve::giveUp() const {
    return ::unlink(m_path.c_str()) == 0;
}

}  // namespace binnacle
