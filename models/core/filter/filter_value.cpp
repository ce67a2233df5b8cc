// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter_expression.h"
#include "models/core/telemetry/response_flags.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace binnacle {
namespace {

constexpr std::size_t kMaxPattern = 256;

struct Unit {
    std::string_view name;
    double factor;
};

constexpr std::array kDurations = {Unit{"ns", 1},  Unit{"us", 1e3}, Unit{"\xC2\xB5s", 1e3}, Unit{"ms", 1e6},
                                   Unit{"s", 1e9}, Unit{"m", 60e9}, Unit{"h", 3600e9}};
constexpr std::array kBytes = {Unit{"", 1},       Unit{"B", 1},         Unit{"kB", 1e3},
                               Unit{"KB", 1e3},   Unit{"MB", 1e6},      Unit{"GB", 1e9},
                               Unit{"KiB", 1024}, Unit{"MiB", 1048576}, Unit{"GiB", 1073741824}};
constexpr std::array kRatios = {Unit{"", 1}, Unit{"%", 0.01}};
constexpr std::array kPlain = {Unit{"", 1}};

std::span<const Unit> unitsOf(FilterValueKind kind) {
    switch (kind) {
        case FilterValueKind::duration:
            return kDurations;
        case FilterValueKind::bytes:
            return kBytes;
        case FilterValueKind::ratio:
            return kRatios;
        case FilterValueKind::number:
        case FilterValueKind::text:
            return kPlain;
    }
    return kPlain;
}

std::string_view exampleOf(FilterValueKind kind) {
    switch (kind) {
        case FilterValueKind::duration:
            return "expected a duration with its unit, such as 250ms or 1.5s";
        case FilterValueKind::bytes:
            return "expected a size, such as 512 or 10KiB";
        case FilterValueKind::ratio:
            return "expected a share, such as 5% or 0.05";
        case FilterValueKind::number:
        case FilterValueKind::text:
            return "expected a number";
    }
    return "expected a number";
}

std::optional<double> readQuantity(std::string_view text, FilterValueKind kind) {
    double number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, problem] = std::from_chars(text.data(), end, number, std::chars_format::fixed);
    if (problem != std::errc() || !std::isfinite(number) || number < 0) return std::nullopt;
    const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
    if (number == 0 && unit.empty()) return 0;
    const auto units = unitsOf(kind);
    const auto found =
        std::find_if(units.begin(), units.end(), [&](const Unit& u) { return u.name == unit; });
    if (found == units.end()) return std::nullopt;
    return number * found->factor;
}

// "5xx": the statuses from 500 to 599.
std::optional<FilterValue> readStatusClass(std::string_view text) {
    if (text.size() != 3 || text[0] < '1' || text[0] > '9' || text.substr(1) != "xx") return std::nullopt;
    const double low = (text[0] - '0') * 100.0;
    return FilterValue{std::string(text), low, low + 99};
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    return out;
}

Result<FilterValue> readText(FilterFieldId field, FilterOperator op, const FilterToken& token) {
    if (op == FilterOperator::contains) {
        if (token.text.size() > kMaxPattern) {
            return tl::unexpected(filterMistake(token.at, "a value after ~ has at most 256 bytes"));
        }
        return FilterValue{lowered(token.text), 0, 0};
    }
    const auto& values = filterFieldOf(field).values;
    const bool isClosed =
        field == FilterFieldId::flag || field == FilterFieldId::reporter || field == FilterFieldId::protocol;
    if (isClosed && std::find(values.begin(), values.end(), token.text) == values.end()) {
        return tl::unexpected(filterMistake(
            token.at, "there is no " + std::string(filterFieldOf(field).name) + " \"" + token.text + "\""));
    }
    return FilterValue{token.text, 0, 0};
}

}  // namespace

Result<FilterValue> readFilterValue(FilterFieldId field, FilterOperator op, const FilterToken& token) {
    const FilterValueKind kind = filterFieldOf(field).kind;
    if (kind == FilterValueKind::text) return readText(field, op, token);
    if (field == FilterFieldId::status) {
        if (auto range = readStatusClass(token.text)) return *range;
    }
    const auto number = readQuantity(token.text, kind);
    if (!number) return tl::unexpected(filterMistake(token.at, std::string(exampleOf(kind))));
    return FilterValue{token.text, *number, *number};
}

bool containsPattern(std::string_view text, std::string_view pattern) {
    const auto sameLetter = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a | 0x20) : a) == b;
    };
    while (true) {
        const std::size_t star = pattern.find('*');
        const std::string_view piece = pattern.substr(0, star);
        const auto at = std::search(text.begin(), text.end(), piece.begin(), piece.end(), sameLetter);
        if (at == text.end() && !piece.empty()) return false;
        if (star == std::string_view::npos) return true;
        text.remove_prefix(static_cast<std::size_t>(at - text.begin()) + piece.size());
        pattern.remove_prefix(star + 1);
    }
}

}  // namespace binnacle
