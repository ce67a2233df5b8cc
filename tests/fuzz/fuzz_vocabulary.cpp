// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a vocabulary, and as what continues it.
#include "models/core/history/vocabulary_codec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    binnacle::Vocabulary words;
    for (int i = 0; i < 2; ++i) static_cast<void>(binnacle::appendVocabulary(words, {data, size}));
    return 0;
}
