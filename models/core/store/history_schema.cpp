// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_schema.h"

#include <array>
#include <string>

namespace binnacle {
namespace {

// A run is one life of a station; slices of a run replace each other, those of two runs add up. An era is the
// life of a vocabulary: numbers in rollups and requests are its era's. No block of requests gets the number
// of one that is gone: cursors and the writer hold on to them.
constexpr const char* kFirst = R"sql(
CREATE TABLE era (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  started_ns INTEGER NOT NULL
);
CREATE TABLE vocabulary (
  id INTEGER PRIMARY KEY,
  era INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX vocabulary_by_era ON vocabulary(era);
CREATE TABLE rollup (
  id INTEGER PRIMARY KEY,
  width INTEGER NOT NULL,
  start INTEGER NOT NULL,
  run INTEGER NOT NULL,
  era INTEGER NOT NULL,
  commit_no INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX rollup_by_start ON rollup(width, start, run, commit_no, era);
CREATE INDEX rollup_by_era ON rollup(era);
CREATE TABLE fresh_rollup (
  id INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  era INTEGER NOT NULL,
  commit_no INTEGER NOT NULL,
  second INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX fresh_rollup_by_second ON fresh_rollup(second, run, commit_no, era);
CREATE TABLE request_block (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  era INTEGER NOT NULL,
  oldest_end_ns INTEGER NOT NULL,
  newest_end_ns INTEGER NOT NULL,
  records INTEGER NOT NULL,
  stage INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX request_block_by_end ON request_block(newest_end_ns, oldest_end_ns, era);
CREATE INDEX request_block_by_stage ON request_block(stage, newest_end_ns);
CREATE INDEX request_block_by_era ON request_block(era);
CREATE TABLE standing (
  id INTEGER PRIMARY KEY,
  at_ns INTEGER NOT NULL,
  keyframe INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE INDEX standing_by_time ON standing(at_ns);
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  who TEXT NOT NULL,
  reference TEXT NOT NULL
);
CREATE INDEX event_by_time ON event(at_ns);
)sql";

constexpr const char* kSecond = R"sql(
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
)sql";

constexpr std::array<const char*, 2> kSteps = {kFirst, kSecond};

Result<std::int64_t> versionOf(Database& database) {
    auto version = database.prepare("PRAGMA user_version");
    if (!version) return tl::unexpected(version.error());
    if (auto row = version->step(); !row) return tl::unexpected(row.error());
    return version->integer(0);
}

}  // namespace

std::span<const char* const> historySchemaSteps() {
    return kSteps;
}

Result<void> migrateHistory(Database& database) {
    const auto found = versionOf(database);
    if (!found) return tl::unexpected(found.error());
    const auto newest = static_cast<std::int64_t>(kSteps.size());
    if (*found < 0 || *found > newest)
        return failure(ErrorCode::corrupt, "history", "was made by a newer version of Binnacle");
    for (std::int64_t step = *found; step < newest; ++step) {
        Transaction transaction(database);
        const std::string stamp = "PRAGMA user_version = " + std::to_string(step + 1);
        const auto done = transaction.begin()
                              .and_then([&] { return database.run(kSteps[static_cast<std::size_t>(step)]); })
                              .and_then([&] { return database.run(stamp); })
                              .and_then([&] { return transaction.commit(); });
        if (!done) return done;
    }
    return {};
}

}  // namespace binnacle
