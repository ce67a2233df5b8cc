// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/request_codec.h"

#include "models/core/history/first_seen.h"
#include "models/core/history/request_layout.h"
#include "models/core/history/text_list.h"

#include <algorithm>
#include <array>

namespace binnacle {
namespace {

using namespace request_layout;

std::uint64_t micros(std::int64_t nanoseconds) {
    return std::min(static_cast<std::uint64_t>(std::max<std::int64_t>(nanoseconds, 0)) / kNanos, kMaxMicros);
}

/// The records of a block turned into columns. Used once.
class RequestEncoder {
  public:
    explicit RequestEncoder(const TailBlock& block)
        : m_block(block),
          m_records(std::span(block.records).first(std::min(block.records.size(), kMaxBlockRecords))) {}

    Blob encode() {
        Blob out;
        putVarint(out, kVersion);
        putVarint(out, m_records.size());
        fillNumbers();
        for (const auto& numbers : m_numbers) {
            NumberColumn::put(m_part, numbers);
            finishPart(out);
        }
        m_whoRows.put(m_part);
        finishPart(out);
        m_whatRows.put(m_part);
        finishPart(out);
        for (int which = 0; which < TailRecord::texts; ++which) {
            putTexts(static_cast<TailRecord::Text>(which));
            finishPart(out);
        }
        return out;
    }

  private:
    void fillNumbers() {
        for (auto& numbers : m_numbers) numbers.reserve(m_records.size());
        FirstSeen who;
        FirstSeen what;
        std::uint64_t endBefore = 0;
        for (const TailRecord& record : m_records) {
            const std::uint64_t end = micros(record.end());
            const std::uint64_t duration = micros(record.duration);
            const std::uint64_t first = micros(record.firstUpstreamByte);
            m_numbers[ends].push_back(zigzag(end - endBefore));
            m_numbers[durations].push_back(duration);
            m_numbers[firstBytes].push_back(first == 0 ? 0 : zigzag(duration - first) + 1);
            m_numbers[bytesSent].push_back(record.bytesSent);
            m_numbers[bytesReceived].push_back(record.bytesReceived);
            m_numbers[request_layout::who].push_back(who.code(
                m_whoRows.number({record.key, record.proxy, record.cluster, record.host, record.route})));
            m_numbers[request_layout::what].push_back(
                what.code(m_whatRows.number({record.status, record.flags, record.method, record.attempts})));
            endBefore = end;
        }
    }

    std::string_view text(const TailRecord& record, TailRecord::Text which) {
        const std::string_view text = m_block.text(record, which);
        // What would not be unpacked again is left out.
        if (text.size() > kMaxUnpackedBytes - m_textBytes) return {};
        m_textBytes += text.size();
        return text;
    }

    void putTexts(TailRecord::Text which) {
        std::vector<std::string_view> texts;
        std::vector<std::uint64_t> codes;
        codes.reserve(m_records.size());
        IndexTable table;
        FirstSeen seen;
        for (const TailRecord& record : m_records) {
            const std::string_view text = this->text(record, which);
            const std::uint64_t hash = hashBytes(text);
            std::uint32_t found = table.find(hash, [&](std::uint32_t id) { return texts[id] == text; });
            if (found == IndexTable::kNotFound) {
                found = static_cast<std::uint32_t>(texts.size());
                texts.push_back(text);
                table.insert(hash, found);
            }
            codes.push_back(seen.code(found));
        }
        NumberColumn::put(m_part, codes);
        TextList::put(m_part, texts);
    }

    void finishPart(Blob& out) {
        putVarint(out, m_part.size());
        out.insert(out.end(), m_part.begin(), m_part.end());
        m_part.clear();
    }

    const TailBlock& m_block;
    std::span<const TailRecord> m_records;
    std::array<std::vector<std::uint64_t>, numberParts> m_numbers;
    WhoRows m_whoRows;
    WhatRows m_whatRows;
    std::size_t m_textBytes = 0;
    Blob m_part;
};

}  // namespace

Blob encodeRequests(const TailBlock& block) {
    return RequestEncoder(block).encode();
}

}  // namespace binnacle
