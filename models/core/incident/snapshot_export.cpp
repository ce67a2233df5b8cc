// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/snapshot_export.h"

#include "models/core/history/blob_reader.h"
#include "models/core/history/event_codec.h"
#include "models/core/history/recorded_traffic.h"
#include "models/core/history/request_codec.h"
#include "models/core/history/rollup_codec.h"
#include "models/core/history/standing_codec.h"
#include "models/core/history/vocabulary_codec.h"
#include "models/core/incident/redaction.h"
#include "models/core/incident/report_codec.h"
#include "models/core/incident/snapshot_index.h"
#include "models/core/incident/snapshot_writer.h"
#include "models/core/incident/used_words.h"
#include "models/core/policy/intent_yaml.h"
#include "models/core/telemetry/response_flags.h"
#include "models/core/topology/slice_store.h"

#include <algorithm>
#include <unordered_map>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

using AddPart = std::function<Result<void>(const std::string& name, BlobView bytes)>;

constexpr std::int64_t kSlicesOfPart = 60;
constexpr std::size_t kRecordsOfPart = 32'768;
constexpr std::size_t kTextOfPart = 8U << 20U;
constexpr std::int64_t kMaxStandings = 720;
constexpr Duration kStandingAfter = 15s;
constexpr Duration kSlow = 1s;
constexpr double kSlowestShare = 0.99;

tl::unexpected<Error> cancelled() {
    return failure(ErrorCode::cancelled, "snapshot", "it was cancelled");
}

std::int64_t widthFor(Duration length) {
    return length <= 1h ? 1 : length <= 24h ? 10 : 60;
}

/// One snapshot being made, part after part.
class Export {
  public:
    Export(const SnapshotOrder& order, const SnapshotSources& sources, AddPart add,
           HistoryPort::OnProgress onProgress)
        : m_order(order), m_sources(sources), m_add(std::move(add)), m_onProgress(std::move(onProgress)) {}

    Result<SnapshotReport> run() {
        if (auto done = begin(); !done) return tl::unexpected(done.error());
        for (const auto step : {&Export::addRollups, &Export::addRequests, &Export::addVocabulary,
                                &Export::addStandings, &Export::addEvents, &Export::addPolicies,
                                &Export::addChanges, &Export::addTexts, &Export::addConfiguration}) {
            if (auto done = (this->*step)(); !done) return tl::unexpected(done.error());
        }
        m_report.removed = m_redaction.removed();
        if (auto added = m_add("report", encodeReport(m_report)); !added)
            return tl::unexpected(added.error());
        return m_report;
    }

  private:
    Result<void> begin() {
        const TimePoint to = m_order.window.to.value_or(m_sources.clock.now());
        if (m_order.window.length <= Duration::zero())
            return failure(ErrorCode::invalid, "snapshot", "its window is empty");
        m_width = widthFor(m_order.window.length);
        const auto secondsOf = [](TimePoint at) {
            return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
        };
        m_from = secondsOf(to - m_order.window.length) / m_width * m_width;
        m_to = (secondsOf(to + 1s - 1ns) + m_width - 1) / m_width * m_width;
        m_report.mesh = m_sources.mesh;
        m_report.station = m_sources.version;
        m_report.who = m_redaction.text(m_order.who);
        m_report.note = m_redaction.text(m_order.note);
        m_report.made = m_sources.clock.now();
        m_report.from = TimePoint(std::chrono::seconds(m_from));
        m_report.to = TimePoint(std::chrono::seconds(m_to));
        return countWhole();
    }

    // As the map tells it: both sides of a call are one request.
    Result<void> countWhole() {
        const RecordedTraffic traffic(m_sources.recording, m_sources.clock);
        const auto frame = traffic.topology({{m_report.to - m_report.from, m_report.to}, ""});
        if (!frame) return tl::unexpected(frame.error());
        m_report.nodes = (*frame)->nodes.size();
        m_report.edges = (*frame)->edges.size();
        for (const Edge& edge : (*frame)->edges) m_report.requests += edge.stats.requests;
        return {};
    }

