// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/harvest_queue.h"

#include <iterator>
#include <utility>

namespace binnacle {

void HarvestQueue::addPart(std::int64_t second, std::shared_ptr<const RollupPart> part) {
    if (!m_isOpen) return;
    m_freshBytes += part->bytes();
    m_fresh.push_back({second, 1, {std::move(part)}});
    if (m_freshBytes <= kMaxFreshBytes) return;
    m_fresh.clear();  // nothing is lost: each is told again when its second has settled
    m_freshBytes = 0;
}

void HarvestQueue::addBlock(std::shared_ptr<const TailBlock> block) {
    if (!m_isOpen) return;
    m_blockBytes += block->bytes();
    m_blocks.push_back(std::move(block));
    if (m_blockBytes <= kMaxBlockBytes) return;
    const std::size_t half = m_blocks.size() / 2 + 1;
    for (std::size_t i = 0; i < half; ++i) {
        m_lostRequests += m_blocks[i]->records.size();
        m_blockBytes -= m_blocks[i]->bytes();
    }
    m_blocks.erase(m_blocks.begin(), m_blocks.begin() + static_cast<std::ptrdiff_t>(half));
}

void HarvestQueue::addEvents(std::vector<Event> events) {
    if (!m_isOpen) return;
    for (Event& event : events) {
        if (m_events.size() < kMaxEvents)
            m_events.push_back(std::move(event));
        else
            ++m_lostEvents;
    }
}

void HarvestQueue::takeInto(MeshHarvest& harvest) {
    m_isOpen = true;
    harvest.fresh = std::exchange(m_fresh, {});
    harvest.blocks = std::exchange(m_blocks, {});
    harvest.events = std::exchange(m_events, {});
    harvest.lostRequests = std::exchange(m_lostRequests, 0);
    harvest.lostEvents = std::exchange(m_lostEvents, 0);
    m_freshBytes = m_blockBytes = 0;
}

}  // namespace binnacle
