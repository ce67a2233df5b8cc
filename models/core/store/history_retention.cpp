// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_retention.h"

#include "models/core/history/request_codec.h"
#include "models/core/store/history_writer.h"
#include "models/core/store/thinned_block.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <utility>
#include <vector>

namespace binnacle {
namespace {

// What one step does at most of each: some milliseconds.
constexpr std::int64_t kRows = 200;
constexpr std::int64_t kBlocks = 4;
constexpr int kPages = 256;
// So much of the limit is used before anything goes for its sake: the writer needs room for what comes.
constexpr double kFull = 0.9;
// What the write-ahead log takes between two checkpoints (history_store.cpp), and one commit.
constexpr std::uint64_t kBeside = 8U << 20U;
constexpr RequestBlobReader::Bounds kAnyNumber{std::numeric_limits<std::uint32_t>::max(),
                                               std::numeric_limits<std::uint32_t>::max()};

std::int64_t secondOf(TimePoint at) {
    return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}
std::int64_t nanosecondsOf(TimePoint at) {
    return at.time_since_epoch().count();
}

}  // namespace

Result<void> HistoryRetention::work(TimePoint now, Duration atMost) {
    const auto end = std::chrono::steady_clock::now() + atMost;
    for (;;) {
        const auto done = byAge(now).and_then([&](std::int64_t aged) {
            return bySize(now).map([&](std::int64_t shed) { return aged + shed; });
        });
        if (!done) return tl::unexpected(done.error());
        if (auto given = giveBack(); !given) return given;
        if (*done == 0 || std::chrono::steady_clock::now() >= end) return {};
    }
}

/// Runs a statement that gives back a row for each it changed; how many those were.
Result<std::int64_t> HistoryRetention::run(const char* sql, std::int64_t bound) {
    auto statement = m_database.prepare(sql);
    if (!statement) return tl::unexpected(statement.error());
    statement->bind(bound);
    for (std::int64_t count = 0;; ++count) {
        const auto row = statement->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return count;
    }
}

Result<std::int64_t> HistoryRetention::forgetRollups(std::int64_t width, TimePoint before) {
    auto remove = m_database.prepare(
        "DELETE FROM rollup WHERE id IN (SELECT id FROM rollup WHERE width = ? AND start < ? ORDER BY start "
        "LIMIT ?) RETURNING id");
    if (!remove) return tl::unexpected(remove.error());
    remove->bind(width).bind(secondOf(before) - width).bind(kRows);
    for (std::int64_t count = 0;; ++count) {
        const auto row = remove->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return count;
    }
}

namespace {

Result<TailBlock> readBlock(BlobView blob) {
    const auto reader = RequestBlobReader::open(blob, kAnyNumber);
    if (!reader) return tl::unexpected(reader.error());
    auto block = reader->numbers();
    if (!block) return block;
    return reader->addTexts(*block).map([&] { return std::move(*block); });
}

/// Puts what is left of a block in its place, or nothing.
Result<void> replaceBlock(Database& database, std::int64_t row, const TailBlock& left) {
    auto change = database.prepare(left.records.empty() ? "DELETE FROM request_block WHERE id = ?"
                                                        : "UPDATE request_block SET stage = 2, records = ?2, "
                                                          "oldest_end_ns = ?3, newest_end_ns = ?4, data = ?5 "
                                                          "WHERE id = ?1");
    if (!change) return tl::unexpected(change.error());
    change->bind(row);
    const Blob blob = left.records.empty() ? Blob() : encodeRequests(left);
    if (!left.records.empty()) {
        change->bind(static_cast<std::int64_t>(left.records.size()))
            .bind(left.oldestEnd)
            .bind(left.newestEnd);
        change->bind(BlobView(blob));
    }
    return change->finish();
}

}  // namespace

Result<std::int64_t> HistoryRetention::thinRequests(TimePoint before) {
    Transaction transaction(m_database);
    if (auto begun = transaction.begin(); !begun) return tl::unexpected(begun.error());
    auto blocks = m_database.prepare(
        "SELECT id, data FROM request_block WHERE stage < 2 AND newest_end_ns < ? ORDER BY newest_end_ns "
        "LIMIT ?");
    if (!blocks) return tl::unexpected(blocks.error());
    blocks->bind(nanosecondsOf(before)).bind(kBlocks);
    std::vector<std::pair<std::int64_t, TailBlock>> left;
    for (;;) {
        const auto row = blocks->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) break;
        const auto block = readBlock(blocks->bytes(1));
        // What can't be read is of no more use.
        left.emplace_back(blocks->integer(0), block ? errorsAndSlow(*block) : TailBlock());
    }
    for (const auto& [row, block] : left)
        if (auto done = replaceBlock(m_database, row, block); !done) return tl::unexpected(done.error());
    return transaction.commit().map([&] { return static_cast<std::int64_t>(left.size()); });
}

