// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/mesh_harvest.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// What waits for the recorder, bounded in bytes: a recorder that stands still costs single requests, which
/// are counted, and no memory. Keeps nothing until it is first taken from. The owner's lock guards it.
class HarvestQueue {
  public:
    static constexpr std::size_t kMaxFreshBytes = 32U << 20U;
    static constexpr std::size_t kMaxBlockBytes = 96U << 20U;
    static constexpr std::size_t kMaxEvents = 20'000;

    void addPart(std::int64_t second, std::shared_ptr<const RollupPart> part);
    void addBlock(std::shared_ptr<const TailBlock> block);
    /// Events have at most one queue's length; what is over it is counted.
    void addEvents(std::vector<Event> events);
    /// Hands over `fresh`, `blocks`, `events` and what was lost; the rest of the harvest is the owner's.
    void takeInto(MeshHarvest& harvest);

    const std::vector<RollupSlice>& fresh() const { return m_fresh; }
    const std::vector<std::shared_ptr<const TailBlock>>& blocks() const { return m_blocks; }

  private:
    bool m_isOpen = false;
    std::vector<RollupSlice> m_fresh;
    std::vector<std::shared_ptr<const TailBlock>> m_blocks;
    std::vector<Event> m_events;
    std::size_t m_freshBytes = 0;
    std::size_t m_blockBytes = 0;
    std::uint64_t m_lostRequests = 0;
    std::uint64_t m_lostEvents = 0;
};

}  // namespace binnacle
