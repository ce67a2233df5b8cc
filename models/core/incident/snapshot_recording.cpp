// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_recording.h"

#include "models/core/base/align.h"
#include "models/core/history/blob_reader.h"
#include "models/core/history/event_codec.h"
#include "models/core/history/request_codec.h"
#include "models/core/history/rollup_codec.h"
#include "models/core/history/standing_codec.h"
#include "models/core/history/vocabulary_codec.h"
#include "models/core/topology/slice_store.h"

#include <algorithm>

namespace binnacle {
namespace {

// A view of the largest mesh takes far less once its slices are merged; a snapshot that asks for more lies.
constexpr std::size_t kMaxViewBytes = 192U << 20U;
// As a history does: what was learned of a window just after it holds for it.
constexpr Duration kLearnedSoon = std::chrono::seconds(15);

tl::unexpected<Error> corrupt(const char* detail) {
    return failure(ErrorCode::corrupt, "snapshot", detail);
}

class PartBlock final : public RequestBlock {
  public:
    PartBlock(const SnapshotFile& file, std::size_t number, RequestBlobReader::Bounds bounds)
        : m_file(file), m_number(number), m_bounds(bounds) {}

    Result<const TailBlock*> numbers() override {
        if (m_block) return &*m_block;
        auto blob = m_file.part(placeName("requests", m_number));
        if (!blob) return tl::unexpected(blob.error());
        m_blob = std::move(*blob);
        auto reader = RequestBlobReader::open(m_blob, m_bounds);
        if (!reader) return tl::unexpected(reader.error());
        auto block = reader->numbers();
        if (!block) return tl::unexpected(block.error());
        // Room for the 65,535 records that a block may hold.
        block->firstSequence = (std::uint64_t{m_number} << 16U) + 1;
        m_reader = std::move(*reader);
        m_block = std::move(*block);
        return &*m_block;
    }
    Result<const TailBlock*> whole() override {
        if (const auto read = numbers(); !read || m_hasTexts) return read;
        if (auto added = m_reader->addTexts(*m_block); !added) return tl::unexpected(added.error());
        m_hasTexts = true;
        return &*m_block;
    }

  private:
    const SnapshotFile& m_file;
    std::size_t m_number;
    RequestBlobReader::Bounds m_bounds;
    Blob m_blob;
    std::optional<RequestBlobReader> m_reader;
    std::optional<TailBlock> m_block;
    bool m_hasTexts = false;
};

struct BlockPlace {
    std::size_t number = 0;
    std::int64_t newestEnd = 0;
};

class PartBlocks final : public RequestBlocks {
  public:
    PartBlocks(std::shared_ptr<const SnapshotFile> file, RequestBlobReader::Bounds bounds,
               std::vector<BlockPlace> places)
        : m_file(std::move(file)), m_bounds(bounds), m_places(std::move(places)) {}

    Result<void> visit(Order order, const Visit& visit) const override {
        for (std::size_t i = 0; i < m_places.size(); ++i) {
            const BlockPlace& place = m_places[order == Order::oldestFirst ? i : m_places.size() - 1 - i];
            PartBlock block(*m_file, place.number, m_bounds);
            const auto goOn = visit(block, place.newestEnd);
            if (!goOn) return tl::unexpected(goOn.error());
            if (!*goOn) break;
        }
        return {};
    }

  private:
    std::shared_ptr<const SnapshotFile> m_file;
    RequestBlobReader::Bounds m_bounds;
    std::vector<BlockPlace> m_places;
};

/// Slices that a view need not tell apart, merged into one: a long window is then few rows.
class SliceRun {
  public:
    SliceRun(RecordedView& view, std::size_t& bytes) : m_view(view), m_bytes(bytes) {}

    void add(std::int64_t bucket, std::int64_t start, std::int64_t end, RollupPart part) {
        if (!m_parts.empty() && bucket != m_bucket) flush();
        if (m_parts.empty()) m_start = start;
        m_bucket = bucket;
        m_end = end;
        m_pending += part.bytes();
        m_bytes += part.bytes();
        m_parts.push_back(std::make_shared<const RollupPart>(std::move(part)));
    }
    void flush() {
        if (m_parts.empty()) return;
        const auto merged = SliceStore::merge(m_parts);
        m_bytes += merged->bytes() - m_pending;
        m_pending = 0;
        m_view.addPart(m_start, m_end - m_start, *merged, {});
        m_parts.clear();
    }

