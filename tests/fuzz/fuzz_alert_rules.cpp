// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_rules.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Any bytes are rules that come back from their own text, or an error that names its place.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto rules = binnacle::parseAlertRules(text);
    if (!rules) {
        if (rules.error().subject.empty()) __builtin_trap();
        return 0;
    }
    const std::string printed = binnacle::toYaml(*rules);
    if (printed.size() <= binnacle::kMaxAlertRulesBytes && binnacle::parseAlertRules(printed) != *rules)
        __builtin_trap();
    return 0;
}
