// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_view.h"
#include "models/core/store/sqlite.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace binnacle {

/// The vocabularies of eras that were looked at lately. One that still grows is read on from where it was.
/// Thread-safe.
class VocabularyCache {
  public:
    Result<std::shared_ptr<const LoadedVocabulary>> of(std::int64_t era, Database& database);

  private:
    static constexpr std::size_t kKept = 6;
    struct Entry {
        std::shared_ptr<const LoadedVocabulary> vocabulary;
        std::int64_t lastRow = 0;
        std::uint64_t used = 0;
    };

    void keep(std::int64_t era, Entry entry);

    std::mutex m_mutex;
    std::map<std::int64_t, Entry> m_entries;
    std::uint64_t m_uses = 0;
};

}  // namespace binnacle
