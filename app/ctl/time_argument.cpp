// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/time_argument.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace binnacle {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr double kLongest = 366.0 * 24 * 3600;
constexpr double kFarthest = 9e9;  // seconds; beyond it nanoseconds no longer fit

// Digits and at most one point, nothing else: no sign, exponent, "inf" or blank.
std::optional<double> parseDecimal(std::string_view text) {
    if (text.empty() || text.find_first_not_of("0123456789.") != std::string_view::npos) return std::nullopt;
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// The whole seconds apart, since a double of nanoseconds since 1970 is off by a hundred of them.
Duration ofSeconds(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    return seconds(whole) + Duration(std::llround((value - static_cast<double>(whole)) * 1e9));
}

/// Eats fixed-width fields of a stamp from the front.
class StampReader {
  public:
    explicit StampReader(std::string_view text) : m_rest(text) {}

    bool number(std::size_t digits, int& value) {
        if (m_rest.size() < digits) return false;
        const char* end = m_rest.data() + digits;
        if (m_rest.substr(0, digits).find_first_not_of("0123456789") != std::string_view::npos) return false;
        std::from_chars(m_rest.data(), end, value);
        m_rest.remove_prefix(digits);
        return true;
    }
    bool oneOf(std::string_view characters, char* which = nullptr) {
        if (m_rest.empty() || characters.find(m_rest.front()) == std::string_view::npos) return false;
        if (which != nullptr) *which = m_rest.front();
        m_rest.remove_prefix(1);
        return true;
    }
    /// ".120" as a duration; zero where there is none.
    Duration fraction() {
        if (!oneOf(".")) return Duration::zero();
        Duration value{};
        for (auto unit = 100'000'000; !m_rest.empty() && m_rest.front() >= '0' && m_rest.front() <= '9';
             unit /= 10) {
            value += Duration(unit) * (m_rest.front() - '0');
            m_rest.remove_prefix(1);
        }
        return value;
    }
    bool isDone() const { return m_rest.empty(); }

  private:
    std::string_view m_rest;
};

bool readOffset(StampReader& reader, Duration& offset) {
    char sign = 'Z';
    if (!reader.oneOf("Zz+-", &sign)) return false;
    if (sign == 'Z' || sign == 'z') return true;
    int hour = 0;
    int minute = 0;
    if (!reader.number(2, hour) || !reader.oneOf(":") || !reader.number(2, minute)) return false;
    if (hour > 23 || minute > 59) return false;
    offset = (hours(hour) + minutes(minute)) * (sign == '-' ? -1 : 1);
    return true;
}

std::optional<TimePoint> parseStamp(std::string_view text) {
    StampReader reader(text);
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const bool isShaped = reader.number(4, year) && reader.oneOf("-") && reader.number(2, month) &&
                          reader.oneOf("-") && reader.number(2, day) && reader.oneOf("Tt ") &&
                          reader.number(2, hour) && reader.oneOf(":") && reader.number(2, minute) &&
                          reader.oneOf(":") && reader.number(2, second);
    if (!isShaped) return std::nullopt;
    const Duration fraction = reader.fraction();
    Duration offset{};
    if (!readOffset(reader, offset) || !reader.isDone()) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    const bool fits = date.ok() && year >= 1970 && year <= 2200 && hour < 24 && minute < 60 && second <= 60;
    if (!fits) return std::nullopt;
    return std::chrono::sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + fraction - offset;
}

auto asOption(const char* option, const Error& error) {
    return failure(error.code, option, error.detail);
}

}  // namespace

Result<Duration> parseLength(const std::string& text) {
    struct Unit {
        std::string_view name;
        double seconds;
    };
    constexpr std::array<Unit, 5> kUnits{{{"ms", 1e-3}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}}};
    const std::size_t split = text.find_first_not_of("0123456789.");
    const auto wrong =
        failure(ErrorCode::invalid, text, "'" + text + "' is not a length of time; write 30s, 5m or 1h");
    if (split == std::string::npos) return wrong;
    const auto count = parseDecimal(std::string_view(text).substr(0, split));
    if (!count) return wrong;
    for (const Unit& unit : kUnits) {
        if (std::string_view(text).substr(split) != unit.name) continue;
        const double length = *count * unit.seconds;
        if (length <= 0 || length > kLongest)
            return failure(ErrorCode::invalid, text,
                           "'" + text + "' is out of range; above 0 and at most 366d");
        return ofSeconds(length);
    }
    return wrong;
}

Result<TimePoint> parseTime(const std::string& text, TimePoint now) {
    if (text == "now") return now;
    if (!text.empty() && text.front() == '-') {
        const auto back = parseLength(text.substr(1));
        if (!back) return tl::unexpected(back.error());
        return now - *back;
    }
    if (const auto epoch = parseDecimal(text); epoch && *epoch < kFarthest)
        return TimePoint(ofSeconds(*epoch));
    if (const auto stamp = parseStamp(text)) return *stamp;
    return failure(ErrorCode::invalid, text,
                   "'" + text + "' is not a time; write 2026-11-24T14:03:07Z, seconds since 1970, or -5m");
}

Result<std::optional<TimePoint>> parseMoment(const char* option, const std::string& text, TimePoint now) {
    if (text.empty()) return std::nullopt;
    const auto at = parseTime(text, now);
    if (!at) return asOption(option, at.error());
    return *at;
}

Result<TimeWindow> parseWindow(const std::string& window, const std::string& from, const std::string& to,
                               TimePoint now) {
    const auto length = parseLength(window.empty() ? "30s" : window);
    if (!length) return asOption("--window", length.error());
    if (!window.empty() && !from.empty() && !to.empty())
        return failure(ErrorCode::invalid, "--window",
                       "give two of --window, --from and --to, not all three");
    const auto end = to.empty() ? Result<TimePoint>(now) : parseTime(to, now);
    if (!end) return asOption("--to", end.error());
    if (from.empty()) return TimeWindow{*length, to.empty() ? std::nullopt : std::optional<TimePoint>(*end)};
    const auto start = parseTime(from, now);
    if (!start) return asOption("--from", start.error());
    const TimePoint until = !window.empty() ? *start + *length : *end;
    if (until <= *start) return failure(ErrorCode::invalid, "--from", "it must be before --to");
    return TimeWindow{until - *start, until};
}

}  // namespace binnacle