    bool goesOn(double done) const { return !m_onProgress || m_onProgress(done); }

    double shareOf(std::int64_t second) const {
        return static_cast<double>(second - m_from) / static_cast<double>(m_to - m_from);
    }

    Result<void> addRollups() {
        SnapshotIndex index;
        index.width = m_width;
        // Who tells at all is looked for just before a window as well.
        const std::int64_t before = (kTellersBefore + m_width - 1) / m_width * m_width;
        const std::int64_t span = kSlicesOfPart * m_width;
        for (std::int64_t at = m_from - before; at < m_to;) {
            const std::int64_t end = at < m_from ? m_from : std::min(at + span, m_to);
            if (!goesOn(at < m_from ? 0 : shareOf(at) * 0.5)) return cancelled();
            const auto view = m_sources.recording.view({at, end, m_width});
            if (!view) return tl::unexpected(view.error());
            const std::string name = placeName("rollups", index.places.size());
            if (auto added = m_add(name, slicesOf(*view)); !added) return added;
            index.places.push_back({view->from, view->to});
            at = end;
        }
        return m_add("rollups", encodeIndex(index));
    }

    Blob slicesOf(const TrafficView& view) {
        Blob out;
        m_words.enter(view);
        for (std::size_t i = 0; i < view.steps.size(); ++i) {
            if (view.steps[i].empty()) continue;
            RollupPart part = *SliceStore::merge(view.steps[i]);
            for (std::uint32_t& key : part.keys) key = m_words.key(key);
            if (m_order.requests == SnapshotRequests::errorsAndSlow) noteDurations(part);
            putNanos(out, Duration(view.from + static_cast<std::int64_t>(i) * view.step));
            const Blob rows = encodeRollups(part);
            putVarint(out, rows.size());
            out.insert(out.end(), rows.begin(), rows.end());
        }
        return out;
    }

    void noteDurations(const RollupPart& part) {
        for (std::size_t i = 0; i < part.keys.size(); ++i) {
            EdgeStats row;
            part.addTo(row, i);
            m_durations[part.keys[i]].merge(row.latency);
        }
    }

    bool isWanted(const TailRecord& record, std::uint32_t key) {
        if (m_order.requests == SnapshotRequests::all) return true;
        if (isError(record.status, record.flags) || record.duration >= kSlow.count()) return true;
        const auto [at, isNew] = m_slowFrom.try_emplace(key, 0);
        if (isNew) at->second = m_durations[key].quantile(kSlowestShare);
        return static_cast<std::uint64_t>(record.duration) >= at->second;
    }

    Result<void> addRequests() {
        SnapshotIndex index;
        const std::int64_t span = kSlicesOfPart * m_width;
        const bool areWanted = m_order.requests != SnapshotRequests::none;
        for (std::int64_t at = m_from; areWanted && at < m_to; at += span) {
            if (!goesOn(0.5 + shareOf(at) * 0.4)) return cancelled();
            const auto view = m_sources.recording.view({at, std::min(at + span, m_to), 0});
            if (!view) return tl::unexpected(view.error());
            m_words.enter(*view);
            const auto visited = view->requests->visit(
                RequestBlocks::Order::oldestFirst, [&](RequestBlock& block, std::int64_t) -> Result<bool> {
                    const auto whole = block.whole();
                    if (!whole) return tl::unexpected(whole.error());
                    if (auto kept = keep(**whole, *view, index); !kept) return tl::unexpected(kept.error());
                    return true;
                });
            if (!visited) return visited;
        }
        if (auto added = flush(index); !added) return added;
        return m_add("requests", encodeIndex(index));
    }

