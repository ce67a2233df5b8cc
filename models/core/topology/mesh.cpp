// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/mesh.h"

#include "models/core/topology/cluster_merge.h"
#include "models/core/topology/mesh_state.h"

#include <algorithm>

namespace binnacle {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMaxNames = 400'000;
constexpr std::size_t kMaxKeys = 400'000;
constexpr std::size_t kMaxWorkloads = 50'000;
constexpr std::size_t kMaxClusters = 50'000;
constexpr std::size_t kMaxProxies = 50'000;
constexpr std::size_t kSweepAbove = 100'000;
constexpr std::size_t kMaxSliceBytes = 384U << 20U;
constexpr Duration kSweepEvery = 1min;
constexpr Duration kKept = 15min + 30s;
constexpr Duration kProxyForgotten = 15min;
constexpr Duration kLagWindow = 10s;
constexpr std::uint32_t kOtherId = 1;

std::int64_t secondOf(TimePoint at) {
    return std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
}

Workload withName(Workload workload, const Proxy& proxy) {
    if (workload.name.empty()) workload.name = workload.service.empty() ? proxy.cluster : workload.service;
    if (workload.name.empty()) workload.name = proxy.node;
    if (workload.service.empty()) workload.service = workload.name;
    return workload;
}

}  // namespace

Mesh::State::State(const Clock& meshClock) : clock(meshClock), startedAt(meshClock.now()) {
    internName("");
    internName(kOtherName);
}

std::uint32_t Mesh::State::internName(const std::string& name) {
    const std::uint64_t hash = hashBytes(name);
    const std::uint32_t known = nameTable.find(hash, [&](std::uint32_t id) { return names[id] == name; });
    if (known != IndexTable::kNotFound) return known;
    if (names.used() >= kMaxNames) {
        ++counters.clamped[std::string(clampReasonName(ClampReason::tooManyNames))];
        return kOtherId;
    }
    const std::uint32_t id = names.add(name);
    nameTable.insert(hash, id);
    return id;
}

std::uint32_t Mesh::State::internKey(const RollupKey& wanted) {
    RollupKey key = wanted;
    if (keys.used() >= kMaxKeys) {  // what is left of the far end is "some other one"
        key = RollupKey{wanted.workload, wanted.reporter, wanted.protocol};
        (key.reporter == Reporter::source ? key.cluster : key.peerService) = kOtherId;
    }
    const std::uint64_t hash = key.hash();
    const std::uint32_t known = keyTable.find(hash, [&](std::uint32_t id) { return keys[id] == key; });
    if (known != IndexTable::kNotFound) return known;
    const std::uint32_t id = keys.add(key);
    keyTable.insert(hash, id);
    ++keysVersion;
    return id;
}

std::uint32_t Mesh::State::internWorkload(const Workload& workload) {
    if (directory.workloads().size() < kMaxWorkloads) return directory.intern(workload);
    return directory.intern({kOtherName, kOtherName, "", ""});
}

Mesh::State::ShardMap& Mesh::State::shardMap(std::uint32_t shard, const ShardBatch& batch) {
    ShardMap& map = shards[shard];
    if (map.epoch == batch.epoch && !map.names.empty()) return map;
    map.epoch = batch.epoch;
    map.names = {0, kOtherId};
    map.workloads.clear();
    map.keys.clear();
    return map;
}

// Takes in what the batch teaches, and writes the mesh's numbers over the shard's.
void Mesh::State::learn(ShardMap& map, ShardBatch& batch) {
    for (const std::string& name : batch.names) map.names.push_back(internName(name));
    for (const Workload& workload : batch.workloads) map.workloads.push_back(internWorkload(workload));
    for (RollupKey key : batch.keys) {
        key.workload = map.workloads[key.workload];
        for (std::uint32_t* name :
             {&key.address, &key.cluster, &key.peerNode, &key.peerService, &key.peerPrincipal}) {
            *name = map.names[*name];
        }
        if (key.reporter == Reporter::destination) directory.learnAddress(names[key.address], key.workload);
        map.keys.push_back(internKey(key));
    }
}

