// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/history_documents.h"

#include "app/ctl/documents.h"

namespace binnacle {
namespace {

Json timeOrNull(TimePoint at) {
    return at == TimePoint{} ? Json() : Json(isoTime(at));
}

double seconds(Duration duration) {
    return std::chrono::duration<double>(duration).count();
}

Json alertDocument(const Alert& alert) {
    return {{"rule", alert.rule},
            {"subject", alert.subject},
            {"state", nameOf(alert.state)},
            {"severity", nameOf(alert.severity)},
            {"since", timeOrNull(alert.since)},
            {"fired_at", timeOrNull(alert.firedAt)},
            {"resolved_at", timeOrNull(alert.resolvedAt)},
            {"value", alert.value},
            {"summary", alert.summary},
            {"runbook", alert.runbook}};
}

}  // namespace

const char* nameOf(AlertState state) {
    switch (state) {
        case AlertState::pending:
            return "pending";
        case AlertState::firing:
            return "firing";
        case AlertState::resolved:
            return "resolved";
    }
    return "pending";
}

Json historyStatusDocument(const HistoryStatus& history) {
    Json out{{"recording", history.isRecording}};
    out["oldest"] = history.span ? Json(isoTime(history.span->oldest)) : Json();
    out["newest"] = history.span ? Json(isoTime(history.span->newest)) : Json();
    out["bytes"] = history.bytes;
    out["recorded"] = history.recorded;
    out["lost"] = history.lost;
    out["problem"] = history.problem;
    return out;
}

Json eventDocument(const Event& event) {
    return {{"id", event.id == 0 ? Json() : Json(event.id)},
            {"time", isoTime(event.at)},
            {"kind", eventKindName(event.kind)},
            {"subject", event.subject},
            {"detail", event.detail},
            {"who", event.who},
            {"reference", event.reference}};
}

Json eventsDocument(const std::vector<Event>& events) {
    Json out = Json::array();
    for (const Event& event : events) out.push_back(eventDocument(event));
    return out;
}

Json alertsDocument(const AlertBook& book) {
    Json alerts = Json::array();
    for (const Alert& alert : book.alerts) alerts.push_back(alertDocument(alert));
    Json budgets = Json::array();
    for (const BudgetState& budget : book.budgets)
        budgets.push_back({{"objective", budget.objective},
                           {"left", budget.left},
                           {"burn_1h", budget.burnHour},
                           {"burn_5m", budget.burnFiveMinutes},
                           {"covered_s", seconds(budget.covered)}});
    return {{"alerts", std::move(alerts)}, {"budgets", std::move(budgets)}};
}

Json snapshotDocument(const SnapshotReport& report) {
    Json out{{"mesh", report.mesh}, {"station", report.station}, {"who", report.who}, {"note", report.note}};
    out["made"] = isoTime(report.made);
    out["from"] = isoTime(report.from);
    out["to"] = isoTime(report.to);
    out["nodes"] = report.nodes;
    out["edges"] = report.edges;
    out["requests"] = report.requests;
    out["records"] = report.records;
    out["events"] = report.events;
    out["changes"] = report.changes;
    out["bytes"] = report.bytes;
    Json parts = Json::array();
    for (const SnapshotPart& part : report.parts)
        parts.push_back({{"name", part.name}, {"bytes", part.bytes}});
    out["parts"] = std::move(parts);
    Json removed = Json::object();
    for (const auto& [kind, count] : report.removed) removed[kind] = count;
    out["removed"] = std::move(removed);
    return out;
}

}  // namespace binnacle
