// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/first_seen.h"
#include "models/core/history/request_codec.h"
#include "models/core/history/request_layout.h"
#include "models/core/history/text_list.h"

#include <algorithm>
#include <array>
#include <limits>

namespace binnacle {
namespace {

using namespace request_layout;

// So many records are put together at once: what they are made of stays in the nearest cache.
constexpr std::size_t kStrip = 1024;

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "recording", detail);
}

struct Who {
    std::uint32_t key = 0;
    std::uint32_t proxy = 0;
    std::uint32_t cluster = 0;
    std::uint32_t host = 0;
    std::uint32_t route = 0;
};

struct What {
    std::uint64_t flags = 0;
    std::uint32_t method = 0;
    std::uint32_t attempts = 0;
    std::uint16_t status = 0;
};

/// The numbers of a blob turned into records. Used once.
class RecordAssembler {
  public:
    using Bounds = RequestBlobReader::Bounds;

    RecordAssembler(std::size_t records, const Bounds& bounds) : m_records(records), m_bounds(bounds) {}

    Result<void> open(std::span<const BlobView> parts) {
        for (std::size_t i = 0; i < numberParts; ++i) {
            BlobReader from(parts[i]);
            auto column = NumberColumn::take(from, m_records);
            if (!column) return tl::unexpected(std::move(column.error()));
            m_columns.push_back(std::move(*column));
        }
        BlobReader who(parts[kWhoRows]);
        if (auto opened = openWho(who); !opened) return opened;
        BlobReader what(parts[kWhatRows]);
        return openWhat(what);
    }

    Result<TailBlock> assemble() {
        TailBlock block;
        block.records.reserve(m_records);
        for (std::size_t first = 0; first < m_records; first += kStrip) {
            const std::size_t count = std::min(kStrip, m_records - first);
            for (std::size_t i = 0; i < numberParts; ++i)
                m_columns[i].read(first, std::span(m_strip[i]).first(count));
            for (std::size_t i = 0; i < count; ++i)
                if (!append(block, i)) return corrupt("a request's numbers are impossible");
        }
        return block;
    }

  private:
    Result<void> openWho(BlobReader& from) {
        const auto rows = WhoRows::take(from, m_records);
        if (!rows) return tl::unexpected(rows.error());
        m_who.reserve(rows->size());
        for (const WhoRows::Row& row : *rows) {
            const bool isKnown =
                row[0] < m_bounds.keys &&
                std::all_of(
                    row.begin() + 1, row.end(), [&](std::uint64_t name) { return name < m_bounds.names; });
            if (!isKnown) return corrupt("a request refers to what is not in the vocabulary");
            const auto number = [&](std::size_t i) { return static_cast<std::uint32_t>(row[i]); };
            m_who.push_back({number(0), number(1), number(2), number(3), number(4)});
        }
        return {};
    }

    Result<void> openWhat(BlobReader& from) {
        const auto rows = WhatRows::take(from, m_records);
        if (!rows) return tl::unexpected(rows.error());
        m_what.reserve(rows->size());
        for (const auto& [status, flags, method, attempts] : *rows) {
            const bool fits = status <= std::numeric_limits<std::uint16_t>::max() &&
                              method < m_bounds.names &&
                              attempts <= std::numeric_limits<std::uint32_t>::max();
            if (!fits) return corrupt("a request refers to what is not in the vocabulary");
            m_what.push_back({flags, static_cast<std::uint32_t>(method), static_cast<std::uint32_t>(attempts),
                              static_cast<std::uint16_t>(status)});
        }
        return {};
    }

    bool append(TailBlock& block, std::size_t i) {
        m_end += unzigzag(m_strip[ends][i]);
        const std::uint64_t duration = m_strip[durations][i];
        const std::uint64_t code = m_strip[firstBytes][i];
        const std::uint64_t first = code == 0 ? 0 : duration - unzigzag(code - 1);
        const std::size_t whoAt = m_whoSeen.number(m_strip[who][i]);
        const std::size_t whatAt = m_whatSeen.number(m_strip[what][i]);
        if (m_end > kMaxMicros || duration > kMaxMicros || first > kMaxMicros || whoAt >= m_who.size() ||
            whatAt >= m_what.size() || m_whoSeen.hasFailed() || m_whatSeen.hasFailed()) {
            return false;
        }
        TailRecord& record = block.records.emplace_back();
        record.duration = static_cast<std::int64_t>(duration * kNanos);
        record.start = static_cast<std::int64_t>(m_end * kNanos) - record.duration;
        record.firstUpstreamByte = static_cast<std::int64_t>(first * kNanos);
        record.bytesSent = m_strip[bytesSent][i];
        record.bytesReceived = m_strip[bytesReceived][i];
        fill(record, m_who[whoAt], m_what[whatAt]);
        noteEnd(block, record.end());
        return true;
    }