Result<std::int64_t> HistoryRetention::forgetThinned(TimePoint before) {
    return run(
        "DELETE FROM request_block WHERE id IN (SELECT id FROM request_block WHERE stage = 2 AND "
        "newest_end_ns < ? ORDER BY newest_end_ns LIMIT 50) RETURNING id",
        nanosecondsOf(before));
}

Result<std::int64_t> HistoryRetention::forgetEvents(TimePoint before) {
    return run("DELETE FROM event WHERE id IN (SELECT id FROM event WHERE at_ns < ? LIMIT 500) RETURNING id",
               nanosecondsOf(before));
}

// Up to the last keyframe before the bound: later ones lean on it. Newest first, so that none that is left
// ever leans on one that is gone.
Result<std::int64_t> HistoryRetention::forgetStandings(TimePoint before) {
    return run(
        "DELETE FROM standing WHERE id IN (SELECT id FROM standing WHERE at_ns < (SELECT at_ns FROM standing "
        "WHERE "
        "keyframe = 0 AND at_ns <= ? ORDER BY at_ns DESC LIMIT 1) ORDER BY at_ns DESC LIMIT 500) RETURNING "
        "id",
        nanosecondsOf(before));
}

/// How much was forgotten: 0 when there is no more to do.
Result<std::int64_t> HistoryRetention::byAge(TimePoint now) {
    std::int64_t sum = 0;
    const auto count = [&](std::int64_t done) { sum += done; };
    const auto least = [](Duration kept) { return std::max(kept, kLeastSeconds); };
    return forgetRollups(1, now - least(m_limits.keepSeconds))
        .map(count)
        .and_then([&] { return forgetRollups(10, now - least(m_limits.keepTenSeconds)).map(count); })
        .and_then([&] { return forgetRollups(60, now - m_limits.keepMinutes).map(count); })
        .and_then([&] { return thinRequests(now - m_limits.keepRequests).map(count); })
        .and_then([&] { return forgetThinned(now - m_limits.keepErrors).map(count); })
        .and_then([&] { return forgetEvents(now - m_limits.keepEvents).map(count); })
        .and_then([&] { return forgetStandings(now - m_limits.keepMinutes).map(count); })
        .map([&] { return sum; });
}

Result<std::uint64_t> HistoryRetention::usedBytes() {
    auto pages = m_database.prepare(
        "SELECT (SELECT page_count FROM pragma_page_count()) - (SELECT freelist_count FROM "
        "pragma_freelist_count()), (SELECT page_size FROM pragma_page_size())");
    if (!pages) return tl::unexpected(pages.error());
    if (auto row = pages->step(); !row) return tl::unexpected(row.error());
    return static_cast<std::uint64_t>(pages->integer(0)) * static_cast<std::uint64_t>(pages->integer(1));
}

// In the order in which it is missed least: ordinary requests, seconds, failed and slow requests, the rest.
Result<std::int64_t> HistoryRetention::bySize(TimePoint now) {
    auto limit = static_cast<std::uint64_t>(static_cast<double>(m_limits.bytes) * kFull);
    limit -= std::min(limit / 2, kBeside);
    const auto used = usedBytes();
    if (!used) return tl::unexpected(used.error());
    if (*used <= limit) return 0;
    const auto orElse = [](std::int64_t done, const auto& next) -> Result<std::int64_t> {
        return done > 0 ? Result<std::int64_t>(done) : next();
    };
    return thinRequests(now)
        .and_then([&](std::int64_t done) {
            return orElse(done, [&] { return forgetRollups(1, now - kLeastSeconds); });
        })
        .and_then([&](std::int64_t done) { return orElse(done, [&] { return forgetThinned(now); }); })
        .and_then([&](std::int64_t done) {
            return orElse(done, [&] { return forgetRollups(10, now - kLeastSeconds); });
        })
        .and_then([&](std::int64_t done) {
            return orElse(done, [&] { return forgetRollups(60, now - kLeastSeconds); });
        });
}

Result<void> HistoryRetention::giveBack() {
    return m_database
        .run(
            "DELETE FROM era WHERE id < (SELECT max(id) FROM era) AND NOT EXISTS (SELECT 1 FROM rollup WHERE "
            "rollup.era = era.id) AND NOT EXISTS (SELECT 1 FROM fresh_rollup WHERE fresh_rollup.era = "
            "era.id) AND "
            "NOT EXISTS (SELECT 1 FROM request_block WHERE request_block.era = era.id)")
        .and_then(
            [&] { return m_database.run("DELETE FROM vocabulary WHERE era NOT IN (SELECT id FROM era)"); })
        .and_then(
            [&] { return m_database.run("PRAGMA incremental_vacuum(" + std::to_string(kPages) + ")"); });
}

}  // namespace binnacle
