// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/vocabulary_codec.h"

#include "models/core/history/row_dictionary.h"

#include <algorithm>
#include <limits>

namespace binnacle {
namespace {

constexpr std::uint64_t kVersion = 1;
constexpr std::size_t kKeyFields = 9;
constexpr std::size_t kWorkloadTexts = 4;
using KeyRow = std::array<std::uint64_t, kKeyFields>;

KeyRow rowOf(const RollupKey& key) {
    return {key.workload,
            static_cast<std::uint64_t>(key.reporter),
            static_cast<std::uint64_t>(key.protocol),
            key.mutualTls ? 1U : 0U,
            key.address,
            key.cluster,
            key.peerNode,
            key.peerService,
            key.peerPrincipal};
}

/// A row is valid where all it refers to is there.
bool isValid(const KeyRow& row, std::size_t names, std::size_t workloads) {
    return row[0] < workloads && row[1] <= static_cast<std::uint64_t>(Reporter::destination) &&
           row[2] <= static_cast<std::uint64_t>(Protocol::tcp) && row[3] <= 1 &&
           std::all_of(row.begin() + 4, row.end(), [&](std::uint64_t name) { return name < names; });
}

RollupKey keyOf(const KeyRow& row) {
    const auto number = [&](std::size_t i) { return static_cast<std::uint32_t>(row[i]); };
    return {number(0),
            static_cast<Reporter>(row[1]),
            static_cast<Protocol>(row[2]),
            row[3] != 0,
            number(4),
            number(5),
            number(6),
            number(7),
            number(8)};
}

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "recording", detail);
}

Blob textsBeyond(const Vocabulary& vocabulary, const VocabularyMark& known) {
    Blob texts;
    for (std::size_t i = known.names; i < vocabulary.names.size(); ++i) putText(texts, vocabulary.names[i]);
    for (std::size_t i = known.workloads; i < vocabulary.workloads.size(); ++i) {
        const Workload& workload = vocabulary.workloads[i];
        for (const auto* text : {&workload.service, &workload.name, &workload.version, &workload.nameSpace})
            putText(texts, *text);
    }
    return texts;
}

struct Counts {
    std::size_t names = 0;
    std::size_t workloads = 0;
    std::size_t keys = 0;
};

Result<Counts> readCounts(BlobReader& from, const VocabularyMark& known) {
    if (from.varint() != kVersion) return corrupt("its vocabulary is of a form that is not known here");
    const bool continues =
        from.varint() == known.names && from.varint() == known.workloads && from.varint() == known.keys;
    if (from.hasFailed() || !continues) return corrupt("its vocabulary does not continue where it ended");
    const std::uint64_t names = from.varint();
    const std::uint64_t workloads = from.varint();
    const std::uint64_t keys = from.varint();
    const auto fits = [](std::size_t before, std::uint64_t more) {
        return before <= kMaxVocabulary && more <= kMaxVocabulary - before;
    };
    if (!fits(known.names, names) || !fits(known.workloads, workloads) || !fits(known.keys, keys))
        return corrupt("its vocabulary claims to be too large");
    return Counts{static_cast<std::size_t>(names), static_cast<std::size_t>(workloads),
                  static_cast<std::size_t>(keys)};
}

Result<void> readTexts(BlobReader& from, const Counts& counts, Vocabulary& more) {
    const auto section = Section::take(from, kMaxUnpackedBytes);
    if (!section) return tl::unexpected(section.error());
    BlobReader texts(section->bytes());
    // Each text takes a byte at least: what was claimed is not believed beyond that.
    if (counts.names + counts.workloads * kWorkloadTexts > texts.left())
        return corrupt("its vocabulary claims to be too large");
    more.names.reserve(counts.names);
    for (std::size_t i = 0; i < counts.names; ++i) more.names.emplace_back(texts.text());
    for (std::size_t i = 0; i < counts.workloads; ++i) {
        Workload& workload = more.workloads.emplace_back();
        for (auto* text : {&workload.service, &workload.name, &workload.version, &workload.nameSpace})
            *text = texts.text();
    }
    if (!texts.isDone()) return corrupt("its vocabulary is cut short");
    return {};
}

Result<void> readKeys(BlobReader& from, const Counts& counts, const VocabularyMark& all,
                      std::vector<RollupKey>& keys) {
    std::array<std::vector<std::uint64_t>, kKeyFields> columns;
    for (auto& values : columns) {
        const auto column = NumberColumn::take(from, counts.keys);
        if (!column) return tl::unexpected(column.error());
        values = column->all();
    }
    keys.reserve(counts.keys);
    for (std::size_t i = 0; i < counts.keys; ++i) {
        KeyRow row{};
        for (std::size_t field = 0; field < kKeyFields; ++field) row[field] = columns[field][i];
        if (!isValid(row, all.names, all.workloads)) return corrupt("a key refers to what is not there");
        keys.push_back(keyOf(row));
    }
    return {};
}

template <typename T>
void append(std::vector<T>& to, std::vector<T>& more) {
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

VocabularyMark markOf(const Vocabulary& vocabulary) {
    return {vocabulary.names.size(), vocabulary.workloads.size(), vocabulary.keys.size()};
}

Blob encodeVocabulary(const Vocabulary& vocabulary, const VocabularyMark& known) {
    Blob out;
    const VocabularyMark all = markOf(vocabulary);
    for (const std::uint64_t number :
         {kVersion, std::uint64_t{known.names}, std::uint64_t{known.workloads}, std::uint64_t{known.keys},
          std::uint64_t{all.names - known.names}, std::uint64_t{all.workloads - known.workloads},
          std::uint64_t{all.keys - known.keys}}) {
        putVarint(out, number);
    }
    Section::put(out, textsBeyond(vocabulary, known));
    std::vector<std::uint64_t> column(all.keys - known.keys);
    for (std::size_t field = 0; field < kKeyFields; ++field) {
        for (std::size_t i = 0; i < column.size(); ++i)
            column[i] = rowOf(vocabulary.keys[known.keys + i])[field];
        NumberColumn::put(out, column);
    }
    return out;
}

Result<void> appendVocabulary(Vocabulary& vocabulary, BlobView blob) {
    BlobReader from(blob);
    const VocabularyMark known = markOf(vocabulary);
    const auto counts = readCounts(from, known);
    if (!counts) return tl::unexpected(counts.error());
    Vocabulary more;
    if (auto read = readTexts(from, *counts, more); !read) return read;
    const VocabularyMark all{known.names + counts->names, known.workloads + counts->workloads, 0};
    if (auto read = readKeys(from, *counts, all, more.keys); !read) return read;
    if (!from.isDone()) return corrupt("its vocabulary has something behind it");
    append(vocabulary.names, more.names);
    append(vocabulary.workloads, more.workloads);
    append(vocabulary.keys, more.keys);
    return {};
}

}  // namespace binnacle
