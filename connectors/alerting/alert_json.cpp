// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alerting/alert_json.h"

#include "models/core/history/alert_rules.h"

#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

namespace binnacle {
namespace {

using nlohmann::json;

std::string timeText(TimePoint at) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(at);
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(at - whole).count();
    const std::time_t seconds = whole.time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string fraction = std::to_string(1000 + millis).substr(1);
    return std::string(text.data(), length) + "." + fraction + "Z";
}

void addText(json& to, const char* key, const std::string& text) {
    if (!text.empty()) to[key] = text;
}

json alertJson(const Alert& alert, TimePoint now, Duration lasts) {
    json labels = {{"alertname", alert.rule}, {"severity", severityName(alert.severity)}};
    addText(labels, "subject", alert.subject);
    json annotations = json::object();
    addText(annotations, "summary", alert.summary);
    addText(annotations, "runbook_url", alert.runbook);
    addText(annotations, "value", alert.value);
    const TimePoint end = alert.state == AlertState::resolved ? alert.resolvedAt : now + lasts;
    return {{"labels", std::move(labels)},
            {"annotations", std::move(annotations)},
            {"startsAt", timeText(alert.firedAt)},
            {"endsAt", timeText(end)}};
}

}  // namespace

std::string alertsJson(const std::vector<Alert>& alerts, TimePoint now, Duration lasts) {
    json all = json::array();
    for (const Alert& alert : alerts) all.push_back(alertJson(alert, now, lasts));
    return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace binnacle
