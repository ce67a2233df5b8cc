// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/scratch_file.h"

#include <fcntl.h>
#include <unistd.h>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace binnacle {

Result<ScratchFile> ScratchFile::make(const std::string& folder) {
    std::string path = folder + "/.binnacle-export-XXXXXX";
    const int file = mkostemp(path.data(), O_CLOEXEC);
    if (file < 0)
        return failure(ErrorCode::unavailable, folder,
                       std::string("no temporary file can be made here: ") + std::strerror(errno));
    close(file);
    return ScratchFile(std::move(path));
}

ScratchFile::~ScratchFile() {
    if (!m_path.empty()) unlink(m_path.c_str());
}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}

}  // namespace binnacle
