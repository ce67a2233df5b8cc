// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/store/history_reader.h"

#include "models/core/base/align.h"
#include "models/core/history/rollup_codec.h"
#include "models/core/history/standing_codec.h"
#include "models/core/store/recorded_blocks.h"
#include "models/core/store/rollup_tiles.h"
#include "models/core/store/vocabulary_cache.h"

#include <algorithm>
#include <map>

namespace binnacle {
namespace {

// No block spans more than this (history_writer.cpp packs twenty minutes at most, of records that may come
// fifteen late).
constexpr std::int64_t kLongestBlock = std::int64_t{3600} * std::nano::den;
// Who is who is written down each ten seconds: what was learned just after a window holds for it.
constexpr Duration kLearnedSoon = std::chrono::seconds(15);

ViewRequest widened(const ViewRequest& request, std::int64_t grain) {
    return {alignDown(request.from, grain), alignUp(request.to, grain),
            request.step == 0 ? 0 : alignUp(request.step, grain)};
}

}  // namespace

struct HistoryReader::State {
    explicit State(const std::string& path) : pool(std::make_shared<ReadPool>(path)) {}

    std::shared_ptr<ReadPool> pool;
    mutable VocabularyCache vocabularies;
};

namespace {

Result<Standing> readStanding(Database& database, const char* which, std::int64_t bound) {
    auto row = database.prepare(std::string("SELECT keyframe, data FROM standing ") + which);
    if (!row) return tl::unexpected(row.error());
    row->bind(bound);
    const auto found = row->step();
    if (!found) return tl::unexpected(found.error());
    if (!*found) return Standing{};
    Blob prefix;
    if (const std::int64_t keyframe = row->integer(0); keyframe != 0) {
        auto key = database.prepare("SELECT data FROM standing WHERE id = ?");
        if (!key) return tl::unexpected(key.error());
        key->bind(keyframe);
        if (auto there = key->step(); !there) return tl::unexpected(there.error());
        auto plain = unpack(key->bytes(0));
        if (!plain) return tl::unexpected(plain.error());
        prefix = std::move(*plain);
    }
    const auto plain = unpack(row->bytes(1), kMaxUnpackedBytes, prefix);
    if (!plain) return tl::unexpected(plain.error());
    return decodeStanding(*plain);
}

constexpr const char* kLastBefore = "WHERE at_ns <= ? ORDER BY at_ns DESC LIMIT 1";
constexpr const char* kFirstAfter = "WHERE at_ns > ? ORDER BY at_ns LIMIT 1";

Result<Standing> standingAt(Database& database, TimePoint at) {
    const std::int64_t bound = at.time_since_epoch().count();
    auto standing = readStanding(database, kLastBefore, bound);
    if (!standing || standing->at != TimePoint{}) return standing;
    return readStanding(database, kFirstAfter, bound);
}

using LeasePtr = std::shared_ptr<ReadPool::Lease>;

/// One view being put together.
class ViewReading {
  public:
    ViewReading(LeasePtr lease, VocabularyCache& vocabularies)
        : m_lease(std::move(lease)), m_database(m_lease->database()), m_vocabularies(vocabularies) {}

    Result<TrafficView> read(const ViewRequest& asked) {
        RollupTiles tiles(m_database);
        const auto grain = tiles.grain(asked.from);
        if (!grain) return tl::unexpected(grain.error());
        const ViewRequest request = widened(asked, *grain);
        m_view = std::make_unique<RecordedView>(request);
        if (auto known = addStandings(TimePoint(std::chrono::seconds(request.to))); !known)
            return tl::unexpected(known.error());
        const std::int64_t before = request.from - alignUp(kTellersBefore, *grain);
        for (const ViewRequest& part : {ViewRequest{before, request.from, 0}, request}) {
            const auto rows = tiles.of(part);
            if (!rows) return tl::unexpected(rows.error());
            if (auto added = addTiles(*rows); !added) return tl::unexpected(added.error());
        }
        auto blocks = findBlocks(request);
        if (!blocks) return tl::unexpected(blocks.error());
        return m_view->build(std::make_shared<RecordedBlocks>(m_lease, std::move(*blocks)));
    }

  private:
    struct Era {
        std::shared_ptr<const LoadedVocabulary> vocabulary;
        RecordedView::Offsets offsets;
    };

    Result<void> addStandings(TimePoint at) {
        const auto then = standingAt(m_database, at);
        if (!then) return tl::unexpected(then.error());
        m_view->addStanding(*then);
        const auto soon = standingAt(m_database, at + kLearnedSoon);
        if (!soon) return tl::unexpected(soon.error());
        m_view->addLearned(*soon);
        return {};
    }

    Result<const Era*> era(std::int64_t id) {
        const auto known = m_eras.find(id);
        if (known != m_eras.end()) return &known->second;
        auto vocabulary = m_vocabularies.of(id, m_database);
        if (!vocabulary) return tl::unexpected(vocabulary.error());
        Era& era = m_eras[id];
        era.vocabulary = *vocabulary;
        era.offsets = m_view->addVocabulary(*vocabulary);
        return &era;
    }

