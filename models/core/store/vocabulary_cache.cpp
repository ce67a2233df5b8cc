// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/vocabulary_cache.h"

#include "models/core/history/vocabulary_codec.h"

#include <algorithm>

namespace binnacle {

Result<std::shared_ptr<const LoadedVocabulary>> VocabularyCache::of(std::int64_t era, Database& database) {
    Entry known;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_entries.find(era);
        if (found != m_entries.end()) known = found->second;
    }
    auto rows = database.prepare("SELECT id, data FROM vocabulary WHERE era = ? AND id > ? ORDER BY id");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(era).bind(known.lastRow);
    Vocabulary words;
    bool isNew = false;
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) break;
        if (!isNew && known.vocabulary) words = known.vocabulary->words;
        isNew = true;
        if (auto learned = appendVocabulary(words, rows->bytes(1)); !learned)
            return tl::unexpected(learned.error());
        known.lastRow = rows->integer(0);
    }
    if (isNew || !known.vocabulary)
        known.vocabulary = std::make_shared<const LoadedVocabulary>(std::move(words));
    keep(era, known);
    return known.vocabulary;
}

void VocabularyCache::keep(std::int64_t era, Entry entry) {
    const std::lock_guard lock(m_mutex);
    entry.used = ++m_uses;
    m_entries[era] = std::move(entry);
    if (m_entries.size() <= kKept) return;
    m_entries.erase(std::min_element(m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) {
        return a.second.used < b.second.used;
    }));
}

}  // namespace binnacle
