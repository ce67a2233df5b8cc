// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/store/history_reader.h"
#include "models/core/store/history_store.h"
#include "tests/support/manual_clock.h"

#include <gtest/gtest.h>
#include <cstdint>
#include <string>

namespace binnacle {

/// How many requests a history's file holds: counted, and one by one. Any thread.
struct HistoryCount {
    std::uint64_t counted = 0;
    std::uint64_t single = 0;

    bool operator==(const HistoryCount&) const = default;
};

inline std::string integrityOf(const std::string& path) {
    auto database = Database::open(path);
    if (!database) return database.error().detail;
    auto check = database->prepare("PRAGMA integrity_check");
    if (!check) return check.error().detail;
    const auto row = check->step();
    return row ? check->text(0) : row.error().detail;
}

inline HistoryCount countOf(const TrafficView& view) {
    HistoryCount count;
    for (const auto& part : view.parts) {
        EdgeStats all;
        for (std::size_t i = 0; i < part->keys.size(); ++i) part->addTo(all, i);
        count.counted += all.requests;
    }
    const auto visited = view.requests->visit(RequestBlocks::Order::oldestFirst,
                                              [&](RequestBlock& block, std::int64_t) -> Result<bool> {
                                                  const auto whole = block.whole();
                                                  if (!whole) return tl::unexpected(whole.error());
                                                  count.single += (*whole)->records.size();
                                                  return true;
                                              });
    EXPECT_TRUE(visited.has_value()) << visited.error().detail;
    return count;
}

/// Opens the file as the station that starts after a crash does, and counts. It must be sound and nobody's.
inline HistoryCount reopenAndCount(const std::string& directory) {
    const ManualClock clock;
    const auto store = HistoryStore::open(directory, {}, clock);
    if (!store) {
        ADD_FAILURE() << store.error().detail;
        return {};
    }
    EXPECT_EQ((*store)->movedAside(), "");
    EXPECT_EQ(integrityOf((*store)->path()), "ok");
    const HistoryReader reader((*store)->path());
    const std::int64_t start =
        std::chrono::floor<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    const auto view = reader.view({start - 1000, start + 1'000'000, 0});
    if (view) return countOf(*view);
    ADD_FAILURE() << view.error().detail;
    return {};
}

}  // namespace binnacle
