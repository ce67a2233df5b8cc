// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/history/alert.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace binnacle {

inline constexpr std::size_t kMaxAlertRulesBytes = 64U << 10U;
inline constexpr std::size_t kMaxAlertRules = 500;
inline constexpr std::size_t kMaxObjectives = 100;

/// Rules and objectives as people write them (docs/alerts.md): YAML documents, `apiVersion: binnacle/v1`.
/// Unknown keys, wrong types, values out of range, filters that do not parse and names used twice are errors
/// that name their place; see alertRulesErrorLine(). Any thread.
Result<AlertRules> parseAlertRules(std::string_view yaml);

/// One document each; parseAlertRules() gives the same rules back. A target is written with five decimals.
std::string toYaml(const AlertRules& rules);

/// The line, from 1, that an Error of parseAlertRules() points at; 0 where it points at none.
std::size_t alertRulesErrorLine(const Error& error);

/// "info", "warning", "error".
const char* severityName(Severity severity);

}  // namespace binnacle
