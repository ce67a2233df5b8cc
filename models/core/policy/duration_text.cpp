// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/intent_yaml.h"

#include <array>
#include <charconv>
#include <cmath>

namespace binnacle {
namespace {

struct Unit {
    std::string_view suffix;
    double milliseconds;
};

// "ms" before "m" and "s": the longest suffix must win.
constexpr std::array<Unit, 4> kUnits{{{"ms", 1}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1000}}};
constexpr double kLongest = 24.0 * 3'600'000;

}  // namespace

Result<std::chrono::milliseconds> parseDuration(std::string_view text) {
    for (const Unit& unit : kUnits) {
        if (!text.ends_with(unit.suffix)) continue;
        const std::string_view digits = text.substr(0, text.size() - unit.suffix.size());
        double value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        const double milliseconds = value * unit.milliseconds;
        if (error != std::errc() || end != digits.data() + digits.size()) break;
        if (!std::isfinite(milliseconds) || milliseconds < 0 || milliseconds > kLongest)
            return failure(ErrorCode::invalid, std::string(text), "a duration lies between 0 and 24h");
        return std::chrono::milliseconds(std::llround(milliseconds));
    }
    return failure(ErrorCode::invalid, std::string(text), "not a duration; write 250ms, 10s, 2m or 1h");
}

std::string durationText(std::chrono::milliseconds value) {
    const auto count = value.count();
    if (count != 0 && count % 3'600'000 == 0) return std::to_string(count / 3'600'000) + "h";
    if (count != 0 && count % 60'000 == 0) return std::to_string(count / 60'000) + "m";
    if (count % 1000 == 0) return std::to_string(count / 1000) + "s";
    return std::to_string(count) + "ms";
}

}  // namespace binnacle
