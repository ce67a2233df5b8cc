// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/descriptor.h"
#include "models/core/base/result.h"

#include <sys/stat.h>
#include <string>

namespace binnacle {

/// A Unix socket that listens: 0600, in a folder 0700. A socket file that nobody answers on is replaced; one
/// that somebody answers on is an Error. Removes the file with itself if it is still its own. One thread at a
/// time.
class UnixListener {
  public:
    static Result<UnixListener> bind(const std::string& path);
    ~UnixListener();
    UnixListener(UnixListener&& other) noexcept = default;
    UnixListener(const UnixListener&) = delete;
    UnixListener& operator=(const UnixListener&) = delete;

    int descriptor() const { return m_descriptor.get(); }

  private:
    UnixListener(std::string path, Descriptor descriptor);

    std::string m_path;
    Descriptor m_descriptor;
    struct stat m_file{};
};

}  // namespace binnacle
