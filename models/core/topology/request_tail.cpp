// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/request_tail.h"

#include <algorithm>

namespace binnacle {

RequestTail::BlockPtr RequestTail::add(TailBlock block) {
    if (block.records.empty()) return nullptr;
    if (block.records.capacity() > block.records.size() * 5 / 4) block.records.shrink_to_fit();
    if (block.arena.capacity() > block.arena.size() * 5 / 4) block.arena.shrink_to_fit();
    block.firstSequence = m_nextSequence;
    m_nextSequence += block.records.size();
    m_records += block.records.size();
    m_bytes += block.bytes();
    m_blocks.push_back(std::make_shared<const TailBlock>(std::move(block)));
    return m_blocks.back();
}

void RequestTail::dropFront() {
    m_records -= m_blocks.front()->records.size();
    m_bytes -= m_blocks.front()->bytes();
    m_blocks.pop_front();
}

std::uint64_t RequestTail::trim(std::int64_t oldest) {
    while (!m_blocks.empty() && m_blocks.front()->newestEnd < oldest) dropFront();
    std::uint64_t dropped = 0;
    while (m_blocks.size() > 1 && (m_records > kMaxRecords || m_bytes > kMaxBytes)) {
        dropped += m_blocks.front()->records.size();
        m_wholeSince = std::max(m_wholeSince, TimePoint(Duration(m_blocks.front()->newestEnd + 1)));
        dropFront();
    }
    return dropped;
}

std::vector<RequestTail::BlockPtr> RequestTail::between(std::int64_t from, std::int64_t to) const {
    std::vector<BlockPtr> out;
    std::copy_if(m_blocks.begin(), m_blocks.end(), std::back_inserter(out),
                 [&](const BlockPtr& block) { return block->newestEnd >= from && block->oldestEnd < to; });
    return out;
}

std::vector<RequestTail::BlockPtr> RequestTail::after(std::uint64_t after) const {
    const auto first = std::partition_point(m_blocks.begin(), m_blocks.end(), [&](const BlockPtr& block) {
        return block->firstSequence + block->records.size() - 1 <= after;
    });
    return {first, m_blocks.end()};
}

}  // namespace binnacle
