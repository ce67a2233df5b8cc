// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/seen_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace binnacle {
namespace {

std::string milliseconds(std::uint64_t nanoseconds) {
    return shortNumber(static_cast<double>(nanoseconds) / 1e6) + " ms";
}

void append(std::string& out, const std::string& field, const std::string& value) {
    if (!out.empty()) out += ", ";
    out += field + " " + value;
}

}  // namespace

std::string shortNumber(double value) {
    std::array<char, 64> buffer{};
    const double size = std::abs(value);
    const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), std::clamp(value, -1e15, 1e15),
                      std::chars_format::fixed, decimals);
    return {buffer.data(), error == std::errc() ? end : buffer.data()};
}

std::string seenValue(const std::string& when, const EdgeStats& stats, double seconds) {
    std::string out;
    const auto requests = static_cast<double>(std::max<std::uint64_t>(stats.requests, 1));
    const auto isNamed = [&](const char* field) { return when.find(field) != std::string::npos; };
    if (isNamed("error_ratio"))
        append(out, "error_ratio", shortNumber(100 * static_cast<double>(stats.errors) / requests) + " %");
    if (isNamed("rps"))
        append(out, "rps", shortNumber(static_cast<double>(stats.requests) / std::max(1.0, seconds)));
    if (isNamed("p50")) append(out, "p50", milliseconds(stats.latency.quantile(0.5)));
    if (isNamed("p90")) append(out, "p90", milliseconds(stats.latency.quantile(0.9)));
    if (isNamed("p99")) append(out, "p99", milliseconds(stats.latency.quantile(0.99)));
    return out.empty() ? std::to_string(stats.requests) + " requests" : out;
}

}  // namespace binnacle
