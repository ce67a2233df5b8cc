// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_writer.h"

#include "models/core/history/request_codec.h"
#include "models/core/history/rollup_codec.h"
#include "models/core/history/standing_codec.h"
#include "models/core/topology/slice_store.h"

#include <algorithm>
#include <limits>

namespace binnacle {
namespace {

// No block reaches further than this from its oldest to its newest end: a reader need not look for one
// beyond.
constexpr Duration kLongestBlock = std::chrono::minutes(20);

/// Blocks one after the other, as one.
class JoinedBlock {
  public:
    void add(const TailBlock& block) {
        const auto shift = static_cast<std::uint32_t>(m_block.arena.size());
        for (TailRecord record : block.records) {
            record.arena += shift;
            m_block.records.push_back(record);
        }
        m_block.arena += block.arena;
        m_block.oldestEnd = m_isEmpty ? block.oldestEnd : std::min(m_block.oldestEnd, block.oldestEnd);
        m_block.newestEnd = m_isEmpty ? block.newestEnd : std::max(m_block.newestEnd, block.newestEnd);
        m_isEmpty = false;
    }
    const TailBlock& block() const { return m_block; }
    std::size_t records() const { return m_block.records.size(); }
    bool isTooLongWith(const TailBlock& next) const {
        return !m_isEmpty &&
               std::max(m_block.newestEnd, next.newestEnd) - std::min(m_block.oldestEnd, next.oldestEnd) >
                   kLongestBlock.count();
    }

