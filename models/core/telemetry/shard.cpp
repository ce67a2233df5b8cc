// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/telemetry/shard.h"

#include "models/core/base/text.h"
#include "models/core/incident/redaction.h"
#include "models/core/telemetry/clock_skew.h"
#include "models/core/telemetry/index_table.h"
#include "models/core/telemetry/name_table.h"
#include "models/core/telemetry/request_text.h"
#include "models/core/telemetry/response_flags.h"
#include "models/core/telemetry/shard_batch.h"

#include <algorithm>
#include <limits>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kNone = IndexTable::kNotFound;
constexpr std::uint32_t kOtherId = 1;
constexpr Duration kLongestRequest = 1h;
constexpr Duration kLongestConnection = std::chrono::hours(24 * 366);
constexpr Duration kEpochAtLeast = 5min;
constexpr std::size_t kIdBytes = 128;
constexpr std::uint16_t kLargestStatus = 999;

struct ProxySlot {
    Proxy proxy;
    std::uint32_t serial = 0;
    std::uint32_t workload = kNone;  ///< number in this epoch
    std::size_t names = 0;           ///< it brought in, in this epoch
    std::uint64_t records = 0;
    TimePoint lastReceived{};
    ClockSkew skew;
    bool open = false;
    bool touched = false;
};

/// The open rollup of one key and second.
struct Row {
    std::int64_t second = 0;
    std::uint32_t key = 0;
    TimePoint newestEnd{};
    RollupTotals totals;
    std::vector<std::pair<std::uint16_t, std::uint32_t>> codes;
    std::vector<std::pair<std::uint8_t, std::uint32_t>> flags;
    Sketch latency;

    void reset(std::uint32_t newKey, std::int64_t newSecond) {
        key = newKey;
        second = newSecond;
        newestEnd = TimePoint::min();
        totals = {};
        codes.clear();
        flags.clear();
        latency.clear();
    }
};

/// The row that a key was counted in last: almost always the next one too.
struct LastRow {
    std::int64_t second = std::numeric_limits<std::int64_t>::min();
    std::uint32_t row = kNone;
};

template <typename Value>
void countIn(std::vector<std::pair<Value, std::uint32_t>>& counts, Value value) {
    for (auto& [known, count] : counts) {
        if (known == value) {
            ++count;
            return;
        }
    }
    counts.emplace_back(value, 1);
}

}  // namespace

struct Shard::State {
    explicit State(const ShardLimits& shardLimits) : limits(shardLimits) { startEpoch(); }

    void startEpoch();
    std::uint32_t nameId(ProxySlot& slot, std::string_view raw);
    std::uint32_t addName(ProxySlot& slot, std::string_view raw, std::uint64_t hash);
    std::uint32_t workloadId(ProxySlot& slot);
    RollupKey keyOf(ProxySlot& slot, const Entry& entry);
    std::uint32_t keyId(const RollupKey& key);
    Row* rowOf(std::uint32_t key, std::int64_t second);
    Row* findOrAddRow(std::uint32_t key, std::int64_t second);
    void count(Row& row, const Entry& entry, std::uint16_t status);
    void keep(ProxySlot& slot, const Entry& entry, TailRecord record);
    void appendText(TailBlock& block, TailRecord& record, TailRecord::Text which, std::string_view raw);
    TailBlock* openBlock();
    bool isAcceptable(const Entry& entry);
    std::uint16_t clampStatus(std::uint16_t status);
    void note(ClampReason reason) { ++batch->clamped[static_cast<std::size_t>(reason)]; }
    void refuse(RejectReason reason, std::uint64_t times) {
        batch->rejected[static_cast<std::size_t>(reason)] += times;
        dirty = true;
    }
    void packRows();
    void reportActivity();
    void recycle(std::uint32_t epoch);

    ShardLimits limits;
    std::vector<ProxySlot> slots;
    std::vector<ProxyIndex> freeSlots;
    std::vector<ProxyIndex> closing;  ///< free after the next drain
    std::vector<ProxyIndex> touched;
    std::size_t openSlots = 0;
    std::uint32_t nextSerial = 0;

