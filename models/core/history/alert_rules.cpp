// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_rules.h"

#include "models/core/base/text.h"
#include "models/core/base/yaml_documents.h"
#include "models/core/filter/filter.h"
#include "models/core/policy/intent_yaml.h"

#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <optional>
#include <set>

namespace binnacle {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::size_t kMaxName = 128;
constexpr std::size_t kMaxText = 2048;
constexpr std::size_t kMaxTargetDecimals = 5;
constexpr milliseconds kLongestPeriod = 24h * 30;
constexpr std::string_view kLine = "line ";

/// Thrown and caught inside this file only, beside yaml-cpp's own exceptions.
struct Misfit {
    Error error;
};

struct Range {
    milliseconds least;
    milliseconds most;
    const char* words;
};

constexpr Range kWindows{1s, 24h, "must lie between 1s and 24h, in whole seconds"};
constexpr Range kHolds{0s, 24h, "must lie between 0s and 24h"};
constexpr Range kSlow{0ms, 24h, "must lie between 0s and 24h"};
constexpr Range kPeriods{24h, kLongestPeriod, "must lie between 1d and 30d"};

std::string placed(const YAML::Mark& mark, const std::string& place) {
    const int line = mark.line < 0 ? 1 : mark.line + 1;
    return std::string(kLine) + std::to_string(line) + ": " + place;
}

/// A mapping, and how to name it in a complaint. Complaints about what is missing point at the mapping.
struct Group {
    YAML::Node node;
    std::string place;

    [[noreturn]] void refuse(const std::string& key, const std::string& why) const {
        const YAML::Node value =
            node.IsMap() && !key.empty() ? node[key] : YAML::Node(YAML::NodeType::Undefined);
        const YAML::Mark mark = value.IsDefined() ? value.Mark() : node.Mark();
        throw Misfit{{ErrorCode::invalid, placed(mark, key.empty() ? place : place + "." + key), why}};
    }
    void expect(std::initializer_list<std::string_view> known) const {
        if (!node.IsMap()) refuse("", "must be a mapping");
        std::set<std::string> seen;
        for (const auto& item : node) {
            const auto key = item.first.as<std::string>();
            const bool isKnown = std::find(known.begin(), known.end(), key) != known.end();
            if (isKnown && seen.insert(key).second) continue;
            const char* why = isKnown ? "is there twice" : "is not a known field";
            throw Misfit{
                {ErrorCode::invalid, placed(item.first.Mark(), place + "." + safeText(key, kMaxName)), why}};
        }
    }
    std::optional<std::string> optionalText(const std::string& key, std::size_t most = kMaxText) const {
        const YAML::Node value = node[key];
        if (!value) return std::nullopt;
        if (!value.IsScalar() || value.Scalar().empty()) refuse(key, "must be a non-empty text");
        if (value.Scalar().size() > most) refuse(key, "has more than " + std::to_string(most) + " bytes");
        if (safeText(value.Scalar(), most) != value.Scalar())
            refuse(key, "must be one line of text in UTF-8");
        return value.Scalar();
    }
    std::string text(const std::string& key, std::size_t most = kMaxText) const {
        auto value = optionalText(key, most);
        if (!value) refuse(key, "is missing");
        return *std::move(value);
    }
    Duration duration(const std::string& key, Duration otherwise, const Range& range) const;
    Group inner(const std::string& key) const {
        const YAML::Node value = node[key];
        if (!value) refuse(key, "is missing");
        return {value, place + "." + key};
    }
};

// Days are not among the durations of policies, where a day would be a slip.
std::optional<milliseconds> longDuration(const std::string& text) {
    if (!text.ends_with('d')) {
        const auto withinADay = parseDuration(text);
        return withinADay ? std::optional(*withinADay) : std::nullopt;
    }
    unsigned days = 0;
    const char* end = text.data() + text.size() - 1;
    const auto [at, error] = std::from_chars(text.data(), end, days);
    if (error != std::errc() || at != end || days > 1000) return std::nullopt;
    return std::chrono::hours(24) * days;
}

Duration Group::duration(const std::string& key, Duration otherwise, const Range& range) const {
    const auto written = optionalText(key);
    if (!written) return otherwise;
    const auto value = longDuration(*written);
    if (!value) refuse(key, "is not a duration; write 250ms, 10s, 2m, 1h or 30d");
    if (*value < range.least || *value > range.most) refuse(key, range.words);
    return *value;
}

std::string filterText(const Group& spec, const std::string& key) {
    const std::string text = spec.text(key, Filter::kMaxBytes);
    const auto filter = Filter::parse(text);
    if (!filter) {
        spec.refuse(key, "at character " + std::to_string(filterErrorOffset(filter.error()) + 1) + ": " +
                             filter.error().detail);
    }
    if (filter->isEmpty()) spec.refuse(key, "must be a condition");
    return text;
}

std::optional<double> share(std::string_view text) {
    if (!text.ends_with('%')) return std::nullopt;
    text.remove_suffix(1);
    const std::size_t point = text.find('.');
    if (point != std::string_view::npos && text.size() - point - 1 > kMaxTargetDecimals) return std::nullopt;
    double percent = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), percent, std::chars_format::fixed);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (!(percent > 0 && percent < 100)) return std::nullopt;
    return percent / 100;
}

