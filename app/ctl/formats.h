// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <nlohmann/json.hpp>
#include <string>

namespace binnacle {

using Json = nlohmann::ordered_json;

enum class OutputFormat { table, json, yaml };

/// One line (or, indented, several) of pure ASCII: no text from the mesh can steer a terminal.
std::string jsonText(const Json& value, int indent = -1);
/// The same value as a YAML document; strings that could be read as something else are quoted.
std::string yamlText(const Json& value);

/// "2026-11-24T14:03:07.120Z"
std::string isoTime(TimePoint at);
double milliseconds(Duration duration);
/// "12.3 ms", "1.20 s", "850 µs": three significant digits.
std::string durationCell(Duration duration);
/// "0.4", "12.3", "3412"
std::string rateCell(double perSecond);
/// 0..1 -> "4.1 %"
std::string shareCell(double ratio);
/// The share of `part` in `whole`; 0 of nothing.
double ratio(std::uint64_t part, std::uint64_t whole);

}  // namespace binnacle
