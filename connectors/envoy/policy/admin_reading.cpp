// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/admin_reading.h"

#include "models/core/base/text.h"

#include <functional>
#include <nlohmann/json.hpp>

namespace binnacle {
namespace {

using Json = nlohmann::json;

constexpr int kDeepest = 64;
constexpr std::size_t kLongestText = 253;

tl::unexpected<Error> notReadable(const std::string& what) {
    return failure(ErrorCode::corrupt, what, "is not what an Envoy answers");
}

std::string textOf(const Json& value) {
    return safeText(value.is_string() ? value.get<std::string>()
                                      : value.dump(-1, ' ', false, Json::error_handler_t::replace),
                    kLongestText);
}

/// Calls `visit` for each object that has `key`, at any depth.
void eachWith(const Json& value, const char* key, const std::function<void(const Json&)>& visit,
              int depth = 0) {
    if (depth > kDeepest) return;
    if (value.is_object() && value.contains(key)) visit(value);
    if (!value.is_structured()) return;
    for (const Json& item : value) eachWith(item, key, visit, depth + 1);
}

const Json& at(const Json& object, const char* key) {
    static const Json kNothing;
    if (!object.is_object()) return kNothing;
    const auto found = object.find(key);
    return found == object.end() ? kNothing : *found;
}

void addFields(std::string& out, const Json& object, std::initializer_list<const char*> fields) {
    for (const char* field : fields) {
        const Json& value = at(object, field);
        if (value.is_null() || value.is_structured()) continue;
        out += (out.empty() ? "" : ", ") + std::string(field) + " " + textOf(value);
    }
}

std::string limitsOf(const Json& cluster) {
    std::string out;
    const Json& thresholds = at(at(cluster, "circuit_breakers"), "thresholds");
    for (const Json& one : thresholds.is_array() ? thresholds : Json::array()) {
        if (at(one, "priority") == "HIGH") continue;
        addFields(out, one, {"max_connections", "max_pending_requests", "max_requests", "max_retries"});
    }
    addFields(out, at(cluster, "outlier_detection"),
              {"consecutive_5xx", "consecutive_gateway_failure", "interval", "base_ejection_time",
               "max_ejection_percent"});
    return out;
}

}  // namespace

Result<std::vector<WeightedRoute>> weightedRoutes(std::string_view configDump) {
    const Json dump = Json::parse(configDump, nullptr, false);
    if (!dump.is_object()) return notReadable("config_dump");
    std::vector<WeightedRoute> routes;
    eachWith(dump, "weighted_clusters", [&routes](const Json& action) {
        const Json& weighted = at(action, "weighted_clusters");
        const Json& clusters = at(weighted, "clusters");
        if (!clusters.is_array()) return;
        WeightedRoute route;
        if (at(weighted, "runtime_key_prefix").is_string())
            route.runtimeKeyPrefix = textOf(at(weighted, "runtime_key_prefix"));
        for (const Json& one : clusters) {
            const Json& weight = at(one, "weight");
            if (at(one, "name").is_string())
                route.weights[textOf(at(one, "name"))] =
                    weight.is_number_unsigned() ? weight.get<std::uint64_t>() : 0;
        }
        routes.push_back(std::move(route));
    });
    return routes;
}

Result<std::map<std::string, std::string>> clusterLimits(std::string_view configDump) {
    const Json dump = Json::parse(configDump, nullptr, false);
    if (!dump.is_object()) return notReadable("config_dump");
    std::map<std::string, std::string> limits;
    eachWith(dump, "cluster", [&limits](const Json& holder) {
        const Json& cluster = at(holder, "cluster");
        if (at(cluster, "name").is_string()) limits[textOf(at(cluster, "name"))] = limitsOf(cluster);
    });
    return limits;
}

Result<std::map<std::string, std::string>> runtimeValues(std::string_view runtime) {
    const Json answer = Json::parse(runtime, nullptr, false);
    const Json& entries = at(answer, "entries");
    if (!entries.is_object()) return notReadable("runtime");
    std::map<std::string, std::string> values;
    for (const auto& [key, entry] : entries.items())
        values[safeText(key, kLongestText)] = textOf(at(entry, "final_value"));
    return values;
}

}  // namespace binnacle