    NameTable names;
    NameTable workloads;
    IndexTable keyTable;
    std::vector<RollupKey> keys;
    std::vector<LastRow> lastRows;
    IndexTable rowTable;
    std::vector<Row> rows;
    std::size_t usedRows = 0;
    std::size_t sketchBytes = 0;
    std::size_t tailRecords = 0;
    std::size_t tailBytes = 0;
    TimePoint epochStart{};
    TimePoint latest{};

    std::unique_ptr<ShardBatch> batch = std::make_unique<ShardBatch>();
    bool dirty = false;
};

void Shard::State::startEpoch() {
    names.clear();
    names.add("", hashBytes(""));
    names.add(kOtherName, hashBytes(kOtherName));
    workloads.clear();
    keyTable = {};
    keys.clear();
    lastRows.clear();
    for (ProxySlot& slot : slots) {
        slot.workload = kNone;
        slot.names = 0;
    }
}

std::uint32_t Shard::State::nameId(ProxySlot& slot, std::string_view raw) {
    if (raw.empty()) return 0;
    if (raw.size() > limits.nameBytes) {
        note(ClampReason::nameCut);
        raw = raw.substr(0, limits.nameBytes + 1);  // one more, so that the cut is seen
    }
    const std::uint64_t hash = hashBytes(raw);
    const std::uint32_t id = names.find(raw, hash);
    return id != kNone ? id : addName(slot, raw, hash);
}

std::uint32_t Shard::State::addName(ProxySlot& slot, std::string_view raw, std::uint64_t hash) {
    if (names.size() >= limits.strings || slot.names >= limits.stringsPerProxy) {
        note(ClampReason::tooManyNames);
        return kOtherId;
    }
    ++slot.names;
    batch->names.push_back(safeText(raw, limits.nameBytes));
    return names.add(raw, hash);
}

std::uint32_t Shard::State::workloadId(ProxySlot& slot) {
    if (slot.workload != kNone) return slot.workload;
    const Workload other{kOtherName, kOtherName, "", ""};
    const Workload& w = workloads.size() < limits.proxies ? slot.proxy.workload : other;
    std::string joined;
    for (const std::string* part : {&w.service, &w.name, &w.version, &w.nameSpace}) {
        joined += *part;
        joined += '\0';
    }
    const std::uint64_t hash = hashBytes(joined);
    slot.workload = workloads.find(joined, hash);
    if (slot.workload != kNone) return slot.workload;
    slot.workload = workloads.add(joined, hash);
    batch->workloads.push_back(w);
    return slot.workload;
}

RollupKey Shard::State::keyOf(ProxySlot& slot, const Entry& entry) {
    RollupKey key;
    key.workload = workloadId(slot);
    key.reporter = entry.reporter;
    key.protocol = entry.protocol;
    key.mutualTls = entry.mutualTls;
    if (entry.reporter == Reporter::source) {
        key.cluster = nameId(slot, entry.upstreamCluster);
        key.address = nameId(slot, entry.upstreamHost);
        return key;
    }
    key.address = nameId(slot, entry.localAddress);
    key.peerNode = nameId(slot, entry.peerNode);
    key.peerService = nameId(slot, entry.peerService);
    key.peerPrincipal = nameId(slot, entry.peerPrincipal);
    return key;
}

std::uint32_t Shard::State::keyId(const RollupKey& key) {
    const std::uint64_t hash = key.hash();
    const std::uint32_t known = keyTable.find(hash, [&](std::uint32_t id) { return keys[id] == key; });
    if (known != kNone) return known;
    if (keys.size() >= limits.rollups) return kNone;
    const auto id = static_cast<std::uint32_t>(keys.size());
    keys.push_back(key);
    lastRows.emplace_back();
    keyTable.insert(hash, id);
    batch->keys.push_back(key);
    return id;
}

Row* Shard::State::rowOf(std::uint32_t key, std::int64_t second) {
    const LastRow& last = lastRows[key];
    if (last.row != kNone && last.second == second) return &rows[last.row];
    return findOrAddRow(key, second);
}