AlertRule readRule(const Group& spec, std::string name) {
    spec.expect({"when", "window", "for", "severity", "runbook", "summary"});
    AlertRule rule;
    rule.name = std::move(name);
    rule.when = filterText(spec, "when");
    rule.window = spec.duration("window", rule.window, kWindows);
    if (rule.window % 1s != Duration::zero()) spec.refuse("window", kWindows.words);
    rule.holdFor = spec.duration("for", rule.holdFor, kHolds);
    const std::string severity = spec.optionalText("severity").value_or(severityName(rule.severity));
    const std::array all = {Severity::info, Severity::warning, Severity::error};
    const auto* found =
        std::find_if(all.begin(), all.end(), [&](Severity each) { return severityName(each) == severity; });
    if (found == all.end()) spec.refuse("severity", "must be info, warning or error");
    rule.severity = *found;
    rule.runbook = spec.optionalText("runbook").value_or("");
    rule.summary = spec.optionalText("summary").value_or("");
    return rule;
}

Objective readObjective(const Group& spec, std::string name) {
    spec.expect({"of", "target", "slowerThan", "period", "runbook"});
    Objective objective;
    objective.name = std::move(name);
    objective.of = filterText(spec, "of");
    const auto filter = Filter::parse(objective.of);
    if (filter->needsRequests() || filter->needsEdges())
        spec.refuse("of", "may only say which calls: by source, destination, service and the like");
    const auto target = share(spec.text("target"));
    if (!target) spec.refuse("target", "must be a percentage such as 99.9%, with at most five decimals");
    objective.target = *target;
    objective.slowerThan = spec.duration("slowerThan", objective.slowerThan, kSlow);
    objective.period = spec.duration("period", objective.period, kPeriods);
    objective.runbook = spec.optionalText("runbook").value_or("");
    return objective;
}

void readDocument(const YAML::Node& document, std::size_t position, AlertRules& into,
                  std::set<std::string>& names) {
    const Group whole{document, "document " + std::to_string(position)};
    whole.expect({"apiVersion", "kind", "metadata", "spec"});
    if (whole.text("apiVersion") != "binnacle/v1") whole.refuse("apiVersion", "must be binnacle/v1");
    const Group metadata = whole.inner("metadata");
    metadata.expect({"name"});
    const std::string name = metadata.text("name", kMaxName);
    if (!names.insert(name).second) metadata.refuse("name", "is used twice");
    const std::string kind = whole.text("kind");
    if (kind != "AlertRule" && kind != "Objective") whole.refuse("kind", "must be AlertRule or Objective");
    const Group spec{whole.inner("spec").node, kind + " " + name};
    if (kind == "AlertRule") {
        into.rules.push_back(readRule(spec, name));
        return;
    }
    if (into.objectives.size() == kMaxObjectives) whole.refuse("kind", "there are more than 100 objectives");
    into.objectives.push_back(readObjective(spec, name));
}

