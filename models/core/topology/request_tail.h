// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/shard_batch.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace binnacle {

/// The single requests of the last minutes, in blocks as they came; bounded in number and bytes. The owner's
/// lock guards it; readers copy pointers to blocks that never change.
class RequestTail {
  public:
    using BlockPtr = std::shared_ptr<const TailBlock>;
    static constexpr std::size_t kMaxRecords = 500'000;
    static constexpr std::size_t kMaxBytes = 160U << 20U;

    /// The block as it is kept now; null where it holds nothing.
    BlockPtr add(TailBlock block);
    /// Drops what ended before `oldest`, and the oldest over the limits; returns how many of the latter.
    std::uint64_t trim(std::int64_t oldest);
    /// Blocks that hold a record with from <= end < to, oldest first.
    std::vector<BlockPtr> between(std::int64_t from, std::int64_t to) const;
    /// Blocks that hold a record with sequence > after, oldest first.
    std::vector<BlockPtr> after(std::uint64_t after) const;
    const std::deque<BlockPtr>& blocks() const { return m_blocks; }
    /// Before it, requests were given up to save memory.
    TimePoint wholeSince() const { return m_wholeSince; }

  private:
    void dropFront();

    std::deque<BlockPtr> m_blocks;
    TimePoint m_wholeSince{};
    std::uint64_t m_nextSequence = 1;
    std::size_t m_records = 0;
    std::size_t m_bytes = 0;
};

}  // namespace binnacle