Row* Shard::State::findOrAddRow(std::uint32_t key, std::int64_t second) {
    const std::uint64_t hash = hashPair(key, static_cast<std::uint64_t>(second));
    std::uint32_t id = rowTable.find(
        hash, [&](std::uint32_t at) { return rows[at].key == key && rows[at].second == second; });
    if (id == kNone) {
        if (usedRows >= limits.rollups || sketchBytes >= limits.sketchBytes) return nullptr;
        id = static_cast<std::uint32_t>(usedRows++);
        if (id == rows.size()) rows.emplace_back();
        rows[id].reset(key, second);
        rowTable.insert(hash, id);
    }
    lastRows[key] = {second, id};
    return &rows[id];
}

void Shard::State::count(Row& row, const Entry& entry, std::uint16_t status) {
    ++row.totals.requests;
    row.totals.errors += isError(status, entry.flags) ? 1 : 0;
    row.totals.bytesSent += entry.bytesSent;
    row.totals.bytesReceived += entry.bytesReceived;
    countIn(row.codes, status);
    for (std::uint64_t left = entry.flags; left != 0; left &= left - 1) {
        countIn(row.flags, static_cast<std::uint8_t>(__builtin_ctzll(left)));
    }
    const std::size_t before = row.latency.windowBytes();
    row.latency.add(static_cast<std::uint64_t>(entry.duration.count()));
    // A window that grew downwards may have shed spare capacity: then there is nothing to add.
    sketchBytes += std::max(row.latency.windowBytes(), before) - before;
}

void Shard::State::appendText(TailBlock& block, TailRecord& record, TailRecord::Text which,
                              std::string_view raw) {
    const bool isPath = which == TailRecord::path;
    const bool isId = which == TailRecord::requestId || which == TailRecord::trace;
    const std::size_t most = isPath ? limits.pathBytes : isId ? kIdBytes : limits.nameBytes;
    std::string cleaned;
    if (!isId && mayHoldSecret(raw)) {
        Redaction redaction;
        cleaned = redaction.text(raw);
        if (!redaction.removed().empty()) note(ClampReason::redacted);
        raw = cleaned;
    }
    if (raw.size() <= most && isPlainText(raw)) {
        block.arena += raw;
        record.lengths[which] = static_cast<std::uint16_t>(raw.size());
        return;
    }
    if (raw.size() > most) note(isPath ? ClampReason::pathCut : ClampReason::textCut);
    const std::string safe = safeText(raw.substr(0, most + 1), most);
    block.arena += safe;
    record.lengths[which] = static_cast<std::uint16_t>(safe.size());
}

// The block to write the next record to; null when the tail is full until the next drain.
TailBlock* Shard::State::openBlock() {
    std::vector<TailBlock>& blocks = batch->tail;
    const bool isFull = !blocks.empty() && (blocks.back().records.size() >= TailBlock::kRecords ||
                                            blocks.back().arena.size() >= TailBlock::kArena);
    if (!isFull && !blocks.empty() && tailRecords < limits.tailRecords) return &blocks.back();
    if (tailRecords >= limits.tailRecords || tailBytes >= limits.tailBytes) return nullptr;
    if (isFull) tailBytes += blocks.back().arena.size();
    blocks.emplace_back();
    if (isFull) {  // there are many: the next one will be full as well
        blocks.back().records.reserve(TailBlock::kRecords);
        blocks.back().arena.reserve(TailBlock::kArena);
    }
    return &blocks.back();
}

