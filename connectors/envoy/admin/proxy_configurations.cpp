// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/proxy_configurations.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

namespace binnacle {
namespace {

using nlohmann::json;

constexpr int kDeepest = 64;
constexpr const char* kRemoved = "[removed: field that Envoy calls sensitive]";

// Fields that carry udpa.annotations.sensitive in Envoy's API, and those of the secret discovery service.
constexpr std::array<std::string_view, 16> kSensitive = {
    "private_key",   "private_key_provider", "password",       "inline_bytes",
    "inline_string", "session_ticket_keys",  "generic_secret", "secret",
    "token_secret",  "hmac_secret",          "client_secret",  "auth_password",
    "auth_username", "credentials",          "access_token",   "api_key"};

// Under these, what a header is set to lets somebody in.
constexpr std::array<std::string_view, 7> kAuthorising = {
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key",
    "x-auth-token",  "x-amz-security-token"};

template <std::size_t n>
bool isAmong(const std::array<std::string_view, n>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// A header as Envoy writes it down: {"key": NAME, "value": VALUE}.
bool isAuthorisingHeader(const json& object) {
    const auto key = object.find("key");
    return key != object.end() && key->is_string() && isAmong(kAuthorising, lower(key->get<std::string>()));
}

void clean(json& value) {
    if (value.is_array()) {
        for (json& each : value) clean(each);
        return;
    }
    if (!value.is_object()) return;
    const bool isHeader = isAuthorisingHeader(value);
    for (auto& [name, field] : value.items()) {
        const bool goes = isAmong(kSensitive, name) || (isHeader && (name == "value" || name == "raw_value"));
        if (goes && !field.is_null())
            field = kRemoved;
        else
            clean(field);
    }
}

}  // namespace

Result<std::string> withoutSecrets(std::string_view text) {
    bool isTooDeep = false;
    const auto shallow = [&](int depth, json::parse_event_t, json&) {
        isTooDeep = isTooDeep || depth > kDeepest;
        return !isTooDeep;
    };
    json document = json::parse(text, shallow, false);
    if (document.is_discarded() || isTooDeep)
        return failure(ErrorCode::invalid, "configuration", "is not JSON, or is nested too deep");
    clean(document);
    return document.dump(1, ' ', false, json::error_handler_t::replace);
}

std::map<std::string, std::string> ProxyConfigurations::collect() const {
    std::map<std::string, std::string> out;
    for (const AdminTarget& target : m_targets) {
        const auto told = m_client.get(target.address, "/config_dump").and_then([](const std::string& body) {
            return withoutSecrets(body);
        });
        out[target.node] = told ? *told : "not told: " + told.error().detail + "\n";
    }
    return out;
}

}  // namespace binnacle