AlertRules readAll(const std::string& yaml) {
    if (!holdsFewDocuments(yaml, kMaxAlertRules))
        throw Misfit{{ErrorCode::invalid, "the rules", "hold more than 500 documents, or what begins none"}};
    AlertRules rules;
    std::set<std::string> names;
    std::size_t position = 0;
    for (const YAML::Node& document : YAML::LoadAll(yaml)) {
        ++position;
        if (!document.IsNull()) readDocument(document, position, rules, names);
    }
    return rules;
}

std::string quoted(const std::string& text) {
    YAML::Emitter out;
    out << YAML::DoubleQuoted << text;
    return out.c_str();
}

std::string durationOf(Duration value) {
    constexpr Duration kDay = 24h;
    if (value > kDay && value % kDay == Duration::zero()) return std::to_string(value / kDay) + "d";
    return durationText(std::chrono::duration_cast<milliseconds>(value));
}

std::string percentOf(double share) {
    std::array<char, 32> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), share * 100,
                                            std::chars_format::fixed, static_cast<int>(kMaxTargetDecimals));
    std::string text(buffer.data(), error == std::errc() ? end : buffer.data());
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text + "%";
}

void startDocument(std::string& out, const char* kind, const std::string& name) {
    if (!out.empty()) out += "---\n";
    out += std::string("apiVersion: binnacle/v1\nkind: ") + kind + "\nmetadata:\n  name: " + quoted(name) +
           "\nspec:\n";
}

void line(std::string& out, const char* key, const std::string& value) {
    out += std::string("  ") + key + ": " + value + "\n";
}

void quotedLine(std::string& out, const char* key, const std::string& value) {
    if (!value.empty()) line(out, key, quoted(value));
}

}  // namespace

Result<AlertRules> parseAlertRules(std::string_view yaml) {
    if (yaml.size() > kMaxAlertRulesBytes)
        return failure(ErrorCode::invalid, "the rules", "are larger than 64 KiB");
    try {
        return readAll(std::string(yaml));
    } catch (const Misfit& misfit) {
        return tl::unexpected<Error>(misfit.error);
    } catch (const YAML::Exception& broken) {
        return failure(ErrorCode::invalid, placed(broken.mark, "YAML"), safeText(broken.msg, kMaxText));
    }
}

std::string toYaml(const AlertRules& rules) {
    std::string out;
    for (const AlertRule& rule : rules.rules) {
        startDocument(out, "AlertRule", rule.name);
        quotedLine(out, "when", rule.when);
        line(out, "window", durationOf(rule.window));
        line(out, "for", durationOf(rule.holdFor));
        line(out, "severity", severityName(rule.severity));
        quotedLine(out, "runbook", rule.runbook);
        quotedLine(out, "summary", rule.summary);
    }
    for (const Objective& objective : rules.objectives) {
        startDocument(out, "Objective", objective.name);
        quotedLine(out, "of", objective.of);
        line(out, "target", percentOf(objective.target));
        if (objective.slowerThan > Duration::zero())
            line(out, "slowerThan", durationOf(objective.slowerThan));
        line(out, "period", durationOf(objective.period));
        quotedLine(out, "runbook", objective.runbook);
    }
    return out;
}

std::size_t alertRulesErrorLine(const Error& error) {
    const std::string_view subject = error.subject;
    if (!subject.starts_with(kLine)) return 0;
    std::size_t line = 0;
    std::from_chars(subject.data() + kLine.size(), subject.data() + subject.size(), line);
    return line;
}

const char* severityName(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "info";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "";
}

}  // namespace binnacle