void Shard::State::keep(ProxySlot& slot, const Entry& entry, TailRecord record) {
    TailBlock* block = openBlock();
    if (!block) {
        ++batch->tailDropped;
        return;
    }
    record.duration = entry.duration.count();
    record.firstUpstreamByte = std::clamp(entry.firstUpstreamByte, Duration::zero(), entry.duration).count();
    record.flags = entry.flags;
    record.bytesSent = entry.bytesSent;
    record.bytesReceived = entry.bytesReceived;
    record.proxy = slot.serial;
    const bool isSource = entry.reporter == Reporter::source;
    const RollupKey& key = keys[record.key];
    record.cluster = isSource ? key.cluster : nameId(slot, entry.upstreamCluster);
    record.host = isSource ? key.address : nameId(slot, entry.upstreamHost);
    record.route = nameId(slot, entry.route);
    record.method = nameId(slot, entry.method);
    record.attempts = entry.attempts;
    record.arena = static_cast<std::uint32_t>(block->arena.size());
    appendText(*block, record, TailRecord::path, pathOnly(entry.path));
    appendText(*block, record, TailRecord::authority, withoutUserInfo(entry.authority));
    appendText(*block, record, TailRecord::details, entry.details);
    appendText(*block, record, TailRecord::requestId, entry.requestId);
    appendText(*block, record, TailRecord::trace, entry.traceId);
    const std::int64_t end = record.end();
    block->oldestEnd = block->records.empty() ? end : std::min(block->oldestEnd, end);
    block->newestEnd = block->records.empty() ? end : std::max(block->newestEnd, end);
    block->records.push_back(record);
    ++tailRecords;
}

bool Shard::State::isAcceptable(const Entry& entry) {
    if (entry.duration < Duration::zero()) {
        refuse(RejectReason::negativeDuration, 1);
        return false;
    }
    if (entry.duration > (entry.protocol == Protocol::tcp ? kLongestConnection : kLongestRequest)) {
        refuse(RejectReason::absurdDuration, 1);
        return false;
    }
    return true;
}

std::uint16_t Shard::State::clampStatus(std::uint16_t status) {
    if (status <= kLargestStatus) return status;
    note(ClampReason::status);
    return 0;
}

void Shard::State::packRows() {
    std::vector<std::uint32_t> order(usedRows);
    for (std::size_t i = 0; i < usedRows; ++i) order[i] = static_cast<std::uint32_t>(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return rows[a].second < rows[b].second; });
    for (const std::uint32_t at : order) {
        const Row& row = rows[at];
        auto& seconds = batch->seconds;
        if (seconds.empty() || seconds.back().second != row.second) seconds.push_back({row.second, {}});
        RollupPart& part = seconds.back().part;
        part.append(row.key, row.totals, row.codes, row.flags, row.latency);
        part.newestEnd = std::max(part.newestEnd, row.newestEnd);
    }
    for (auto& [second, part] : batch->seconds) part.shrink();
}

void Shard::State::reportActivity() {
    for (const ProxyIndex index : touched) {
        ProxySlot& slot = slots[index];
        batch->activity.push_back({slot.serial, slot.records, slot.lastReceived, slot.skew.isSkewed()});
        slot.records = 0;
        slot.touched = false;
    }
    touched.clear();
}

// Keeps what the next tick needs again: rows with windows of a usual size.
void Shard::State::recycle(std::uint32_t epoch) {
    constexpr std::size_t kKeptRows = 4096;
    constexpr std::size_t kKeptWindow = 4096;
    for (std::size_t i = 0; i < usedRows; ++i) {
        lastRows[rows[i].key] = {};
        if (rows[i].latency.windowBytes() > kKeptWindow) rows[i] = {};
    }
    if (rows.size() > kKeptRows && usedRows * 4 < rows.size()) {
        rows.resize(rows.size() / 2);
        rows.shrink_to_fit();
    }
    usedRows = 0;
    sketchBytes = tailRecords = tailBytes = 0;
    rowTable.clear();
    freeSlots.insert(freeSlots.end(), closing.begin(), closing.end());
    closing.clear();
    const bool filling = names.size() * 2 > limits.strings || keys.size() * 2 > limits.rollups ||
                         workloads.size() * 2 > limits.proxies;
    const bool renew = filling && latest - epochStart >= kEpochAtLeast;
    if (renew) {
        startEpoch();
        epochStart = latest;
    }
    batch = std::make_unique<ShardBatch>();
    batch->epoch = epoch + (renew ? 1 : 0);
    batch->firstName = static_cast<std::uint32_t>(names.size());
    batch->firstWorkload = static_cast<std::uint32_t>(workloads.size());
    batch->firstKey = static_cast<std::uint32_t>(keys.size());
    dirty = false;
}

