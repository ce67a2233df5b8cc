// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/intent.h"

#include <map>
#include <string>
#include <vector>

namespace binnacle {

/// The intents in force, by service: those of the mesh file with ours laid over them (an intent replaces the
/// one of the same kind and service as a whole). A plain value; any thread.
struct PolicySet {
    std::map<std::string, TrafficSplit> splits;
    std::map<std::string, CircuitBreaker> breakers;

    void lay(const std::vector<Intent>& intents) {
        for (const Intent& intent : intents) {
            if (const auto* split = std::get_if<TrafficSplit>(&intent.spec)) splits[intent.service] = *split;
            if (const auto* breaker = std::get_if<CircuitBreaker>(&intent.spec))
                breakers[intent.service] = *breaker;
        }
    }

    const CircuitBreaker* breakerOf(const std::string& service) const {
        const auto found = breakers.find(service);
        return found == breakers.end() ? nullptr : &found->second;
    }
    const TrafficSplit* splitOf(const std::string& service) const {
        const auto found = splits.find(service);
        return found == splits.end() ? nullptr : &found->second;
    }
};

}  // namespace binnacle
