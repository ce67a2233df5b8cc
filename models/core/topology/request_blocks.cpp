// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/request_blocks.h"

#include <algorithm>

namespace binnacle {
namespace {

class HeldBlock final : public RequestBlock {
  public:
    explicit HeldBlock(const TailBlock& block) : m_block(block) {}
    Result<const TailBlock*> numbers() override { return &m_block; }
    Result<const TailBlock*> whole() override { return &m_block; }

  private:
    const TailBlock& m_block;
};

}  // namespace

Result<void> HeldRequestBlocks::visit(Order order, const Visit& visit) const {
    std::vector<const TailBlock*> sorted;
    sorted.reserve(m_blocks.size());
    for (const BlockPtr& block : m_blocks) sorted.push_back(block.get());
    if (order == Order::newestFirst) {
        // Blocks of several threads interleave: who came last need not end last.
        std::reverse(sorted.begin(), sorted.end());
        std::stable_sort(sorted.begin(), sorted.end(),
                         [](const TailBlock* a, const TailBlock* b) { return a->newestEnd > b->newestEnd; });
    }
    for (const TailBlock* block : sorted) {
        HeldBlock held(*block);
        const auto goOn = visit(held, block->newestEnd);
        if (!goOn) return tl::unexpected(goOn.error());
        if (!*goOn) break;
    }
    return {};
}

}  // namespace binnacle