Shard::Shard(const ShardLimits& limits) : m_state(std::make_unique<State>(limits)) {
    m_state->batch->firstName = static_cast<std::uint32_t>(m_state->names.size());
}

Shard::~Shard() = default;

ProxyIndex Shard::openProxy(const Proxy& proxy) {
    State& s = *m_state;
    if (s.openSlots >= s.limits.proxies) return kNoProxy;
    ProxyIndex index = static_cast<ProxyIndex>(s.slots.size());
    if (s.freeSlots.empty()) {
        s.slots.emplace_back();
    } else {
        index = s.freeSlots.back();
        s.freeSlots.pop_back();
    }
    const auto safe = [&](const std::string& text) { return safeText(text, s.limits.nameBytes); };
    ProxySlot& slot = s.slots[index] = {};
    slot.serial = s.nextSerial++;
    slot.open = true;
    const Workload& w = proxy.workload;
    slot.proxy = {safe(proxy.node),
                  safe(proxy.cluster),
                  {safe(w.service), safe(w.name), safe(w.version), safe(w.nameSpace)},
                  safe(proxy.peer),
                  safe(proxy.build)};
    ++s.openSlots;
    s.batch->opened.push_back({slot.serial, slot.proxy});
    s.dirty = true;
    return index;
}

void Shard::closeProxy(ProxyIndex proxy) {
    State& s = *m_state;
    if (proxy >= s.slots.size() || !s.slots[proxy].open) return;
    s.slots[proxy].open = false;
    --s.openSlots;
    s.closing.push_back(proxy);
    s.batch->closed.push_back(s.slots[proxy].serial);
    s.dirty = true;
}

void Shard::add(ProxyIndex proxy, const Entry& entry, TimePoint receivedAt) {
    State& s = *m_state;
    ++s.batch->received;
    if (proxy >= s.slots.size() || !s.slots[proxy].open) return s.refuse(RejectReason::tooManyProxies, 1);
    ProxySlot& slot = s.slots[proxy];
    if (!slot.touched) {
        slot.touched = true;
        s.touched.push_back(proxy);
    }
    ++slot.records;
    slot.lastReceived = receivedAt;
    s.latest = std::max(s.latest, receivedAt);
    if (s.batch->received == 1) s.batch->firstReceivedAt = receivedAt;
    s.dirty = true;
    if (!s.isAcceptable(entry)) return;
    const TimePoint told = addClamped(entry.start, entry.duration);
    const TimePoint end = slot.skew.correct(told, receivedAt);
    if (end == told) {
        s.batch->age.add(static_cast<std::uint64_t>(std::max(receivedAt - end, Duration::zero()).count()));
    } else {
        s.note(ClampReason::clockSkew);
    }
    TailRecord record;
    record.key = s.keyId(s.keyOf(slot, entry));
    Row* row =
        record.key == kNone
            ? nullptr
            : s.rowOf(record.key, std::chrono::floor<std::chrono::seconds>(end.time_since_epoch()).count());
    if (!row) return s.refuse(RejectReason::tooManyEdges, 1);
    record.status = s.clampStatus(entry.status);
    s.count(*row, entry, record.status);
    row->newestEnd = std::max(row->newestEnd, end);
    record.start = addClamped(end, -entry.duration).time_since_epoch().count();
    s.keep(slot, entry, record);
}

void Shard::reject(RejectReason reason, std::uint64_t count) {
    m_state->refuse(reason, count);
}

std::unique_ptr<ShardBatch> Shard::drain() {
    State& s = *m_state;
    if (!s.dirty) return nullptr;
    s.packRows();
    s.reportActivity();
    std::unique_ptr<ShardBatch> full = std::move(s.batch);
    s.recycle(full->epoch);
    return full;
}

}  // namespace binnacle
