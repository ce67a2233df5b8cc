// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/blob.h"
#include "models/core/history/vocabulary.h"

#include <cstddef>

namespace binnacle {

/// How much of a vocabulary is written down already.
struct VocabularyMark {
    std::size_t names = 0;
    std::size_t workloads = 0;
    std::size_t keys = 0;

    bool operator==(const VocabularyMark&) const = default;
};
VocabularyMark markOf(const Vocabulary& vocabulary);

/// No vocabulary grows beyond this many names, keys or workloads: whoever writes one begins another before.
inline constexpr std::size_t kMaxVocabulary = 2'000'000;

/// What `vocabulary` holds beyond `known`, as one blob. A pure function; any thread.
Blob encodeVocabulary(const Vocabulary& vocabulary, const VocabularyMark& known);
/// Appends what a blob teaches; after an error nothing has changed. Total on any bytes: keys refer to names
/// and workloads that are there. Error: corrupt (also when it does not continue where `vocabulary` ends).
Result<void> appendVocabulary(Vocabulary& vocabulary, BlobView blob);

}  // namespace binnacle