Mesh::State::KnownProxy& Mesh::State::proxyOf(const Proxy& proxy) {
    KnownProxy& known = proxies[proxy.node];
    known.status.proxy = proxy;
    known.status.proxy.workload = withName(proxy.workload, proxy);
    known.lastSeen = clock.now();
    const std::uint32_t workload = internWorkload(known.status.proxy.workload);
    if (known.status.connected && known.workload != workload) {
        directory.noteConnected(known.workload, false);
        directory.noteConnected(workload, true);
    }
    known.workload = workload;
    directory.noteProxy(proxy.node, workload);
    return known;
}

void Mesh::State::setConnected(KnownProxy& known) {
    const bool connected = known.streams > 0 || known.policyConnected;
    known.lastSeen = clock.now();
    if (connected == known.status.connected) return;
    known.status.connected = connected;
    directory.noteConnected(known.workload, connected);
    const EventKind kind = connected ? EventKind::proxyCame : EventKind::proxyLeft;
    toRecord.addEvents({{0, known.lastSeen, kind, known.status.proxy.node, {}, {}, {}}});
}

void Mesh::State::openProxy(ShardMap& map, const OpenedProxy& opened) {
    map.proxies[opened.serial] = internName(opened.proxy.node);
    KnownProxy& known = proxyOf(opened.proxy);
    ++known.streams;
    setConnected(known);
}

void Mesh::State::closeProxy(ShardMap& map, std::uint32_t serial) {
    const auto name = map.proxies.find(serial);
    if (name == map.proxies.end()) return;
    const auto known = proxies.find(names[name->second]);
    if (known != proxies.end()) {
        if (known->second.streams > 0) --known->second.streams;
        setConnected(known->second);
    }
    map.proxies.erase(name);
}

void Mesh::State::noteActivity(const ShardMap& map, const ProxyActivity& activity) {
    const auto name = map.proxies.find(activity.serial);
    if (name == map.proxies.end()) return;
    const auto known = proxies.find(names[name->second]);
    if (known == proxies.end()) return;
    known->second.status.records += activity.records;
    known->second.status.skewed = activity.skewed;
    known->second.lastReceived = std::max(known->second.lastReceived, activity.lastReceived);
}

void Mesh::State::takeSeconds(const ShardMap& map, ShardBatch& batch, std::int64_t oldest) {
    for (auto& [second, part] : batch.seconds) {
        if (second < oldest) {
            EdgeStats lost;
            for (std::size_t i = 0; i < part.keys.size(); ++i) part.addTo(lost, i);
            counters.rejected[std::string(rejectReasonName(RejectReason::tooOld))] += lost.requests;
            continue;
        }
        for (std::uint32_t& key : part.keys) key = map.keys[key];
        newestEnd = std::max(newestEnd, part.newestEnd);
        if (auto added = slices.add(second, std::move(part))) toRecord.addPart(second, std::move(added));
    }
}

void Mesh::State::takeTail(const ShardMap& map, ShardBatch& batch) {
    std::uint32_t serial = IndexTable::kNotFound;
    std::uint32_t proxy = 0;
    for (TailBlock& block : batch.tail) {
        for (TailRecord& record : block.records) {
            if (record.proxy != serial) {
                serial = record.proxy;
                const auto found = map.proxies.find(serial);
                proxy = found == map.proxies.end() ? 0 : found->second;
            }
            record.proxy = proxy;
            record.key = map.keys[record.key];
            for (std::uint32_t* name : {&record.cluster, &record.host, &record.route, &record.method}) {
                *name = map.names[*name];
            }
        }
        if (auto added = tail.add(std::move(block))) toRecord.addBlock(std::move(added));
    }
}

void Mesh::State::takeCounters(const ShardBatch& batch, TimePoint now) {
    counters.received += batch.received;
    counters.dropped += batch.tailDropped;
    for (std::size_t i = 0; i < kRejectReasons; ++i) {
        const auto reason = static_cast<RejectReason>(i);
        if (batch.rejected[i] > 0)
            counters.rejected[std::string(rejectReasonName(reason))] += batch.rejected[i];
    }
    for (std::size_t i = 0; i < kClampReasons; ++i) {
        const auto reason = static_cast<ClampReason>(i);
        if (batch.clamped[i] > 0) counters.clamped[std::string(clampReasonName(reason))] += batch.clamped[i];
    }
    if (batch.received == 0) return;
    if (lag.empty() || now - lag.back().at >= 1s) lag.push_back({now, {}, {}});
    lag.back().proxies.merge(batch.age);
    lag.back().station.add(
        static_cast<std::uint64_t>(std::max(now - batch.firstReceivedAt, Duration::zero()).count()));
}

