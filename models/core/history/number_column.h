// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/section.h"

#include <cstdint>
#include <span>
#include <vector>

namespace binnacle {

/// A column of numbers within a blob: what they are above the least of them, byte plane by byte plane, each
/// plane a section of its own. Planes of what hardly varies cost next to nothing. Immutable once read; any
/// thread.
class NumberColumn {
  public:
    static void put(Blob& out, std::span<const std::uint64_t> numbers);
    /// Error: corrupt (also when there are not just `count` of them).
    static Result<NumberColumn> take(BlobReader& from, std::size_t count);

    std::size_t size() const { return m_size; }
    /// Those from `first` on; there must be as many as `out` takes.
    void read(std::size_t first, std::span<std::uint64_t> out) const;
    std::vector<std::uint64_t> all() const;

  private:
    std::size_t m_size = 0;
    std::uint64_t m_least = 0;
    std::vector<Section> m_planes;
};

}  // namespace binnacle
