// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/mesh_harvest.h"
#include "models/core/history/standing.h"
#include "models/core/ports/traffic_source.h"
#include "models/core/telemetry/shard.h"
#include "models/core/topology/declared_workload.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace binnacle {

/// What is true about the mesh: merges the shards' batches into one-second slices of the last 15 minutes,
/// resolves who called whom, and answers for any window. Thread-safe: accept() from receive threads, the rest
/// from any.
class Mesh final : public TrafficSource {
  public:
    /// Every window this far back is answered from memory.
    static constexpr auto kHeld = std::chrono::minutes(15);

    explicit Mesh(const Clock& clock);
    ~Mesh() override;

    void declare(const std::vector<DeclaredWorkload>& workloads);
    /// Takes over what a shard drained. `shard` is a small stable number, one per receive thread.
    void accept(std::uint32_t shard, std::unique_ptr<ShardBatch> batch);
    void updateCluster(ClusterState state);
    /// Marks that a proxy takes policy from here: "full" or "overlay"; connected tells whether its stream is
    /// open.
    void notePolicyStream(const Proxy& proxy, const std::string& mode, bool connected);

    /// Grows whenever a frame would differ; wait for it with waitForChange().
    std::uint64_t generation() const;
    std::uint64_t waitForChange(std::uint64_t seen, Duration atMost) const override;

    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) const override;
    Result<Series> series(const SeriesQuery& query) const override;
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) const override;
    Result<std::vector<RequestRecord>> requestsAfter(std::uint64_t after, const std::string& filter,
                                                     std::size_t limit) const override;
    /// Of now, whatever the moment asked for: the mesh remembers no older state.
    Result<std::vector<ClusterState>> clusters(std::optional<TimePoint> at) const override;
    Result<StationStatus> status(std::optional<TimePoint> at) const override;
    std::vector<ClusterState> clusters() const;
    StationStatus status() const;

    /// From when on windows are whole here: not before the mesh began, nor what left memory since.
    struct HeldSince {
        TimePoint rollups{};
        TimePoint requests{};
    };
    HeldSince heldSince() const;
    /// What came since the last call, for the one recorder there may be; the first call starts to keep.
    MeshHarvest harvest();
    Standing standing() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
