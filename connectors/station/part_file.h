// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <string>
#include <string_view>
#include <utility>

namespace binnacle {

/// A file in the making: grows as PATH.part, takes PATH's place when it is whole and on disk, and leaves
/// nothing otherwise. One thread at a time. Errors: unavailable.
class PartFile {
  public:
    static Result<PartFile> create(const std::string& path);
    ~PartFile();
    PartFile(PartFile&& other) noexcept;
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    const std::string& path() const { return m_path; }
    Result<void> append(std::string_view bytes);
    Result<void> keep();

  private:
    PartFile(std::string path, int fd) : m_path(std::move(path)), m_fd(fd) {}
    std::string partPath() const { return m_path + ".part"; }

    std::string m_path;
    int m_fd;
};

}  // namespace binnacle
