// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/policy/intent_yaml.h"

#include "models/core/base/yaml_documents.h"

#include <yaml-cpp/yaml.h>
#include <algorithm>
#include <initializer_list>

namespace binnacle {
namespace {

constexpr std::size_t kLargestDocument = 1U << 20U;
constexpr std::size_t kMostIntents = 1000;

/// Thrown and caught inside this file only, beside yaml-cpp's own exceptions.
struct Misfit {
    Error error;
};

[[noreturn]] void refuse(const std::string& place, const std::string& why) {
    throw Misfit{{ErrorCode::invalid, place, why}};
}

void requireMap(const YAML::Node& node, const std::string& place,
                std::initializer_list<std::string_view> known) {
    if (!node.IsMap()) refuse(place, "must be a mapping");
    for (const auto& item : node) {
        const auto key = item.first.as<std::string>();
        if (std::find(known.begin(), known.end(), key) == known.end())
            refuse(place + "." + key, "is not a known field");
    }
}

std::string requireText(const YAML::Node& node, const std::string& place) {
    if (!node || !node.IsScalar() || node.Scalar().empty()) refuse(place, "must be a non-empty text");
    return node.Scalar();
}

std::uint32_t number(const YAML::Node& node, const std::string& place, std::uint32_t most) {
    std::uint64_t value = 0;
    const bool digitsOnly =
        node.IsScalar() && !node.Scalar().empty() && node.Scalar().size() <= 10 &&
        std::all_of(node.Scalar().begin(), node.Scalar().end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digitsOnly) value = std::stoull(node.Scalar());
    if (!digitsOnly || value > most)
        refuse(place, "must be a whole number from 0 to " + std::to_string(most));
    return static_cast<std::uint32_t>(value);
}

std::optional<std::uint32_t> optionalNumber(const YAML::Node& parent, const std::string& key,
                                            const std::string& place, std::uint32_t most = UINT32_MAX) {
    const YAML::Node node = parent[key];
    if (!node) return std::nullopt;
    return number(node, place + "." + key, most);
}

std::optional<std::chrono::milliseconds> optionalDuration(const YAML::Node& parent, const std::string& key,
                                                          const std::string& place) {
    const YAML::Node node = parent[key];
    if (!node) return std::nullopt;
    const auto value = parseDuration(requireText(node, place + "." + key));
    if (!value) refuse(place + "." + key, value.error().detail);
    return *value;
}

TrafficSplit readSplit(const YAML::Node& spec, const std::string& place) {
    requireMap(spec, place, {"weights"});
    const YAML::Node weights = spec["weights"];
    if (!weights || !weights.IsMap() || weights.size() == 0)
        refuse(place + ".weights", "must map at least one subset to its weight");
    TrafficSplit split;
    for (const auto& item : weights) {
        const auto subset = requireText(item.first, place + ".weights");
        split.weights.emplace_back(subset, number(item.second, place + ".weights." + subset, 1'000'000));
    }
    return split;
}

ConnectionLimits readLimits(const YAML::Node& node, const std::string& place) {
    requireMap(node, place, {"maxConnections", "maxPendingRequests", "maxRequests", "maxRetries"});
    return {.maxConnections = optionalNumber(node, "maxConnections", place),
            .maxPendingRequests = optionalNumber(node, "maxPendingRequests", place),
            .maxRequests = optionalNumber(node, "maxRequests", place),
            .maxRetries = optionalNumber(node, "maxRetries", place)};
}

OutlierDetection readOutlier(const YAML::Node& node, const std::string& place) {
    requireMap(node, place,
               {"consecutive5xx", "consecutiveGatewayFailure", "interval", "baseEjectionTime",
                "maxEjectionPercent"});
    return {.consecutive5xx = optionalNumber(node, "consecutive5xx", place),
            .consecutiveGatewayFailure = optionalNumber(node, "consecutiveGatewayFailure", place),
            .interval = optionalDuration(node, "interval", place),
            .baseEjectionTime = optionalDuration(node, "baseEjectionTime", place),
            .maxEjectionPercent = optionalNumber(node, "maxEjectionPercent", place, 100)};
}

CircuitBreaker readBreaker(const YAML::Node& spec, const std::string& place) {
    requireMap(spec, place, {"limits", "outlierDetection"});
    CircuitBreaker breaker;
    if (spec["limits"]) breaker.limits = readLimits(spec["limits"], place + ".limits");
    if (spec["outlierDetection"])
        breaker.outlierDetection = readOutlier(spec["outlierDetection"], place + ".outlierDetection");
    return breaker;
}

Intent readIntent(const YAML::Node& document, std::size_t position) {
    const std::string where = "document " + std::to_string(position + 1);
    requireMap(document, where, {"apiVersion", "kind", "metadata", "spec"});
    if (requireText(document["apiVersion"], where + ".apiVersion") != "binnacle/v1")
        refuse(where + ".apiVersion", "must be binnacle/v1");
    const YAML::Node metadata = document["metadata"];
    if (!metadata) refuse(where + ".metadata", "is missing");
    requireMap(metadata, where + ".metadata", {"service"});
    Intent intent{.service = requireText(metadata["service"], where + ".metadata.service"), .spec = {}};
    const std::string kind = requireText(document["kind"], where + ".kind");
    const YAML::Node spec = document["spec"];
    const std::string place = kind + " " + intent.service;
    if (!spec) refuse(place, "has no spec");
    if (kind == "TrafficSplit")
        intent.spec = readSplit(spec, place);
    else if (kind == "CircuitBreaker")
        intent.spec = readBreaker(spec, place);
    else
        refuse(where + ".kind", "must be TrafficSplit or CircuitBreaker");
    return intent;
}

std::vector<Intent> readAll(const std::string& yaml) {
    if (!holdsFewDocuments(yaml, kMostIntents))
        refuse("the file", "holds more than 1000 documents, or what begins none");
    std::vector<Intent> intents;
    for (const YAML::Node& document : YAML::LoadAll(yaml)) {
        if (!document.IsNull()) intents.push_back(readIntent(document, intents.size()));
    }
    return intents;
}

std::string quoted(const std::string& text) {
    YAML::Emitter out;
    out << YAML::DoubleQuoted << text;
    return out.c_str();
}

void emitGroup(std::string& out, const std::string& group,
               const std::vector<std::pair<std::string, std::string>>& fields, bool always) {
    std::string body;
    for (const auto& [field, value] : fields) {
        if (!field.starts_with(group + ".")) continue;
        const std::string key = field.substr(group.size() + 1);
        body += "    " + (group == "weights" ? quoted(key) : key) + ": " + value + "\n";
    }
    if (!body.empty())
        out += "  " + group + ":\n" + body;
    else if (always)
        out += "  " + group + ": {}\n";
}

}  // namespace

Result<std::vector<Intent>> parseIntents(std::string_view yaml) {
    if (yaml.size() > kLargestDocument)
        return failure(ErrorCode::invalid, "the file", "is larger than 1 MiB");
    try {
        return readAll(std::string(yaml));
    } catch (const Misfit& misfit) {
        return tl::unexpected<Error>(misfit.error);
    } catch (const YAML::Exception& broken) {
        return failure(ErrorCode::invalid, "line " + std::to_string(broken.mark.line + 1), broken.msg);
    }
}

std::string_view intentKindName(IntentKind kind) {
    switch (kind) {
        case IntentKind::trafficSplit:
            return "TrafficSplit";
        case IntentKind::circuitBreaker:
            return "CircuitBreaker";
    }
    return "";
}

std::vector<std::pair<std::string, std::string>> intentFields(const Intent& intent) {
    std::vector<std::pair<std::string, std::string>> fields;
    const auto addNumber = [&fields](const char* name, const std::optional<std::uint32_t>& value) {
        if (value) fields.emplace_back(name, std::to_string(*value));
    };
    const auto addDuration = [&fields](const char* name,
                                       const std::optional<std::chrono::milliseconds>& value) {
        if (value) fields.emplace_back(name, durationText(*value));
    };
    if (const auto* split = std::get_if<TrafficSplit>(&intent.spec)) {
        for (const auto& [subset, weight] : split->weights)
            fields.emplace_back("weights." + subset, std::to_string(weight));
        return fields;
    }
    const auto& breaker = std::get<CircuitBreaker>(intent.spec);
    addNumber("limits.maxConnections", breaker.limits.maxConnections);
    addNumber("limits.maxPendingRequests", breaker.limits.maxPendingRequests);
    addNumber("limits.maxRequests", breaker.limits.maxRequests);
    addNumber("limits.maxRetries", breaker.limits.maxRetries);
    if (!breaker.outlierDetection) return fields;
    const OutlierDetection& outlier = *breaker.outlierDetection;
    addNumber("outlierDetection.consecutive5xx", outlier.consecutive5xx);
    addNumber("outlierDetection.consecutiveGatewayFailure", outlier.consecutiveGatewayFailure);
    addDuration("outlierDetection.interval", outlier.interval);
    addDuration("outlierDetection.baseEjectionTime", outlier.baseEjectionTime);
    addNumber("outlierDetection.maxEjectionPercent", outlier.maxEjectionPercent);
    return fields;
}

std::string toYaml(const Intent& intent) {
    std::string out = "apiVersion: binnacle/v1\nkind: " + std::string(intentKindName(intent.kind())) +
                      "\nmetadata:\n  service: " + quoted(intent.service) + "\nspec:\n";
    const auto fields = intentFields(intent);
    if (const auto* breaker = std::get_if<CircuitBreaker>(&intent.spec)) {
        emitGroup(out, "limits", fields, true);
        emitGroup(out, "outlierDetection", fields, breaker->outlierDetection.has_value());
    } else {
        emitGroup(out, "weights", fields, false);
    }
    return out;
}

std::string toYaml(const std::vector<Intent>& intents) {
    std::string out;
    for (const Intent& intent : intents) {
        if (!out.empty()) out += "---\n";
        out += toYaml(intent);
    }
    return out;
}

}  // namespace binnacle
