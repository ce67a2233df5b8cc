// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/telemetry/shard_batch.h"

#include <functional>
#include <memory>
#include <vector>

namespace binnacle {

/// A block of single requests that may have to be fetched and unpacked: first the numbers, and the texts
/// (path, ids) only where somebody wants them. Used by one thread, while RequestBlocks::visit() runs.
class RequestBlock {
  public:
    virtual ~RequestBlock() = default;
    /// Records without their texts: every TailBlock::text() of it is empty, or already right.
    virtual Result<const TailBlock*> numbers() = 0;
    /// The same records, whole.
    virtual Result<const TailBlock*> whole() = 0;
};

/// The single requests of one window, block by block: from memory, from the history's file or from a
/// snapshot. Numbers in the records are those of the view it belongs to. Immutable; any thread.
class RequestBlocks {
  public:
    enum class Order { oldestFirst, newestFirst };
    /// Whether to go on. `newestEnd` bounds what this block and (newest first) those after it hold.
    using Visit = std::function<Result<bool>(RequestBlock& block, std::int64_t newestEnd)>;

    virtual ~RequestBlocks() = default;
    /// Calls for each block that may hold a request which ended in the window, by their newest end.
    virtual Result<void> visit(Order order, const Visit& visit) const = 0;
};

/// Blocks that lie in memory already.
class HeldRequestBlocks final : public RequestBlocks {
  public:
    using BlockPtr = std::shared_ptr<const TailBlock>;

    HeldRequestBlocks() = default;
    /// `blocks` as they came.
    explicit HeldRequestBlocks(std::vector<BlockPtr> blocks) : m_blocks(std::move(blocks)) {}
    Result<void> visit(Order order, const Visit& visit) const override;

  private:
    std::vector<BlockPtr> m_blocks;
};

}  // namespace binnacle
