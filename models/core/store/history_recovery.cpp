// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_recovery.h"

#include "models/core/history/rollup_codec.h"
#include "models/core/topology/slice_store.h"

#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace binnacle {
namespace {

// Written by ourselves, and checked against the era's vocabulary when it is read for a view.
constexpr std::size_t kAnyKey = std::numeric_limits<std::uint32_t>::max();
// Of a run that has ended nothing is told again: its rows are as late as can be.
constexpr std::int64_t kLastCommit = std::numeric_limits<std::int64_t>::max();

using PartPtr = std::shared_ptr<const RollupPart>;

/// Rollups of one run from `start` on.
struct Slice {
    std::int64_t width = 1;
    std::int64_t start = 0;
    std::int64_t run = 0;

    auto operator<=>(const Slice&) const = default;
};

constexpr const char* kSettled =
    "SELECT era, data FROM rollup WHERE width = 1 AND start >= ? AND start < ? AND run = ?";
constexpr const char* kFresh =
    "SELECT era, data FROM fresh_rollup WHERE second >= ? AND second < ? AND run = ?";

// Tens and minutes that the run did not live to write.
std::string missingSql(const char* width) {
    const std::string start = std::string("second.start - second.start % ") + width;
    return "SELECT DISTINCT " + start +
           ", second.run FROM rollup AS second WHERE second.width = 1 AND NOT EXISTS "
           "(SELECT 1 FROM rollup AS wide WHERE wide.width = " +
           width + " AND wide.start = " + start + " AND wide.run = second.run)";
}

/// Numbers of two eras can't be added: a slice that lies in both is a row in each.
class Recovery {
  public:
    explicit Recovery(Database& database) : m_database(database) {}

    Result<void> run() {
        return collect("SELECT DISTINCT second, run FROM fresh_rollup", 1)
            .and_then([this] { return settleSeconds(); })
            .and_then([this] { return m_database.run("DELETE FROM fresh_rollup"); })
            .and_then([this] { return collect(missingSql("10"), 10); })
            .and_then([this] { return collect(missingSql("60"), 60); })
            .and_then([this] { return remakeWide(); });
    }

  private:
    using Eras = std::map<std::int64_t, std::vector<PartPtr>>;

    Result<void> collect(const std::string& sql, std::int64_t width);
    Result<void> settleSeconds();
    Result<void> remakeWide();
    Result<void> addRows(const char* sql, const Slice& slice, Eras& eras);
    Result<void> replace(const Slice& slice, const Eras& eras);

    Database& m_database;
    std::set<Slice> m_slices;  ///< to be made anew
};

Result<void> Recovery::collect(const std::string& sql, std::int64_t width) {
    auto rows = m_database.prepare(sql);
    if (!rows) return tl::unexpected(rows.error());
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return {};
        m_slices.insert({width, rows->integer(0), rows->integer(1)});
    }
}

Result<void> Recovery::addRows(const char* sql, const Slice& slice, Eras& eras) {
    auto rows = m_database.prepare(sql);
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(slice.start).bind(slice.start + slice.width).bind(slice.run);
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) return {};
        auto part = decodeRollups(rows->bytes(1), kAnyKey);
        if (!part) continue;  // one damaged row is less than the whole history
        eras[rows->integer(0)].push_back(std::make_shared<const RollupPart>(std::move(*part)));
    }
}

Result<void> Recovery::replace(const Slice& slice, const Eras& eras) {
    auto remove = m_database.prepare("DELETE FROM rollup WHERE width = ? AND start = ? AND run = ?");
    if (!remove) return tl::unexpected(remove.error());
    remove->bind(slice.width).bind(slice.start).bind(slice.run);
    if (auto done = remove->step(); !done) return tl::unexpected(done.error());
    auto insert = m_database.prepare(
        "INSERT INTO rollup(width, start, run, era, commit_no, data) VALUES (?,?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    for (const auto& [era, parts] : eras) {
        const Blob blob = encodeRollups(*SliceStore::merge(parts));
        insert->reset();
        insert->bind(slice.width).bind(slice.start).bind(slice.run).bind(era).bind(kLastCommit);
        insert->bind(BlobView(blob));
        if (auto done = insert->step(); !done) return tl::unexpected(done.error());
    }
    return {};
}

Result<void> Recovery::settleSeconds() {
    std::set<Slice> wide;
    for (const Slice& second : m_slices) {
        Eras eras;
        const auto done = addRows(kSettled, second, eras)
                              .and_then([&] { return addRows(kFresh, second, eras); })
                              .and_then([&] { return replace(second, eras); });
        if (!done) return done;
        for (const std::int64_t width : {10, 60})
            wide.insert({width, second.start - second.start % width, second.run});
    }
    m_slices = std::move(wide);
    return {};
}

Result<void> Recovery::remakeWide() {
    for (const Slice& slice : m_slices) {
        Eras eras;
        const auto done = addRows(kSettled, slice, eras).and_then([&] { return replace(slice, eras); });
        if (!done) return done;
    }
    return {};
}

}  // namespace

Result<void> recoverRollups(Database& database) {
    Transaction transaction(database);
    return transaction.begin().and_then([&] { return Recovery(database).run(); }).and_then([&] {
        return transaction.commit();
    });
}

}  // namespace binnacle
