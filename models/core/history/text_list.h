// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/number_column.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// A list of short texts within a blob. Ids of hexadecimal digits (a UUID in lower case, a trace's 32 or 16
/// digits) are kept as the bytes they stand for; the rest is packed as one. One thread at a time.
class TextList {
  public:
    static constexpr std::size_t kMaxText = 65'535;

    static void put(Blob& out, std::span<const std::string_view> texts);
    /// Error: corrupt (also when there are over `most` texts).
    static Result<TextList> take(BlobReader& from, std::size_t most);

    std::size_t size() const { return m_ends.size(); }
    std::string_view operator[](std::size_t i) const {
        const std::size_t begin = i == 0 ? 0 : m_ends[i - 1];
        return std::string_view(m_pool).substr(begin, m_ends[i] - begin);
    }

  private:
    bool add(std::uint64_t shape, BlobReader& digits, BlobReader& rest);

    std::string m_pool;
    std::vector<std::size_t> m_ends;
};

}  // namespace binnacle
