// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/station/convert_history.h"

#include "connectors/station/convert_topology.h"

namespace binnacle {
namespace {

void toWire(const Alert& alert, v1::Alert& out) {
    out.set_rule(wireText(alert.rule));
    out.set_subject(wireText(alert.subject));
    out.set_state(static_cast<v1::AlertState>(alert.state));
    out.set_severity(static_cast<v1::Severity>(alert.severity));
    out.set_since(binnacle::toWire(alert.since));
    out.set_fired_at(binnacle::toWire(alert.firedAt));
    out.set_resolved_at(binnacle::toWire(alert.resolvedAt));
    out.set_value(wireText(alert.value));
    out.set_summary(wireText(alert.summary));
    out.set_runbook(wireText(alert.runbook));
}

Alert fromWire(const v1::Alert& in) {
    Alert out;
    out.rule = in.rule();
    out.subject = in.subject();
    // Words that this version does not know: the state claims nothing, the severity hides nothing.
    if (v1::AlertState_IsValid(in.state())) out.state = static_cast<AlertState>(in.state());
    out.severity =
        v1::Severity_IsValid(in.severity()) ? static_cast<Severity>(in.severity()) : Severity::error;
    out.since = timeFromWire(in.since());
    out.firedAt = timeFromWire(in.fired_at());
    out.resolvedAt = timeFromWire(in.resolved_at());
    out.value = in.value();
    out.summary = in.summary();
    out.runbook = in.runbook();
    return out;
}

}  // namespace

void toWire(const EventQuery& query, v1::EventQuery& out) {
    out.set_from(toWire(query.from));
    out.set_to(toWire(query.to));
    out.set_limit(static_cast<std::uint32_t>(query.limit));
}

Result<EventQuery> fromWire(const v1::EventQuery& in) {
    if (in.limit() < 1 || in.limit() > static_cast<std::uint32_t>(WireLimits::kEvents))
        return failure(ErrorCode::invalid, "limit", "it must be 1 to " + std::to_string(WireLimits::kEvents));
    const EventQuery out{timeFromWire(in.from()), timeFromWire(in.to()), in.limit()};
    if (out.to < out.from) return failure(ErrorCode::invalid, "window", "it ends before it begins");
    return out;
}

void toWire(const Event& event, v1::Event& out) {
    out.set_id(event.id);
    out.set_at(toWire(event.at));
    out.set_kind(static_cast<v1::EventKind>(event.kind));
    out.set_subject(wireText(event.subject));
    out.set_detail(wireText(event.detail));
    out.set_who(wireText(event.who));
    out.set_reference(wireText(event.reference));
}

Result<Event> fromWire(const v1::Event& in) {
    if (!v1::EventKind_IsValid(in.kind()))
        return failure(ErrorCode::invalid, "event", "of a kind that this version does not know");
    Event out;
    out.id = in.id();
    out.at = timeFromWire(in.at());
    out.kind = static_cast<EventKind>(in.kind());
    out.subject = in.subject();
    out.detail = in.detail();
    out.who = in.who();
    out.reference = in.reference();
    return out;
}

void toWire(const std::vector<Event>& events, v1::EventList& out) {
    out.mutable_events()->Reserve(static_cast<int>(events.size()));
    for (const Event& event : events) toWire(event, *out.add_events());
}

Result<std::vector<Event>> fromWire(const v1::EventList& in) {
    if (auto fits = checkCount(in.events_size(), WireLimits::kEvents, "events"); !fits)
        return tl::unexpected(fits.error());
    std::vector<Event> out;
    out.reserve(static_cast<std::size_t>(in.events_size()));
    for (const v1::Event& wire : in.events())
        if (auto event = fromWire(wire)) out.push_back(std::move(*event));
    return out;
}

void toWire(const NoteDraft& note, v1::NoteDraft& out) {
    out.set_at(toWire(note.at));
    out.set_subject(wireText(note.subject));
    out.set_text(wireText(note.text));
    out.set_who(wireText(note.who));
}

NoteDraft fromWire(const v1::NoteDraft& in) {
    return {timeFromWire(in.at()), wireText(in.subject()), wireText(in.text()), wireText(in.who())};
}

void toWire(const AlertBook& book, v1::AlertBook& out) {
    out.set_rules(book.rulesYaml);
    for (const Alert& alert : book.alerts) toWire(alert, *out.add_alerts());
    for (const BudgetState& budget : book.budgets) {
        v1::Budget& wire = *out.add_budgets();
        wire.set_objective(wireText(budget.objective));
        wire.set_left(budget.left);
        wire.set_burn_hour(budget.burnHour);
        wire.set_burn_five_minutes(budget.burnFiveMinutes);
        wire.set_covered(toWire(budget.covered));
    }
}

Result<AlertBook> fromWire(const v1::AlertBook& in) {
    if (auto fits = checkCount(in.alerts_size() + std::int64_t{in.budgets_size()}, WireLimits::kAlerts,
                               "alerts and budgets");
        !fits)
        return tl::unexpected(fits.error());
    if (in.rules().size() > WireLimits::kTextBytes)
        return failure(ErrorCode::invalid, "alert rules", "they are longer than 64 KiB");
    AlertBook out;
    out.rulesYaml = in.rules();
    for (const v1::Alert& alert : in.alerts()) out.alerts.push_back(fromWire(alert));
    for (const v1::Budget& budget : in.budgets())
        out.budgets.push_back({budget.objective(), budget.left(), budget.burn_hour(),
                               budget.burn_five_minutes(), durationFromWire(budget.covered())});
    return out;
}

void toWire(const SnapshotOrder& order, v1::SnapshotOrder& out) {
    toWire(order.window, *out.mutable_window());
    out.set_requests(static_cast<v1::SnapshotRequests>(order.requests));
    out.set_with_configuration(order.withConfiguration);
    out.set_note(wireText(order.note));
    out.set_who(wireText(order.who));
}

Result<SnapshotOrder> fromWire(const v1::SnapshotOrder& in) {
    const auto window = fromWire(in.window());
    if (!window) return tl::unexpected(window.error());
    if (!v1::SnapshotRequests_IsValid(in.requests()))
        return failure(ErrorCode::invalid, "requests", "a choice that this version does not know");
    return SnapshotOrder{*window, static_cast<SnapshotRequests>(in.requests()), in.with_configuration(),
                         wireText(in.note()), wireText(in.who())};
}

void toWire(const SnapshotReport& report, v1::SnapshotReport& out) {
    out.set_mesh(wireText(report.mesh));
    out.set_station(wireText(report.station));
    out.set_who(wireText(report.who));
    out.set_note(wireText(report.note));
    out.set_made(toWire(report.made));
    out.set_from(toWire(report.from));
    out.set_to(toWire(report.to));
    out.set_nodes(report.nodes);
    out.set_edges(report.edges);
    out.set_requests(report.requests);
    out.set_records(report.records);
    out.set_events(report.events);
    out.set_changes(report.changes);
    out.set_bytes(report.bytes);
    for (const SnapshotPart& part : report.parts) {
        v1::SnapshotPart& wire = *out.add_parts();
        wire.set_name(wireText(part.name));
        wire.set_bytes(part.bytes);
    }
    for (const auto& [kind, count] : report.removed) (*out.mutable_removed())[wireText(kind)] = count;
}

Result<SnapshotReport> fromWire(const v1::SnapshotReport& in) {
    const std::int64_t listed = in.parts_size() + static_cast<std::int64_t>(in.removed().size());
    if (auto fits = checkCount(listed, WireLimits::kSnapshotParts, "parts"); !fits)
        return tl::unexpected(fits.error());
    SnapshotReport out;
    out.mesh = in.mesh();
    out.station = in.station();
    out.who = in.who();
    out.note = in.note();
    out.made = timeFromWire(in.made());
    out.from = timeFromWire(in.from());
    out.to = timeFromWire(in.to());
    out.nodes = in.nodes();
    out.edges = in.edges();
    out.requests = in.requests();
    out.records = in.records();
    out.events = in.events();
    out.changes = in.changes();
    out.bytes = in.bytes();
    for (const v1::SnapshotPart& part : in.parts()) out.parts.push_back({part.name(), part.bytes()});
    out.removed.insert(in.removed().begin(), in.removed().end());
    return out;
}

}  // namespace binnacle
