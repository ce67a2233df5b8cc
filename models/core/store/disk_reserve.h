// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace binnacle {

/// Room on a disk that is taken now, to be given up for what must be written when the disk is full. Not a
/// promise: whoever else fills the disk may be faster. One thread at a time.
class DiskReserve {
  public:
    static constexpr std::int64_t kBytes = 8 << 20;

    explicit DiskReserve(std::string path) : m_path(std::move(path)) {}

    /// Takes the room where it isn't taken yet; where there is none, takes nothing.
    void make() const;
    /// Whether there was room to give up.
    bool giveUp() const;

  private:
    std::string m_path;
};

}  // namespace binnacle
