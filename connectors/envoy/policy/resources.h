// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/mesh_file.h"
#include "connectors/envoy/policy/policy_set.h"
#include "connectors/envoy/policy/snapshot.h"

namespace binnacle {

/// Names of what a full-mode proxy gets; its outbound route configuration is named like its listener.
inline constexpr const char* kApplicationCluster = "application";
inline constexpr const char* kInboundListener = "inbound";
inline constexpr const char* kOutboundListener = "outbound";
/// The static cluster of every bootstrap that leads to the station.
inline constexpr const char* kStationCluster = "binnacle";

/// "binnacle.split.payment": the runtime key prefix of a service's weighted clusters.
std::string splitPrefix(const std::string& service);

/// The weight of each of a service's clusters, in the mesh file's order: those of the split, 0 for a cluster
/// that it does not name, and equal ones when there is no split.
std::vector<std::pair<std::string, std::uint32_t>> weightsOf(const MeshService& service,
                                                             const PolicySet& policies);

/// Everything one full-mode proxy gets: a pure function, so that two stations with the same mesh file and
/// policies send the same versions.
Snapshot buildFullSnapshot(const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies);

void addClusters(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies);
void addListeners(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place);
void addRoutes(Snapshot& snapshot, const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies);

}  // namespace binnacle