  private:
    RecordedView& m_view;
    std::size_t& m_bytes;
    std::size_t m_pending = 0;
    std::int64_t m_bucket = 0;
    std::int64_t m_start = 0;
    std::int64_t m_end = 0;
    std::vector<SliceStore::PartPtr> m_parts;
};

std::int64_t bucketOf(std::int64_t start, const ViewRequest& request) {
    if (start < request.from) return -1;
    return request.step == 0 ? 0 : (start - request.from) / request.step;
}

}  // namespace

Result<std::unique_ptr<SnapshotRecording>> SnapshotRecording::open(std::shared_ptr<const SnapshotFile> file) {
    std::unique_ptr<SnapshotRecording> recording(new SnapshotRecording(std::move(file)));
    if (auto loaded = recording->load(); !loaded) return tl::unexpected(loaded.error());
    return recording;
}

Result<void> SnapshotRecording::load() {
    Vocabulary words;
    const auto learned =
        m_file->part("vocabulary").and_then([&](const Blob& blob) { return appendVocabulary(words, blob); });
    if (!learned) return learned;
    if (words.names.empty() || !words.names.front().empty()) return corrupt("its vocabulary is damaged");
    m_vocabulary = std::make_shared<const LoadedVocabulary>(std::move(words));
    for (const auto& [name, index] : {std::pair("rollups", &m_rollups), std::pair("requests", &m_requests)}) {
        auto read = m_file->part(name).and_then([](const Blob& blob) { return decodeIndex(blob); });
        if (!read) return tl::unexpected(read.error());
        *index = std::move(*read);
    }
    auto times = m_file->part("standing").and_then([](const Blob& blob) { return decodeTimes(blob); });
    if (!times) return tl::unexpected(times.error());
    m_standings = std::move(*times);
    if (!std::is_sorted(m_standings.begin(), m_standings.end())) return corrupt("its index is damaged");
    auto events = m_file->part("events").and_then([](const Blob& blob) { return decodeEvents(blob); });
    if (!events) return tl::unexpected(events.error());
    m_events = std::move(*events);
    return {};
}

Result<std::optional<RecordedSpan>> SnapshotRecording::span() const {
    return RecordedSpan{m_file->report().from, m_file->report().to};
}

Result<void> SnapshotRecording::addRollups(std::size_t number, const ViewRequest& request, RecordedView& view,
                                           std::size_t& bytes) const {
    const auto blob = m_file->part(placeName("rollups", number));
    if (!blob) return tl::unexpected(blob.error());
    const std::int64_t before = request.from - alignUp(kTellersBefore, m_rollups.width);
    const std::int64_t width = m_rollups.width;
    SliceRun run(view, bytes);
    BlobReader from(*blob);
    while (from.left() > 0) {
        const std::int64_t start = from.nanos().count();
        const BlobView packed = from.bytes(from.varint());
        if (from.hasFailed()) return corrupt("its rollups are cut short");
        if (start < before || start >= request.to) continue;
        auto part = decodeRollups(packed, m_vocabulary->words.keys.size());
        if (!part) return tl::unexpected(part.error());
        run.add(bucketOf(start, request), start, start + width, std::move(*part));
        if (bytes > kMaxViewBytes) return corrupt("its rollups are too large");
    }
    run.flush();
    return {};
}

Result<TrafficView> SnapshotRecording::view(const ViewRequest& asked) const {
    const std::int64_t width = m_rollups.width;
    const ViewRequest request{alignDown(asked.from, width), alignUp(asked.to, width),
                              alignUp(asked.step, width)};
    const auto who = standing(TimePoint(std::chrono::seconds(request.to)) + kLearnedSoon);
    if (!who) return tl::unexpected(who.error());
    RecordedView view(request);
    view.addVocabulary(m_vocabulary);
    view.addStanding(*who);
    std::size_t bytes = 0;
    const std::int64_t before = request.from - alignUp(kTellersBefore, width);
    for (std::size_t i = 0; i < m_rollups.places.size(); ++i) {
        const SnapshotIndex::Place& place = m_rollups.places[i];
        if (place.to <= before || place.from >= request.to) continue;
        if (auto added = addRollups(i, request, view, bytes); !added) return tl::unexpected(added.error());
    }
    std::vector<BlockPlace> blocks;
    for (std::size_t i = 0; i < m_requests.places.size(); ++i) {
        const SnapshotIndex::Place& place = m_requests.places[i];
        const bool isWithin =
            place.to >= request.from * std::nano::den && place.from < request.to * std::nano::den;
        if (isWithin) blocks.push_back({i, place.to});
    }
    std::stable_sort(blocks.begin(), blocks.end(),
                     [](const auto& a, const auto& b) { return a.newestEnd < b.newestEnd; });
    const RequestBlobReader::Bounds bounds{m_vocabulary->words.names.size(), m_vocabulary->words.keys.size()};
    return view.build(std::make_shared<PartBlocks>(m_file, bounds, std::move(blocks)));
}

Result<Standing> SnapshotRecording::standing(TimePoint at) const {
    if (m_standings.empty()) return Standing{};
    const auto after = std::upper_bound(m_standings.begin(), m_standings.end(), at);
    const auto number =
        static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - m_standings.begin() - 1, 0));
    const auto blob = m_file->part(placeName("standing", number / kStandingsOfPart));
    if (!blob) return tl::unexpected(blob.error());
    BlobReader from(*blob);
    const BlobView key = from.bytes(from.varint());
    auto plain = unpack(key);
    if (from.hasFailed() || !plain) return corrupt("its standing is damaged");
    const std::size_t wanted = number % kStandingsOfPart;
    if (wanted == 0) return decodeStanding(*plain);
    BlobView packed;
    for (std::size_t i = 0; i < wanted; ++i) packed = from.bytes(from.varint());
    if (from.hasFailed()) return corrupt("its standing is damaged");
    const auto later = unpack(packed, kMaxUnpackedBytes, *plain);
    if (!later) return tl::unexpected(later.error());
    return decodeStanding(*later);
}

Result<std::vector<Event>> SnapshotRecording::events(const EventQuery& query) const {
    std::vector<Event> found;
    for (const Event& event : m_events)
        if (event.at >= query.from && event.at < query.to) found.push_back(event);
    if (found.size() > query.limit)
        found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(query.limit));
    return found;
}

}  // namespace binnacle
