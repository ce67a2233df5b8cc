// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/policy/change.h"

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle {

/// When somebody wants to be told: a condition in the filter language that some call meets over a window, for
/// a time. A plain value; any thread.
struct AlertRule {
    std::string name;
    std::string when;                           ///< filter language, over whole calls
    Duration window = std::chrono::minutes(1);  ///< what rps, error_ratio and quantiles are of
    Duration holdFor{};                         ///< how long it must hold before it fires
    Severity severity = Severity::warning;
    std::string runbook;  ///< where to read what to do; shown as text
    std::string summary;  ///< in words, for whoever is woken

    bool operator==(const AlertRule&) const = default;
};

/// A service level objective: what share of a service's requests must be good. Fires by burn rate over a long
/// and a short window (Google, The Site Reliability Workbook, chapter 5: 14.4 over 1 h and 5 min, 6 over 6 h
/// and 30 min: error; 1 over 3 d and 6 h: warning).
struct Objective {
    std::string name;
    std::string of;         ///< filter language: which calls
    double target = 0.999;  ///< share of good requests, 0..1 without 0 and 1
    Duration slowerThan{};  ///< a request that takes longer is not good either; 0: only errors count
    Duration period = std::chrono::hours(24 * 30);
    std::string runbook;

    bool operator==(const Objective&) const = default;
};

struct AlertRules {
    std::vector<AlertRule> rules;
    std::vector<Objective> objectives;

    bool operator==(const AlertRules&) const = default;
};

enum class AlertState : std::uint8_t { pending, firing, resolved };

/// One rule that holds, or held, for one call.
struct Alert {
    std::string rule;
    std::string subject;  ///< "checkout -> payment-v2", or the objective's filter
    AlertState state = AlertState::pending;
    Severity severity = Severity::warning;
    TimePoint since{};  ///< it holds
    TimePoint firedAt{};
    TimePoint resolvedAt{};
    std::string value;  ///< what was seen: "error_ratio 12.4 %"
    std::string summary;
    std::string runbook;

    bool operator==(const Alert&) const = default;
};

/// How much of an objective's error budget is left, and how fast it goes.
struct BudgetState {
    std::string objective;
    double left = 1;      ///< share of the period's budget; below 0: overspent
    double burnHour = 0;  ///< 1: the budget lasts just as long as the period
    double burnFiveMinutes = 0;
    Duration covered{};  ///< of the period is recorded

    bool operator==(const BudgetState&) const = default;
};

/// What alerting knows: the rules as people wrote them, what holds now and did lately, and the budgets.
struct AlertBook {
    std::string rulesYaml;
    std::vector<Alert> alerts;  ///< firing, then pending, then resolved; each newest first
    std::vector<BudgetState> budgets;
    std::uint64_t beyond = 0;  ///< calls that met a rule when last looked and found no room in `alerts`
};

}  // namespace binnacle
