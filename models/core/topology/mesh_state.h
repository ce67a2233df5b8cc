// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/index_table.h"
#include "models/core/telemetry/name_table.h"
#include "models/core/topology/directory.h"
#include "models/core/topology/harvest_queue.h"
#include "models/core/topology/mesh.h"
#include "models/core/topology/request_tail.h"
#include "models/core/topology/resolution.h"
#include "models/core/topology/slice_store.h"
#include "models/core/topology/traffic_view.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace binnacle {

/// What a view shall hold beyond its window.
struct MeshViewOptions {
    std::int64_t step = 0;               ///< seconds; 0: no steps are wanted
    std::optional<std::uint64_t> after;  ///< the tail after this sequence instead of the window's
};

/// What Mesh holds. Everything but `clock` is guarded by `mutex`; what is shared with readers beyond that is
/// immutable. Private to models/core/topology.
struct Mesh::State {
    /// How one shard's numbers translate.
    struct ShardMap {
        std::uint32_t epoch = 0;
        std::vector<std::uint32_t> names;
        std::vector<std::uint32_t> workloads;
        std::vector<std::uint32_t> keys;
        std::unordered_map<std::uint32_t, std::uint32_t> proxies;  ///< serial -> name of the node
    };
    struct KnownProxy {
        ProxyStatus status;
        std::uint32_t workload = 0;
        std::uint32_t streams = 0;
        bool policyConnected = false;
        TimePoint lastReceived{};
        TimePoint lastSeen{};
    };
    struct LagSample {
        TimePoint at{};
        Sketch proxies;
        Sketch station;
    };
    explicit State(const Clock& meshClock);

    std::uint32_t internName(const std::string& name);
    std::uint32_t internKey(const RollupKey& key);
    std::uint32_t internWorkload(const Workload& workload);
    ShardMap& shardMap(std::uint32_t shard, const ShardBatch& batch);
    void learn(ShardMap& map, ShardBatch& batch);
    void openProxy(ShardMap& map, const OpenedProxy& opened);
    void closeProxy(ShardMap& map, std::uint32_t serial);
    void noteActivity(const ShardMap& map, const ProxyActivity& activity);
    void setConnected(KnownProxy& known);
    void takeSeconds(const ShardMap& map, ShardBatch& batch, std::int64_t oldest);
    void takeTail(const ShardMap& map, ShardBatch& batch);
    void takeCounters(const ShardBatch& batch, TimePoint now);
    void expire(TimePoint now);
    void sweepNames();
    void publish();
    KnownProxy& proxyOf(const Proxy& proxy);
    void pruneProxies(TimePoint now);
    /// What the window says in whole seconds: from <= second < to. A live one ends with the second that is
    /// running.
    std::pair<std::int64_t, std::int64_t> bounds(const TimeWindow& window) const;
    TrafficView view(const TimeWindow& window, const MeshViewOptions& options) const;
    std::shared_ptr<const std::vector<Workload>> workloadList();

    const Clock& clock;
    const TimePoint startedAt;
    mutable std::mutex mutex;
    mutable std::condition_variable changed;

    Directory directory;
    std::vector<DeclaredWorkload> declared;
    ChunkedTable<std::string> names;
    IndexTable nameTable;
    ChunkedTable<RollupKey> keys;
    IndexTable keyTable;
    std::map<std::uint32_t, ShardMap> shards;
    std::map<std::string, KnownProxy> proxies;
    std::map<std::pair<std::string, std::string>, ClusterState> clusters;
    SliceStore slices;
    RequestTail tail;
    HarvestQueue toRecord;
    std::uint64_t numbering = 0;  ///< raised when numbers of names and keys are given out anew
    std::shared_ptr<const std::vector<Workload>> workloadsCopy;
    std::uint64_t workloadsRevision = 0;
    std::deque<LagSample> lag;
    StationStatus counters;
    TimePoint newestEnd{};
    TimePoint lastSweep{};
    std::uint64_t generation = 0;
    std::uint64_t keysVersion = 0;
    mutable std::shared_ptr<const Resolution> resolution;  ///< the newest that was made
};

}  // namespace binnacle
