// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/history/alert.h"

#include <vector>

namespace binnacle {

inline Alert demoAlert(const std::string& rule, AlertState state, Severity severity) {
    Alert alert;
    alert.rule = rule;
    alert.subject = "checkout -> payment";
    alert.state = state;
    alert.severity = severity;
    alert.since = TimePoint(std::chrono::seconds(1'800'000'000));
    alert.firedAt = alert.since + std::chrono::seconds(30);
    alert.resolvedAt = alert.since + std::chrono::seconds(90);
    alert.value = "error_ratio 20.0 %";
    alert.summary = "Payment fails";
    alert.runbook = "https://runbooks.example/" + rule;
    return alert;
}

/// One that fires, another that has fired for longer, one pending, one resolved: as a book orders them.
inline std::vector<Alert> demoAlerts() {
    std::vector<Alert> alerts = {demoAlert("payment-errors", AlertState::firing, Severity::error),
                                 demoAlert("slow-calls", AlertState::firing, Severity::warning),
                                 demoAlert("busy", AlertState::pending, Severity::warning),
                                 demoAlert("old", AlertState::resolved, Severity::info)};
    alerts[1].firedAt -= std::chrono::seconds(20);
    return alerts;
}

}  // namespace binnacle
