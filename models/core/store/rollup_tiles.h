// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/recording.h"
#include "models/core/store/sqlite.h"

#include <cstdint>
#include <map>
#include <vector>

namespace binnacle {

/// One row of rollups that a window is made of.
struct RollupTile {
    std::int64_t id = 0;
    std::int64_t width = 1;
    std::int64_t start = 0;
    std::int64_t era = 0;
    bool isFresh = false;  ///< of the table of fresh parts
};

/// Which rows a window is made of: minutes where they fit, tens and seconds at its edges and where no minute
/// was made yet, and fresh parts that no settled row holds. Runs are told apart: what one wrote says nothing
/// of another. One thread at a time.
class RollupTiles {
  public:
    explicit RollupTiles(Database& database) : m_database(database) {}
    /// Of a view's seconds; where it has steps, no row lies in two of them.
    Result<std::vector<RollupTile>> of(const ViewRequest& request);
    /// The widest grain that is needed to answer for a window from `from` on: 1, 10 or 60 seconds.
    Result<std::int64_t> grain(std::int64_t from);

  private:
    using Place = std::pair<std::int64_t, std::int64_t>;  // run, start

    Result<void> addWidth(std::int64_t width, const ViewRequest& request);
    Result<void> addFresh(const ViewRequest& request);
    const std::int64_t* covering(std::int64_t run, std::int64_t second, std::int64_t above) const;
    Result<std::optional<std::int64_t>> oldest(std::int64_t width);

    Database& m_database;
    std::vector<RollupTile> m_tiles;
    std::map<std::int64_t, std::map<Place, std::int64_t>> m_commits;  ///< by width: of the rows that are used
};

}  // namespace binnacle