    Result<void> keep(const TailBlock& block, const TrafficView& view, SnapshotIndex& index) {
        for (const TailRecord& record : block.records) {
            if (record.end() < view.from * std::nano::den || record.end() >= view.to * std::nano::den)
                continue;
            const std::uint32_t key = m_words.key(record.key);
            if (!isWanted(record, key)) continue;
            append(block, record, key);
            if (m_block.records.size() < kRecordsOfPart && m_block.arena.size() < kTextOfPart) continue;
            if (auto flushed = flush(index); !flushed) return flushed;
        }
        return {};
    }

    void append(const TailBlock& block, TailRecord record, std::uint32_t key) {
        const TailRecord from = record;
        record.key = key;
        for (std::uint32_t* name :
             {&record.proxy, &record.cluster, &record.host, &record.route, &record.method})
            *name = m_words.name(*name);
        record.arena = static_cast<std::uint32_t>(m_block.arena.size());
        for (std::size_t i = 0; i < TailRecord::texts; ++i) {
            const auto which = static_cast<TailRecord::Text>(i);
            const std::string_view text = block.text(from, which);
            const std::string safe =
                which == TailRecord::path ? m_redaction.path(text) : m_redaction.text(text);
            record.lengths[i] = static_cast<std::uint16_t>(std::min<std::size_t>(safe.size(), 0xFFFF));
            m_block.arena.append(safe, 0, record.lengths[i]);
        }
        const std::int64_t end = record.end();
        m_block.oldestEnd = m_block.records.empty() ? end : std::min(m_block.oldestEnd, end);
        m_block.newestEnd = m_block.records.empty() ? end : std::max(m_block.newestEnd, end);
        m_block.records.push_back(record);
        ++m_report.records;
    }

    Result<void> flush(SnapshotIndex& index) {
        if (m_block.records.empty()) return {};
        const std::string name = placeName("requests", index.places.size());
        index.places.push_back({m_block.oldestEnd, m_block.newestEnd});
        auto added = m_add(name, encodeRequests(m_block));
        m_block = {};
        return added;
    }

    Result<void> addVocabulary() { return m_add("vocabulary", encodeVocabulary(m_words.words(), {})); }

    Result<void> addStandings() {
        std::vector<TimePoint> times;
        Blob part;
        Blob key;
        const Duration every = std::max<Duration>(10s, (m_report.to - m_report.from) / kMaxStandings);
        for (TimePoint at = m_report.from; at <= m_report.to + kStandingAfter; at += every) {
            const auto standing = m_sources.recording.standing(at);
            if (!standing) return tl::unexpected(standing.error());
            if (!times.empty() && standing->at <= times.back()) continue;
            const std::size_t place = times.size() % kStandingsOfPart;
            if (place == 0 && !times.empty()) {
                if (auto added = addStandingPart(times.size(), part); !added) return added;
            }
            times.push_back(standing->at);
            const Blob plain = encodeStanding(*standing);
            const Blob packed = place == 0 ? pack(plain) : pack(plain, key);
            if (place == 0) key = plain;
            putVarint(part, packed.size());
            part.insert(part.end(), packed.begin(), packed.end());
        }
        if (!part.empty()) {
            if (auto added = addStandingPart(times.size(), part); !added) return added;
        }
        return m_add("standing", encodeTimes(times));
    }

    Result<void> addStandingPart(std::size_t upTo, Blob& part) {
        auto added = m_add(placeName("standing", (upTo - 1) / kStandingsOfPart), part);
        part.clear();
        return added;
    }

    Result<void> addEvents() {
        if (!goesOn(0.92)) return cancelled();
        auto events = m_sources.recording.events({m_report.from, m_report.to, kMaxBlobEvents});
        if (!events) return tl::unexpected(events.error());
        for (Event& event : *events)
            for (auto* text : {&event.subject, &event.detail, &event.who, &event.reference})
                *text = m_redaction.text(*text);
        m_report.events = events->size();
        return m_add("events", encodeEvents(*events));
    }

