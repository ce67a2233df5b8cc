// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recorded_view.h"
#include "models/core/store/read_pool.h"
#include "models/core/topology/request_blocks.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace binnacle {

/// The single requests of one window of a history: which blocks they are in is known, the blocks are fetched
/// as they are visited. One visit at a time.
class RecordedBlocks final : public RequestBlocks {
  public:
    struct Place {
        std::int64_t id = 0;
        std::int64_t newestEnd = 0;
        RecordedView::Offsets offsets;
        std::size_t names = 0;  ///< of the era's vocabulary
        std::size_t keys = 0;
    };

    /// `places` by their newest end, oldest first.
    RecordedBlocks(std::shared_ptr<ReadPool::Lease> lease, std::vector<Place> places)
        : m_lease(std::move(lease)), m_places(std::move(places)) {}
    Result<void> visit(Order order, const Visit& visit) const override;

  private:
    std::shared_ptr<ReadPool::Lease> m_lease;
    std::vector<Place> m_places;
};

}  // namespace binnacle
