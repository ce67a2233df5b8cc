// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/ports/telemetry_port.h"
#include "models/core/telemetry/shard.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace binnacle {

/// A workload that a mesh file (or an operator) declares, so that its hosts and clusters are known before any
/// proxy tells of itself.
struct DeclaredWorkload {
    Workload workload;
    bool external = false;               ///< has no proxy of ours
    std::vector<std::string> addresses;  ///< "ip:port" where its callers reach it
    std::vector<std::string> clusters;   ///< upstream cluster names that lead to it alone
};

/// What is true about the mesh: merges the shards' batches into one-second slices of the last 15 minutes,
/// resolves who called whom, and answers for any window. Thread-safe: accept() from receive threads, the rest
/// from any.
class Mesh {
  public:
    explicit Mesh(const Clock& clock);
    ~Mesh();

    void declare(const std::vector<DeclaredWorkload>& workloads);
    /// Takes over what a shard drained. `shard` is a small stable number, one per receive thread.
    void accept(std::uint32_t shard, std::unique_ptr<ShardBatch> batch);
    void updateCluster(ClusterState state);
    /// Marks that a proxy takes policy from here: "full" or "overlay"; connected tells whether its stream is
    /// open.
    void notePolicyStream(const Proxy& proxy, const std::string& mode, bool connected);

    /// Grows whenever a frame would differ; wait for it with waitForChange().
    std::uint64_t generation() const;
    /// Blocks until generation() > `seen` or `atMost` is over; returns generation().
    std::uint64_t waitForChange(std::uint64_t seen, Duration atMost) const;

    Result<std::shared_ptr<const TopologyFrame>> topology(const TopologyQuery& query) const;
    Result<Series> series(const SeriesQuery& query) const;
    Result<std::vector<RequestRecord>> requests(const RequestQuery& query) const;
    /// Records with sequence > `after`, oldest first, at most `limit`: the live tail.
    Result<std::vector<RequestRecord>> requestsAfter(std::uint64_t after, const std::string& filter,
                                                     std::size_t limit) const;
    std::vector<ClusterState> clusters() const;
    /// Proxies, counters and lag; the fields that only the composition knows (mesh, readOnly, listening) are
    /// left empty.
    StationStatus status() const;

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