void Mesh::State::expire(TimePoint now) {
    slices.expire(secondOf(now - kKept));
    const std::uint64_t gone = slices.shrink(kMaxSliceBytes);
    if (gone > 0) counters.clamped[std::string(clampReasonName(ClampReason::historyExpired))] += gone;
    const std::uint64_t expired = tail.trim((now - kKept).time_since_epoch().count());
    if (expired > 0) counters.clamped[std::string(clampReasonName(ClampReason::tailExpired))] += expired;
    while (!lag.empty() && now - lag.front().at > kLagWindow) lag.pop_front();
    if (now - lastSweep < kSweepEvery && now >= lastSweep) return;
    lastSweep = now;
    pruneProxies(now);
    if (names.used() > kSweepAbove || keys.used() > kSweepAbove) sweepNames();
}

void Mesh::State::pruneProxies(TimePoint now) {
    std::erase_if(proxies, [&](const auto& entry) {
        const KnownProxy& known = entry.second;
        const bool forget = !known.status.connected &&
                            (now - known.lastSeen > kProxyForgotten || proxies.size() > kMaxProxies);
        if (!forget) return false;
        directory.forgetProxy(entry.first);
        std::erase_if(clusters, [&](const auto& state) { return state.first.first == entry.first; });
        return true;
    });
}

// Frees the names and keys that nothing refers to any more, so that coming and going pods do not add up.
void Mesh::State::sweepNames() {
    std::vector<bool> keysInUse(keys.size());
    std::vector<bool> namesInUse(names.size());
    namesInUse[0] = namesInUse[kOtherId] = true;
    for (const auto& [shard, map] : shards) {
        for (const std::uint32_t key : map.keys) keysInUse[key] = true;
        for (const std::uint32_t name : map.names) namesInUse[name] = true;
        for (const auto& [serial, name] : map.proxies) namesInUse[name] = true;
    }
    const auto markPart = [&](const RollupPart& part) {
        for (const std::uint32_t key : part.keys) keysInUse[key] = true;
    };
    const auto markBlock = [&](const TailBlock& block) {
        for (const TailRecord& record : block.records) {
            keysInUse[record.key] = true;
            for (const std::uint32_t name :
                 {record.proxy, record.cluster, record.host, record.route, record.method}) {
                namesInUse[name] = true;
            }
        }
    };
    slices.forEachPart(markPart);
    for (const RollupSlice& slice : toRecord.fresh())
        for (const auto& part : slice.parts) markPart(*part);
    for (const auto& block : tail.blocks()) markBlock(*block);
    for (const auto& block : toRecord.blocks()) markBlock(*block);
    directory.forgetLearned();
    keyTable = {};
    for (std::uint32_t id = 0; id < keys.size(); ++id) {
        if (!keysInUse[id]) continue;
        const RollupKey& key = keys[id];
        keyTable.insert(key.hash(), id);
        for (const std::uint32_t name :
             {key.address, key.cluster, key.peerNode, key.peerService, key.peerPrincipal}) {
            namesInUse[name] = true;
        }
        if (key.reporter == Reporter::destination) directory.learnAddress(names[key.address], key.workload);
    }
    nameTable = {};
    for (std::uint32_t id = 0; id < names.size(); ++id) {
        if (namesInUse[id]) nameTable.insert(hashBytes(names[id]), id);
    }
    keys.sweep(keysInUse);
    names.sweep(namesInUse);
    ++keysVersion;
    ++numbering;
}

void Mesh::State::publish() {
    ++generation;
    changed.notify_all();
}

Mesh::Mesh(const Clock& clock) : m_state(std::make_unique<State>(clock)) {}

Mesh::~Mesh() = default;

