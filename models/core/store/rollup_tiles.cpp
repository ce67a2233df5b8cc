// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/rollup_tiles.h"

#include "models/core/base/align.h"

#include <algorithm>
#include <array>
#include <optional>

namespace binnacle {
namespace {

constexpr std::array<std::int64_t, 3> kWidths = {60, 10, 1};

bool isCutByStep(const ViewRequest& request, std::int64_t start, std::int64_t width) {
    if (request.step == 0) return false;
    return (start - request.from) / request.step != (start + width - 1 - request.from) / request.step;
}

}  // namespace

/// The commit of the used row, wider than `above`, that holds this second of a run; null where there is none.
const std::int64_t* RollupTiles::covering(std::int64_t run, std::int64_t second, std::int64_t above) const {
    for (const auto& [width, commits] : m_commits) {
        if (width <= above) continue;
        const auto found = commits.find({run, alignDown(second, width)});
        if (found != commits.end()) return &found->second;
    }
    return nullptr;
}

Result<void> RollupTiles::addWidth(std::int64_t width, const ViewRequest& request) {
    auto rows = m_database.prepare(
        "SELECT start, run, commit_no, era, id FROM rollup WHERE width = ? AND start >= ? AND start <= ? "
        "ORDER BY "
        "start");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(width).bind(request.from).bind(request.to - width);
    std::map<Place, std::int64_t> commits;
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) break;
        const std::int64_t start = rows->integer(0);
        const std::int64_t run = rows->integer(1);
        if (isCutByStep(request, start, width) || covering(run, start, width) != nullptr) continue;
        std::int64_t& commit = commits[{run, start}];
        commit = std::max(commit, rows->integer(2));
        m_tiles.push_back({rows->integer(4), width, start, rows->integer(3), false});
    }
    m_commits[width] = std::move(commits);
    return {};
}

Result<void> RollupTiles::addFresh(const ViewRequest& request) {
    auto rows = m_database.prepare(
        "SELECT second, run, commit_no, era, id FROM fresh_rollup WHERE second >= ? AND second < ?");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(request.from).bind(request.to);
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return {};
        const std::int64_t* held = covering(rows->integer(1), rows->integer(0), 0);
        if (held != nullptr && *held >= rows->integer(2)) continue;
        m_tiles.push_back({rows->integer(4), 1, rows->integer(0), rows->integer(3), true});
    }
}

Result<std::vector<RollupTile>> RollupTiles::of(const ViewRequest& request) {
    m_tiles.clear();
    m_commits.clear();
    for (const std::int64_t width : kWidths)
        if (auto added = addWidth(width, request); !added) return tl::unexpected(added.error());
    if (auto added = addFresh(request); !added) return tl::unexpected(added.error());
    return std::move(m_tiles);
}

Result<std::optional<std::int64_t>> RollupTiles::oldest(std::int64_t width) {
    auto row = m_database.prepare("SELECT min(start) FROM rollup WHERE width = ?");
    if (!row) return tl::unexpected(row.error());
    row->bind(width);
    if (auto found = row->step(); !found) return tl::unexpected(found.error());
    return row->isNull(0) ? std::nullopt : std::optional(row->integer(0));
}

// Rows that reach further back than finer ones tell that those were forgotten there.
Result<std::int64_t> RollupTiles::grain(std::int64_t from) {
    std::int64_t grain = 1;
    auto finer = oldest(1);
    if (!finer) return tl::unexpected(finer.error());
    for (const std::int64_t width : {10, 60}) {
        const auto coarser = oldest(width);
        if (!coarser) return tl::unexpected(coarser.error());
        if (!*coarser) break;
        const bool isForgotten = !*finer || alignDown(**finer, width) > **coarser;
        if (isForgotten && (!*finer || from < **finer)) grain = width;
        finer = coarser;
    }
    return grain;
}

}  // namespace binnacle
