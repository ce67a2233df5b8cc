// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/index_table.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// A fast, salted hash of short byte strings, and one of two numbers.
std::uint64_t hashBytes(std::string_view bytes);
std::uint64_t hashPair(std::uint64_t a, std::uint64_t b);

/// A dictionary of raw byte strings: each gets the next small number. Found by what was received, so that
/// text is made safe once, when it is first kept. One thread at a time.
class NameTable {
  public:
    static constexpr std::uint32_t kNotFound = IndexTable::kNotFound;

    std::uint32_t find(std::string_view raw, std::uint64_t hash) const {
        return m_table.find(hash, [&](std::uint32_t id) { return m_names[id] == raw; });
    }
    /// `raw` must not be in here yet.
    std::uint32_t add(std::string_view raw, std::uint64_t hash);
    std::size_t size() const { return m_names.size(); }
    void clear();

  private:
    IndexTable m_table;
    std::vector<std::string> m_names;
};

}  // namespace binnacle