void Mesh::declare(const std::vector<DeclaredWorkload>& workloads) {
    const std::lock_guard lock(m_state->mutex);
    for (const DeclaredWorkload& declared : workloads) m_state->directory.declare(declared);
    m_state->declared.insert(m_state->declared.end(), workloads.begin(), workloads.end());
    m_state->publish();
}

void Mesh::accept(std::uint32_t shard, std::unique_ptr<ShardBatch> batch) {
    if (!batch) return;
    State& s = *m_state;
    const TimePoint now = s.clock.now();
    std::unique_lock lock(s.mutex);
    State::ShardMap& map = s.shardMap(shard, *batch);
    for (const OpenedProxy& opened : batch->opened) s.openProxy(map, opened);
    s.learn(map, *batch);
    for (const ProxyActivity& activity : batch->activity) s.noteActivity(map, activity);
    s.takeCounters(*batch, now);
    s.takeSeconds(map, *batch, secondOf(now - kKept));
    s.takeTail(map, *batch);
    for (const std::uint32_t serial : batch->closed) s.closeProxy(map, serial);
    s.expire(now);
    s.publish();
    while (const auto job = s.slices.startJob(secondOf(now))) {
        lock.unlock();
        SliceStore::PartPtr merged = SliceStore::merge(job->inputs);
        lock.lock();
        s.slices.finishJob(*job, std::move(merged));
    }
}

void Mesh::updateCluster(ClusterState state) {
    const std::lock_guard lock(m_state->mutex);
    const auto key = std::pair(state.proxy, state.cluster);
    const auto found = m_state->clusters.find(key);
    if (found == m_state->clusters.end() && m_state->clusters.size() >= kMaxClusters) {
        ++m_state->counters.clamped["tooManyClusters"];
        return;
    }
    std::vector<Event> events;
    mergeCluster(m_state->clusters[key], std::move(state), events);
    m_state->toRecord.addEvents(std::move(events));
    m_state->publish();
}

void Mesh::notePolicyStream(const Proxy& proxy, const std::string& mode, bool connected) {
    const std::lock_guard lock(m_state->mutex);
    State::KnownProxy& known = m_state->proxyOf(proxy);
    known.status.policyMode = mode;
    known.policyConnected = connected;
    m_state->setConnected(known);
    m_state->publish();
}

std::uint64_t Mesh::generation() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->generation;
}

std::uint64_t Mesh::waitForChange(std::uint64_t seen, Duration atMost) const {
    std::unique_lock lock(m_state->mutex);
    m_state->changed.wait_for(lock, atMost, [&] { return m_state->generation > seen; });
    return m_state->generation;
}

Result<std::vector<ClusterState>> Mesh::clusters(std::optional<TimePoint> /*at*/) const {
    return clusters();
}

Result<StationStatus> Mesh::status(std::optional<TimePoint> /*at*/) const {
    return status();
}

std::vector<ClusterState> Mesh::clusters() const {
    const std::lock_guard lock(m_state->mutex);
    std::vector<ClusterState> out;
    out.reserve(m_state->clusters.size());
    for (const auto& [key, state] : m_state->clusters) out.push_back(state);
    return out;
}

StationStatus Mesh::status() const {
    const TimePoint now = m_state->clock.now();
    const std::lock_guard lock(m_state->mutex);
    StationStatus status = m_state->counters;
    for (const auto& [node, known] : m_state->proxies) {
        status.proxies.push_back(known.status);
        if (known.status.records > 0) {
            status.proxies.back().lastRecordAge = std::max(now - known.lastReceived, Duration::zero());
        }
    }
    Sketch proxies;
    Sketch station;
    for (const State::LagSample& sample : m_state->lag) {
        if (now - sample.at > kLagWindow) continue;
        proxies.merge(sample.proxies);
        station.merge(sample.station);
    }
    status.lag.proxies = Duration(static_cast<Duration::rep>(proxies.quantile(0.5)));
    status.lag.proxiesP99 = Duration(static_cast<Duration::rep>(proxies.quantile(0.99)));
    status.lag.station = Duration(static_cast<Duration::rep>(station.quantile(0.5)));
    return status;
}

}  // namespace binnacle