  private:
    TailBlock m_block;
    bool m_isEmpty = true;
};

}  // namespace

Result<Event> insertEvent(Database& database, Event event) {
    auto insert = database.prepare(
        "INSERT INTO event(at_ns, kind, subject, detail, who, reference) VALUES (?,?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    insert->bind(event.at.time_since_epoch().count()).bind(static_cast<std::int64_t>(event.kind));
    for (const std::string* text : {&event.subject, &event.detail, &event.who, &event.reference})
        insert->bind(std::string_view(*text));
    if (auto done = insert->finish(); !done) return tl::unexpected(done.error());
    event.id = static_cast<std::uint64_t>(database.lastRowId());
    return event;
}

Result<void> HistoryWriter::beginEra(TimePoint now) {
    if (auto packed = packWaiting(); !packed) return packed;
    auto insert = m_database.prepare("INSERT INTO era(run, started_ns) VALUES (?,?)");
    if (!insert) return tl::unexpected(insert.error());
    insert->bind(m_run).bind(now.time_since_epoch().count());
    if (auto done = insert->finish(); !done) return done;
    m_era = m_database.lastRowId();
    m_eraStarted = now;
    m_words = std::make_unique<EraWords>();
    m_writtenWords = {};
    return {};
}

Result<void> HistoryWriter::write(const MeshHarvest& harvest, std::int64_t commit, TimePoint now) {
    if (!m_words || m_words->isFull() || now - m_eraStarted >= kEra || now < m_eraStarted) {
        if (auto begun = beginEra(now); !begun) return begun;
    }
    m_words->follow(harvest);
    for (const Event& event : harvest.events)
        if (auto written = insertEvent(m_database, event); !written) return tl::unexpected(written.error());
    return writeFresh(harvest.fresh, commit)
        .and_then([&] { return writeSettled(harvest.settled, commit); })
        .and_then([&] { return writeBlocks(harvest.blocks, now); })
        .and_then([&] { return writeWords(); });
}

Result<void> HistoryWriter::writeFresh(const std::vector<RollupSlice>& slices, std::int64_t commit) {
    auto insert =
        m_database.prepare("INSERT INTO fresh_rollup(run, era, commit_no, second, data) VALUES (?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    for (const RollupSlice& slice : slices) {
        for (const auto& part : slice.parts) {
            const Blob blob = encodeRollups(m_words->translated(*part));
            insert->reset();
            insert->bind(m_run).bind(m_era).bind(commit).bind(slice.start).bind(BlobView(blob));
            if (auto done = insert->finish(); !done) return done;
        }
    }
    return {};
}

// A slice takes the place of what this run told of it before, and its second's fresh parts are told with it.
Result<void> HistoryWriter::writeSettled(const std::vector<RollupSlice>& slices, std::int64_t commit) {
    auto remove = m_database.prepare("DELETE FROM rollup WHERE width = ? AND start = ? AND run = ?");
    auto forget =
        m_database.prepare("DELETE FROM fresh_rollup WHERE second = ? AND run = ? AND commit_no <= ?");
    auto insert = m_database.prepare(
        "INSERT INTO rollup(width, start, run, era, commit_no, data) VALUES (?,?,?,?,?,?)");
    for (const auto* statement : {&remove, &forget, &insert})
        if (!*statement) return tl::unexpected(statement->error());
    for (const RollupSlice& slice : slices) {
        const auto whole = slice.parts.size() == 1 ? slice.parts.front() : SliceStore::merge(slice.parts);
        const Blob blob = encodeRollups(m_words->translated(*whole));
        for (auto* statement : {&*remove, &*forget, &*insert}) statement->reset();
        remove->bind(slice.width).bind(slice.start).bind(m_run);
        insert->bind(slice.width).bind(slice.start).bind(m_run).bind(m_era).bind(commit).bind(BlobView(blob));
        if (auto done = remove->finish(); !done) return done;
        if (auto done = insert->finish(); !done) return done;
        if (slice.width != 1) continue;
        forget->bind(slice.start).bind(m_run).bind(commit);
        if (auto done = forget->finish(); !done) return done;
    }
    return {};
}

// Requests go to the disk at once, in small blocks, and again in a large one when there are enough.
Result<void> HistoryWriter::writeBlocks(const std::vector<std::shared_ptr<const TailBlock>>& blocks,
                                        TimePoint now) {
    JoinedBlock fresh;
    const auto keep = [&]() -> Result<void> {
        if (fresh.records() == 0) return {};
        const bool isLarge = fresh.records() >= kPackedRecords;
        const auto row = insertBlock(fresh.block(), isLarge ? BlockStage::packed : BlockStage::fresh);
        if (!row) return tl::unexpected(row.error());
        if (!isLarge) {
            if (m_waiting.empty()) m_waitingSince = now;
            m_waiting.push_back({fresh.block(), *row});
            m_waitingRecords += fresh.records();
        }
        fresh = {};
        return {};
    };
    for (const auto& block : blocks) {
        if (fresh.records() >= kPackedRecords || fresh.isTooLongWith(*block)) {
            if (auto kept = keep(); !kept) return kept;
        }
        fresh.add(m_words->translated(*block));
    }
    if (auto kept = keep(); !kept) return kept;
    const bool isTime = !m_waiting.empty() && now - m_waitingSince >= kPackedAfter;
    return m_waitingRecords >= kPackedRecords || isTime ? packWaiting() : Result<void>();
}

Result<void> HistoryWriter::packWaiting() {
    auto remove = m_database.prepare("DELETE FROM request_block WHERE id = ?");
    if (!remove) return tl::unexpected(remove.error());
    JoinedBlock joined;
    const auto keep = [&]() -> Result<void> {
        if (joined.records() == 0) return {};
        const auto row = insertBlock(joined.block(), BlockStage::packed);
        joined = {};
        return row.map([](std::int64_t) {});
    };
    for (const Waiting& waiting : m_waiting) {
        const bool isFull = joined.records() + waiting.block.records.size() > kMaxBlockRecords;
        if (isFull || joined.isTooLongWith(waiting.block)) {
            if (auto kept = keep(); !kept) return kept;
        }
        joined.add(waiting.block);
        remove->reset();
        remove->bind(waiting.row);
        if (auto done = remove->finish(); !done) return done;
    }
    m_waiting.clear();
    m_waitingRecords = 0;
    return keep();
}

Result<std::int64_t> HistoryWriter::insertBlock(const TailBlock& block, BlockStage stage) {
    auto insert = m_database.prepare(
        "INSERT INTO request_block(era, oldest_end_ns, newest_end_ns, records, stage, data) "
        "VALUES (?,?,?,?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    const Blob blob = encodeRequests(block);
    insert->bind(m_era).bind(block.oldestEnd).bind(block.newestEnd);
    insert->bind(static_cast<std::int64_t>(block.records.size())).bind(static_cast<std::int64_t>(stage));
    insert->bind(BlobView(blob));
    if (auto done = insert->finish(); !done) return tl::unexpected(done.error());
    return m_database.lastRowId();
}

Result<void> HistoryWriter::writeWords() {
    const VocabularyMark now = markOf(m_words->words());
    if (now == m_writtenWords) return {};
    auto insert = m_database.prepare("INSERT INTO vocabulary(era, data) VALUES (?,?)");
    if (!insert) return tl::unexpected(insert.error());
    const Blob blob = encodeVocabulary(m_words->words(), m_writtenWords);
    insert->bind(m_era).bind(BlobView(blob));
    if (auto done = insert->finish(); !done) return done;
    m_writtenWords = now;
    return {};
}

Result<void> HistoryWriter::write(const Standing& standing) {
    const Blob plain = encodeStanding(standing);
    const bool isKeyframe =
        m_keyframe.empty() || standing.at - m_keyframeAt >= kKeyframeEach || standing.at < m_keyframeAt;
    const Blob packed = isKeyframe ? pack(plain) : pack(plain, m_keyframe);
    auto insert = m_database.prepare("INSERT INTO standing(at_ns, keyframe, data) VALUES (?,?,?)");
    if (!insert) return tl::unexpected(insert.error());
    insert->bind(standing.at.time_since_epoch().count());
    insert->bind(isKeyframe ? std::int64_t{0} : m_keyframeRow).bind(BlobView(packed));
    if (auto done = insert->finish(); !done) return done;
    if (!isKeyframe) return {};
    m_keyframe = plain;
    m_keyframeRow = m_database.lastRowId();
    m_keyframeAt = standing.at;
    return {};
}

}  // namespace binnacle
