// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/mesh_file.h"

namespace binnacle {

/// Whether a mesh file's parts fit each other: unique names and addresses, no dangling reference. The first
/// misfit is the error. Not for syntax: that is parseMeshFile(). Any thread.
Result<void> checkMesh(const MeshFile& mesh);

}  // namespace binnacle