    Result<void> addPolicies() {
        for (const auto& [name, at] :
             {std::pair("policies/start", m_report.from), std::pair("policies/end", m_report.to)}) {
            const auto inForce = m_sources.policy.policies(at);
            if (!inForce) return tl::unexpected(inForce.error());
            std::vector<Intent> intents;
            for (const PolicyInForce& policy : *inForce) intents.push_back(policy.intent);
            if (auto added = addText(name, toYaml(intents)); !added) return added;
        }
        return {};
    }

    Result<void> addChanges() {
        const auto changes = m_sources.policy.history();
        if (!changes) return tl::unexpected(changes.error());
        Blob out;
        for (const Change& change : *changes) {
            if (change.at < m_report.from || change.at >= m_report.to) continue;
            ++m_report.changes;
            putTime(out, change.at);
            putVarint(out, static_cast<std::uint64_t>(change.state));
            for (const auto* text : {&change.id, &change.who, &change.reason, &change.reverts})
                putText(out, m_redaction.text(*text));
            putVarint(out, change.edits.size());
            for (const IntentEdit& edit : change.edits) {
                putText(out, edit.before ? m_redaction.text(toYaml(*edit.before)) : "");
                putText(out, edit.after ? m_redaction.text(toYaml(*edit.after)) : "");
            }
        }
        return m_add("changes", out);
    }

    Result<void> addTexts() {
        if (auto added = addText("note", m_order.note); !added) return added;
        return m_sources.alerts ? addText("alerts", m_sources.alerts().rulesYaml) : Result<void>();
    }

    Result<void> addConfiguration() {
        if (!m_order.withConfiguration || !m_sources.configuration) return {};
        if (!goesOn(0.95)) return cancelled();
        const auto all = m_sources.configuration();
        if (!all) return tl::unexpected(all.error());
        for (const auto& [node, text] : *all) {
            std::string name = "configuration/" + node;
            if (!isSnapshotName(name)) continue;
            if (auto added = addText(name, text); !added) return added;
        }
        return {};
    }

    Result<void> addText(const std::string& name, const std::string& text) {
        const std::string safe = m_redaction.text(text);
        return m_add(name, {reinterpret_cast<const std::uint8_t*>(safe.data()), safe.size()});
    }

    const SnapshotOrder& m_order;
    const SnapshotSources& m_sources;
    AddPart m_add;
    HistoryPort::OnProgress m_onProgress;
    SnapshotReport m_report;
    Redaction m_redaction;
    UsedWords m_words;
    TailBlock m_block;
    std::unordered_map<std::uint32_t, Sketch> m_durations;
    std::unordered_map<std::uint32_t, std::uint64_t> m_slowFrom;
    std::int64_t m_width = 1;
    std::int64_t m_from = 0;
    std::int64_t m_to = 0;
};

}  // namespace

Result<SnapshotReport> writeSnapshot(const SnapshotOrder& order, const SnapshotSources& sources,
                                     const std::string& path, const HistoryPort::OnProgress& onProgress) {
    auto writer = SnapshotWriter::start(path);
    if (!writer) return tl::unexpected(writer.error());
    const auto add = [&](const std::string& name, BlobView bytes) { return writer->add(name, bytes); };
    auto report = Export(order, sources, add, onProgress).run();
    if (!report) return report;
    if (onProgress && !onProgress(1)) return cancelled();
    if (const auto finished = writer->finish(); !finished) return tl::unexpected(finished.error());
    return SnapshotFile::open(path).map([](const auto& file) { return file->report(); });
}

Result<SnapshotReport> reviewSnapshot(const SnapshotOrder& order, const SnapshotSources& sources) {
    std::vector<SnapshotEntry> entries;
    const auto add = [&](const std::string& name, BlobView bytes) -> Result<void> {
        entries.emplace_back().name = name;
        entries.back().size = pack(bytes).size();
        return {};
    };
    auto report = Export(order, sources, add, {}).run();
    if (report) report->parts = partsToShow(entries);
    return report;
}

}  // namespace binnacle
