// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace binnacle {

/// Takes secrets out of text that leaves, by their shape: tokens of known makers, keys, passwords and
/// whatever else is long and looks random. Each becomes "[removed: KIND]" and is counted. Total and linear on
/// any text. Not for what must stay as it is byte by byte. One thread at a time.
class Redaction {
  public:
    std::string text(std::string_view raw);
    /// A request's path; its query goes whole.
    std::string path(std::string_view raw);

    /// Kind of secret -> count.
    const std::map<std::string, std::uint64_t>& removed() const { return m_removed; }

  private:
    std::string replacement(const char* kind);

    std::map<std::string, std::uint64_t> m_removed;
};

/// Whether it is worth a closer look: what most paths are is told by one pass over them. Any thread.
bool mayHoldSecret(std::string_view text);

}  // namespace binnacle
