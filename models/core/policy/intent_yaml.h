// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/policy/intent.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// Intents as people write them: one or more YAML documents, `apiVersion: binnacle/v1` (docs: README, "An
/// intent"). Unknown keys, wrong types and values out of range are errors that name their place; at most 1
/// MiB. Any thread.
Result<std::vector<Intent>> parseIntents(std::string_view yaml);

/// One document, every string quoted, unset fields left out; parseIntents() gives the same intent back.
std::string toYaml(const Intent& intent);
/// Several documents.
std::string toYaml(const std::vector<Intent>& intents);

/// "TrafficSplit" or "CircuitBreaker".
std::string_view intentKindName(IntentKind kind);

/// The fields that an intent sets, in order, as ("limits.maxRequests", "2"): what tables and audit show.
std::vector<std::pair<std::string, std::string>> intentFields(const Intent& intent);

/// "250ms", "10s", "1.5s", "2m", "1h" to milliseconds, and back in the largest unit that is exact.
Result<std::chrono::milliseconds> parseDuration(std::string_view text);
std::string durationText(std::chrono::milliseconds value);

}  // namespace binnacle
