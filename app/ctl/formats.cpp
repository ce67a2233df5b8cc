// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/formats.h"

#include <fmt/format.h>
#include <array>
#include <cmath>
#include <ctime>
#include <string_view>

namespace binnacle {
namespace {

constexpr int kDeepest = 32;  // our own documents are far flatter

bool isPlainYaml(const std::string& text) {
    constexpr std::string_view kHarmless = "_-./";
    if (text.empty() || !std::isalpha(static_cast<unsigned char>(text.front()))) return false;
    for (const char c : text)
        if (!std::isalnum(static_cast<unsigned char>(c)) && kHarmless.find(c) == std::string_view::npos)
            return false;
    for (const std::string_view word : {"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
        if (text.size() == word.size() && strncasecmp(text.data(), word.data(), word.size()) == 0)
            return false;
    return true;
}

std::string yamlScalar(const Json& value) {
    if (value.is_string() && isPlainYaml(value.get_ref<const std::string&>()))
        return value.get<std::string>();
    return jsonText(value);  // JSON scalars, and empty lists and maps, are YAML
}

void writeYaml(const Json& value, int depth, std::string& out) {
    const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
    if (!value.is_structured() || value.empty() || depth > kDeepest) {
        out += indent + yamlScalar(value) + '\n';
        return;
    }
    for (const auto& [key, member] : value.items()) {
        const bool isNested = member.is_structured() && !member.empty();
        if (value.is_object())
            out += indent + yamlScalar(Json(key)) + ':';
        else
            out += indent + '-';
        if (!isNested) {
            out += ' ' + yamlScalar(member) + '\n';
            continue;
        }
        out += '\n';
        writeYaml(member, depth + 1, out);
    }
}

}  // namespace

std::string jsonText(const Json& value, int indent) {
    return value.dump(indent, ' ', true, Json::error_handler_t::replace);
}

std::string yamlText(const Json& value) {
    std::string out;
    writeYaml(value, 0, out);
    return out;
}

std::string isoTime(TimePoint at) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(at);
    const auto part = std::chrono::floor<std::chrono::milliseconds>(at - whole);
    const std::time_t seconds = whole.time_since_epoch().count();
    std::tm utc{};
    if (gmtime_r(&seconds, &utc) == nullptr) return "";
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &utc);
    return fmt::format("{}.{:03}Z", text.data(), part.count());
}

double milliseconds(Duration duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
}

std::string durationCell(Duration duration) {
    const double micros = std::chrono::duration<double, std::micro>(duration).count();
    const auto digits = [](double value) { return value < 10 ? 2 : value < 100 ? 1 : 0; };
    if (std::abs(micros) < 1000) return fmt::format("{:.0f} µs", micros);
    if (std::abs(micros) < 1e6) return fmt::format("{:.{}f} ms", micros / 1e3, digits(micros / 1e3));
    return fmt::format("{:.{}f} s", micros / 1e6, digits(micros / 1e6));
}

std::string rateCell(double perSecond) {
    return fmt::format("{:.{}f}", perSecond, perSecond < 100 ? 1 : 0);
}

std::string shareCell(double ratio) {
    return fmt::format("{:.1f} %", ratio * 100);
}

double ratio(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace binnacle
