// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/mesh_file.h"
#include "models/core/policy/change.h"
#include "models/core/topology/mesh.h"

#include <vector>

namespace binnacle {

/// What holds for each declared service before any intent of ours, and who it holds on: the mesh file's
/// policies, else equal weights and Envoy's own limits.
std::vector<PolicyInForce> baselineOf(const MeshFile& mesh);

/// The mesh file's workloads as the Mesh wants to know them.
std::vector<DeclaredWorkload> declaredWorkloads(const MeshFile& mesh);

}  // namespace binnacle