    static void fill(TailRecord& record, const Who& who, const What& what) {
        record.key = who.key;
        record.proxy = who.proxy;
        record.cluster = who.cluster;
        record.host = who.host;
        record.route = who.route;
        record.flags = what.flags;
        record.method = what.method;
        record.attempts = what.attempts;
        record.status = what.status;
    }

    static void noteEnd(TailBlock& block, std::int64_t end) {
        const bool isFirst = block.records.size() == 1;
        block.oldestEnd = isFirst ? end : std::min(block.oldestEnd, end);
        block.newestEnd = isFirst ? end : std::max(block.newestEnd, end);
    }

    std::size_t m_records;
    Bounds m_bounds;
    std::vector<NumberColumn> m_columns;
    std::vector<Who> m_who;
    std::vector<What> m_what;
    std::array<std::array<std::uint64_t, kStrip>, numberParts> m_strip;
    FirstSeen m_whoSeen;
    FirstSeen m_whatSeen;
    std::uint64_t m_end = 0;
};

/// One of the texts of each record, in their order.
class TextColumn {
  public:
    static Result<TextColumn> take(BlobView part, std::size_t records) {
        BlobReader from(part);
        auto codes = NumberColumn::take(from, records);
        if (!codes) return tl::unexpected(std::move(codes.error()));
        auto texts = TextList::take(from, records);
        if (!texts) return tl::unexpected(std::move(texts.error()));
        TextColumn column(std::move(*texts));
        column.m_numbers.reserve(records);
        FirstSeen seen;
        for (const std::uint64_t code : codes->all()) {
            const std::size_t number = seen.number(code);
            if (seen.hasFailed() || number >= column.m_texts.size())
                return corrupt("a request refers to a text that is not there");
            column.m_numbers.push_back(static_cast<std::uint32_t>(number));
            column.m_bytes += column.m_texts[number].size();
        }
        return column;
    }

    std::string_view operator[](std::size_t record) const { return m_texts[m_numbers[record]]; }
    std::size_t bytes() const { return m_bytes; }

  private:
    explicit TextColumn(TextList texts) : m_texts(std::move(texts)) {}

    TextList m_texts;
    std::vector<std::uint32_t> m_numbers;
    std::size_t m_bytes = 0;
};

}  // namespace

Result<RequestBlobReader> RequestBlobReader::open(BlobView blob, const Bounds& bounds) {
    BlobReader from(blob);
    if (from.varint() != kVersion) return corrupt("its requests are of a form that is not known here");
    const std::uint64_t records = from.varint();
    if (records > kMaxBlockRecords) return corrupt("it claims too many requests");
    RequestBlobReader reader(bounds);
    reader.m_records = static_cast<std::size_t>(records);
    for (std::size_t i = 0; i < kParts; ++i) reader.m_columns.push_back(from.bytes(from.varint()));
    if (!from.isDone()) return corrupt("its requests are cut short");
    return reader;
}

Result<TailBlock> RequestBlobReader::numbers() const {
    RecordAssembler assembler(m_records, m_bounds);
    if (auto opened = assembler.open(m_columns); !opened) return tl::unexpected(std::move(opened.error()));
    return assembler.assemble();
}

Result<void> RequestBlobReader::addTexts(TailBlock& block) const {
    if (block.records.size() != m_records) return corrupt("its texts belong to other requests");
    std::vector<TextColumn> columns;
    std::size_t bytes = 0;
    for (std::size_t i = kFirstText; i < kParts; ++i) {
        auto column = TextColumn::take(m_columns[i], m_records);
        if (!column) return tl::unexpected(std::move(column.error()));
        bytes += column->bytes();
        columns.push_back(std::move(*column));
    }
    if (bytes > kMaxUnpackedBytes) return corrupt("its texts claim to be too large");
    block.arena.clear();
    block.arena.reserve(bytes);
    for (std::size_t i = 0; i < m_records; ++i) {
        TailRecord& record = block.records[i];
        record.arena = static_cast<std::uint32_t>(block.arena.size());
        for (std::size_t which = 0; which < columns.size(); ++which) {
            const std::string_view text = columns[which][i];
            record.lengths[which] = static_cast<std::uint16_t>(text.size());
            block.arena += text;
        }
    }
    return {};
}

}  // namespace binnacle