    Result<void> addTiles(const std::vector<RollupTile>& tiles) {
        auto settled = m_database.prepare("SELECT data FROM rollup WHERE id = ?");
        auto fresh = m_database.prepare("SELECT data FROM fresh_rollup WHERE id = ?");
        if (!settled) return tl::unexpected(settled.error());
        if (!fresh) return tl::unexpected(fresh.error());
        for (const RollupTile& tile : tiles) {
            Statement& row = tile.isFresh ? *fresh : *settled;
            row.reset();
            row.bind(tile.id);
            if (auto found = row.step(); !found) return tl::unexpected(found.error());
            const auto of = era(tile.era);
            if (!of) return tl::unexpected(of.error());
            auto part = decodeRollups(row.bytes(0), (*of)->vocabulary->words.keys.size());
            if (!part) return tl::unexpected(part.error());
            m_view->addPart(tile.start, tile.width, std::move(*part), (*of)->offsets);
        }
        return {};
    }

    Result<std::vector<RecordedBlocks::Place>> findBlocks(const ViewRequest& request) {
        const std::int64_t from = request.from * std::nano::den;
        const std::int64_t to = request.to * std::nano::den;
        auto rows = m_database.prepare(
            "SELECT id, newest_end_ns, era FROM request_block WHERE newest_end_ns >= ? AND newest_end_ns < ? "
            "AND "
            "oldest_end_ns < ? ORDER BY newest_end_ns");
        if (!rows) return tl::unexpected(rows.error());
        rows->bind(from).bind(to + kLongestBlock).bind(to);
        std::vector<RecordedBlocks::Place> places;
        for (;;) {
            const auto row = rows->step();
            if (!row) return tl::unexpected(row.error());
            if (!*row) return places;
            const auto of = era(rows->integer(2));
            if (!of) return tl::unexpected(of.error());
            const Vocabulary& words = (*of)->vocabulary->words;
            places.push_back(
                {rows->integer(0), rows->integer(1), (*of)->offsets, words.names.size(), words.keys.size()});
        }
    }

    LeasePtr m_lease;
    Database& m_database;
    VocabularyCache& m_vocabularies;
    std::unique_ptr<RecordedView> m_view;
    std::map<std::int64_t, Era> m_eras;
};

Result<std::optional<TimePoint>> timeOf(Database& database, const char* sql) {
    auto row = database.prepare(sql);
    if (!row) return tl::unexpected(row.error());
    if (auto found = row->step(); !found) return tl::unexpected(found.error());
    if (row->isNull(0)) return std::optional<TimePoint>();
    return std::optional(TimePoint(std::chrono::seconds(row->integer(0))));
}

}  // namespace

HistoryReader::HistoryReader(const std::string& path) : m_state(std::make_shared<State>(path)) {}

HistoryReader::~HistoryReader() = default;

Result<std::optional<RecordedSpan>> HistoryReader::span() const {
    const auto lease = m_state->pool->lease();
    if (!lease) return tl::unexpected(lease.error());
    Database& database = (*lease)->database();
    std::optional<RecordedSpan> span;
    const auto widen = [&](std::optional<TimePoint> oldest, std::optional<TimePoint> newest) {
        if (!oldest || !newest) return;
        if (!span) span = RecordedSpan{*oldest, *newest};
        span->oldest = std::min(span->oldest, *oldest);
        span->newest = std::max(span->newest, *newest);
    };
    for (const char* where :
         {"rollup WHERE width = 60", "rollup WHERE width = 10", "rollup WHERE width = 1"}) {
        const std::string from = std::string(" FROM ") + where;
        const auto oldest = timeOf(database, ("SELECT min(start)" + from).c_str());
        const auto newest = timeOf(database, ("SELECT max(start) + width" + from).c_str());
        if (!oldest) return tl::unexpected(oldest.error());
        if (!newest) return tl::unexpected(newest.error());
        widen(*oldest, *newest);
    }
    const auto oldest = timeOf(database, "SELECT min(second) FROM fresh_rollup");
    const auto newest = timeOf(database, "SELECT max(second) + 1 FROM fresh_rollup");
    if (!oldest) return tl::unexpected(oldest.error());
    if (!newest) return tl::unexpected(newest.error());
    widen(*oldest, *newest);
    return span;
}

Result<TrafficView> HistoryReader::view(const ViewRequest& request) const {
    const auto lease = m_state->pool->lease();
    if (!lease) return tl::unexpected(lease.error());
    return ViewReading(*lease, m_state->vocabularies).read(request);
}

Result<Standing> HistoryReader::standing(TimePoint at) const {
    const auto lease = m_state->pool->lease();
    if (!lease) return tl::unexpected(lease.error());
    return standingAt((*lease)->database(), at);
}

Result<std::vector<Event>> HistoryReader::events(const EventQuery& query) const {
    const auto lease = m_state->pool->lease();
    if (!lease) return tl::unexpected(lease.error());
    auto rows = (*lease)->database().prepare(
        "SELECT id, at_ns, kind, subject, detail, who, reference FROM event WHERE at_ns >= ? AND at_ns < ? "
        "ORDER "
        "BY at_ns DESC, id DESC LIMIT ?");
    if (!rows) return tl::unexpected(rows.error());
    rows->bind(query.from.time_since_epoch().count()).bind(query.to.time_since_epoch().count());
    rows->bind(static_cast<std::int64_t>(query.limit));
    std::vector<Event> events;
    for (;;) {
        const auto row = rows->step();
        if (!row) return tl::unexpected(row.error());
        if (!*row) break;
        const std::int64_t kind = rows->integer(2);
        if (kind < 0 || kind >= static_cast<std::int64_t>(kEventKinds)) continue;  // of a later version
        events.push_back({static_cast<std::uint64_t>(rows->integer(0)), TimePoint(Duration(rows->integer(1))),
                          static_cast<EventKind>(kind), rows->text(3), rows->text(4), rows->text(5),
                          rows->text(6)});
    }
    std::reverse(events.begin(), events.end());
    return events;
}

}  // namespace binnacle
