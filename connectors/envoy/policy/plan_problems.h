// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/mesh_file.h"
#include "connectors/envoy/policy/policy_set.h"
#include "connectors/envoy/policy/runtime_keys.h"
#include "models/core/policy/change.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace binnacle {

/// What intents are judged against.
struct PlanView {
    const MeshFile& mesh;
    const PolicySet& policies;           ///< with the intents that are judged
    std::set<std::string> overlayNodes;  ///< overlay proxies that are declared or connected
    std::set<std::string> unreadNodes;   ///< those of them whose own configuration could not be read
    std::function<OverlayKnowledge(const std::string& node, const std::set<std::string>& services)> known;
};

/// What only this control plane can see: references that lead nowhere, fields that a proxy can't carry as
/// meant, proxies nothing is known of. Shape is validate()'s. A pure function; any thread.
std::vector<Problem> planProblems(const PlanView& view, const std::vector<Intent>& intents);

}  // namespace binnacle
