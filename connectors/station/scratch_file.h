// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <string>
#include <utility>

namespace binnacle {

/// A file of one's own with a name nobody else has, readable by this user only; gone with the object. Not for
/// what must last. One thread at a time.
class ScratchFile {
  public:
    /// Error: unavailable (no such folder, no space).
    static Result<ScratchFile> make(const std::string& folder);
    ~ScratchFile();
    ScratchFile(ScratchFile&& other) noexcept;
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;

    const std::string& path() const { return m_path; }

  private:
    explicit ScratchFile(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

}  // namespace binnacle
