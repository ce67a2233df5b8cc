// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/policy_field.h"

#include <QCoreApplication>
#include <cmath>
#include <string_view>

namespace binnacle {

namespace {

constexpr double kMostCount = 1'000'000'000;
constexpr double kMostSeconds = 86'400;

QString tr(const char* source) {
    return QCoreApplication::translate("policy", source);
}

/// Where a count lives in a breaker; null for the durations.
std::optional<std::uint32_t>* countIn(CircuitBreaker& breaker, std::string_view id) {
    ConnectionLimits& limits = breaker.limits;
    if (id == "limits.maxConnections") return &limits.maxConnections;
    if (id == "limits.maxPendingRequests") return &limits.maxPendingRequests;
    if (id == "limits.maxRequests") return &limits.maxRequests;
    if (id == "limits.maxRetries") return &limits.maxRetries;
    if (!breaker.outlierDetection) return nullptr;
    OutlierDetection& outlier = *breaker.outlierDetection;
    if (id == "outlierDetection.consecutive5xx") return &outlier.consecutive5xx;
    if (id == "outlierDetection.consecutiveGatewayFailure") return &outlier.consecutiveGatewayFailure;
    if (id == "outlierDetection.maxEjectionPercent") return &outlier.maxEjectionPercent;
    return nullptr;
}

std::optional<std::chrono::milliseconds>* durationIn(CircuitBreaker& breaker, std::string_view id) {
    if (!breaker.outlierDetection) return nullptr;
    if (id == "outlierDetection.interval") return &breaker.outlierDetection->interval;
    if (id == "outlierDetection.baseEjectionTime") return &breaker.outlierDetection->baseEjectionTime;
    return nullptr;
}

std::vector<PolicyField> limitFields() {
    return {
        {"limits.maxConnections",
         FieldGroup::limits,
         FieldUnit::connections,
         tr("Max connections"),
         tr("New connections of one proxy to one upstream; those already open live on."),
         {},
         kMostCount},
        {"limits.maxPendingRequests", FieldGroup::limits, FieldUnit::requests, tr("Max pending requests"),
         tr("Requests of one proxy that wait for a connection."), tr("0: Envoy rejects every request."),
         kMostCount},
        {"limits.maxRequests", FieldGroup::limits, FieldUnit::requests, tr("Max requests"),
         tr("Requests of one proxy under way at the same time."), tr("0: Envoy rejects every request."),
         kMostCount},
        {"limits.maxRetries", FieldGroup::limits, FieldUnit::retries, tr("Max retries"),
         tr("Retries of one proxy under way at the same time."), tr("0: no request is retried."), kMostCount},
    };
}

std::vector<PolicyField> outlierFields() {
    return {
        {"outlierDetection.consecutive5xx", FieldGroup::outlier, FieldUnit::failures, tr("5xx in a row"),
         tr("Answers of 5xx in a row that eject a host. A host already past a lowered limit is ejected only "
            "after a "
            "success has reset its count."),
         tr("0: this check is off."), kMostCount},
        {"outlierDetection.consecutiveGatewayFailure", FieldGroup::outlier, FieldUnit::failures,
         tr("Gateway failures in a row"), tr("Answers of 502, 503 or 504 in a row that eject a host."),
         tr("0: this check is off."), kMostCount},
        {"outlierDetection.interval",
         FieldGroup::outlier,
         FieldUnit::seconds,
         tr("Interval"),
         tr("Time between two sweeps that eject and bring back hosts."),
         {},
         kMostSeconds},
        {"outlierDetection.baseEjectionTime",
         FieldGroup::outlier,
         FieldUnit::seconds,
         tr("Base ejection time"),
         tr("How long a host is held out, times the number of times it was ejected."),
         {},
         kMostSeconds},
        {"outlierDetection.maxEjectionPercent", FieldGroup::outlier, FieldUnit::percent,
         tr("Max ejected hosts"),
         tr("Share of an upstream's hosts that may be held out at once; Envoy always may eject one."),
         tr("0: at most one host is ejected."), 100},
    };
}

}  // namespace

std::optional<double> PolicyField::get(const CircuitBreaker& breaker) const {
    CircuitBreaker copy = breaker;
    if (const auto* count = countIn(copy, id); count && *count) return **count;
    if (const auto* duration = durationIn(copy, id); duration && *duration) {
        return static_cast<double>((*duration)->count()) / 1000;
    }
    return std::nullopt;
}

void PolicyField::set(CircuitBreaker& breaker, std::optional<double> value) const {
    if (group == FieldGroup::outlier && !breaker.outlierDetection) breaker.outlierDetection.emplace();
    if (auto* count = countIn(breaker, id)) {
        count->reset();
        if (value) *count = static_cast<std::uint32_t>(std::llround(*value));
    }
    if (auto* duration = durationIn(breaker, id)) {
        duration->reset();
        if (value) *duration = std::chrono::milliseconds(std::llround(*value * 1000));
    }
    if (breaker.outlierDetection == OutlierDetection{}) breaker.outlierDetection.reset();
}

std::optional<std::uint64_t> PolicyField::observed(const ClusterState& cluster) const {
    const std::string_view field = id;
    if (field == "limits.maxConnections") return cluster.activeConnections;
    if (field == "limits.maxPendingRequests") return cluster.pendingRequests;
    if (field == "limits.maxRequests") return cluster.activeRequests;
    return std::nullopt;
}

std::optional<std::uint64_t> PolicyField::live(const ClusterState& cluster) const {
    const std::string_view field = id;
    if (field == "limits.maxConnections") return cluster.limits.maxConnections;
    if (field == "limits.maxPendingRequests") return cluster.limits.maxPendingRequests;
    if (field == "limits.maxRequests") return cluster.limits.maxRequests;
    if (field == "limits.maxRetries") return cluster.limits.maxRetries;
    return std::nullopt;
}

const std::vector<PolicyField>& policyFields() {
    static const std::vector<PolicyField> kFields = [] {
        std::vector<PolicyField> fields = limitFields();
        for (PolicyField& field : outlierFields()) fields.push_back(std::move(field));
        return fields;
    }();
    return kFields;
}

QString unitText(FieldUnit unit) {
    switch (unit) {
        case FieldUnit::connections:
            return tr("connections");
        case FieldUnit::requests:
            return tr("requests");
        case FieldUnit::retries:
            return tr("retries");
        case FieldUnit::failures:
            return tr("failures");
        case FieldUnit::seconds:
            return tr("s");
        case FieldUnit::percent:
            return tr("%");
    }
    return {};
}

}  // namespace binnacle
