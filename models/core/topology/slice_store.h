// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/history/mesh_harvest.h"
#include "models/core/telemetry/rollup_part.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

namespace binnacle {

/// Rollups by second, with ten-second and one-minute blocks merged from them so that a long window is few
/// rows. A slice is a list of immutable parts: a reader copies pointers. The owner's lock guards the store;
/// merging is done outside of it, by jobs. Late rows are added at every level that is there already.
class SliceStore {
  public:
    using PartPtr = std::shared_ptr<const RollupPart>;

    /// Something to merge, with or without the owner's lock.
    struct Job {
        std::size_t level = 0;
        std::int64_t start = 0;
        bool isBlock = false;  ///< a new block; else a slice of too many parts
        std::vector<PartPtr> inputs;
    };

    /// The part as it is kept now; null where it holds nothing.
    PartPtr add(std::int64_t second, RollupPart part);
    /// All parts of the seconds from <= s < to.
    std::vector<PartPtr> parts(std::int64_t from, std::int64_t to) const;
    void expire(std::int64_t before);
    /// Gives up the oldest seconds (not blocks) while over `most` bytes; returns how many.
    std::uint64_t shrink(std::size_t most);

    std::optional<Job> startJob(std::int64_t nowSecond);
    static PartPtr merge(const std::vector<PartPtr>& inputs);
    void finishJob(const Job& job, PartPtr merged);

    /// Slices that changed since they were last taken and hardly will again, whole.
    std::vector<RollupSlice> takeSettled(std::int64_t nowSecond);
    /// Before it, seconds were given up to save memory.
    TimePoint wholeSince() const { return m_wholeSince; }

    std::size_t bytes() const { return m_bytes; }
    template <typename Visit>
    void forEachPart(const Visit& visit) const {
        for (const auto& level : m_levels) {
            for (const auto& [start, slice] : level) {
                for (const PartPtr& part : slice.parts) visit(*part);
            }
        }
    }

  private:
    struct Slice {
        std::vector<PartPtr> parts;
        bool isReady = true;
    };
    using Level = std::map<std::int64_t, Slice>;
    using Place = std::pair<std::size_t, std::int64_t>;

    static constexpr std::array<std::int64_t, 3> kWidths = {1, 10, 60};

    void dropOldest(std::size_t level);
    void append(std::size_t level, std::int64_t start, const PartPtr& part);
    void collect(std::int64_t from, std::int64_t to, std::size_t coarsest, std::vector<PartPtr>& out) const;
    std::optional<Job> startBlock(std::int64_t nowSecond);

    std::array<Level, 3> m_levels;
    std::set<Place> m_crowded;                    ///< slices of so many parts that they should be merged
    std::set<std::int64_t> m_settling;            ///< seconds of more than one part
    std::array<std::set<std::int64_t>, 3> m_due;  ///< starts of blocks to be made, by level
    std::set<Place> m_untold;                     ///< changed since takeSettled() gave them
    TimePoint m_wholeSince{};
    bool m_isBusy = false;
    std::size_t m_bytes = 0;
};

}  // namespace binnacle
