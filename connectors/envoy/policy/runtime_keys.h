// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/mesh_file.h"
#include "connectors/envoy/policy/policy_set.h"
#include "connectors/envoy/policy/snapshot.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace binnacle {

/// What is known of the configuration that an overlay proxy has from elsewhere.
struct OverlayKnowledge {
    /// Service -> the upstream clusters that lead to it.
    std::map<std::string, std::set<std::string>> clusters;
    /// Service -> the runtime key prefix of its weighted clusters, where it isn't splitPrefix(service).
    std::map<std::string, std::string> splitPrefixes;
};

/// Runtime key -> value: what governs an overlay proxy.
using RuntimeKeys = std::map<std::string, std::uint64_t>;

/// The services that an overlay proxy is told about: those it calls by the mesh file, or, for a proxy that no
/// mesh file declares, all (keys that nothing in a proxy reads do nothing).
std::set<std::string> overlayServices(const MeshFile& mesh, const MeshPlace& place,
                                      const PolicySet& policies);

/// The clusters through which an overlay proxy reaches a service: by the mesh file, by what is known, by the
/// service's split, and, if nothing tells, the service's own name.
std::set<std::string> overlayClusters(const MeshFile& mesh, const PolicySet& policies,
                                      const OverlayKnowledge& known, const std::string& service);

RuntimeKeys buildRuntimeKeys(const MeshFile& mesh, const MeshPlace& place, const PolicySet& policies,
                             const OverlayKnowledge& known);

Snapshot runtimeSnapshot(const RuntimeKeys& keys);

}  // namespace binnacle
