// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/documents.h"

#include "app/ctl/history_documents.h"
#include "models/core/policy/intent_yaml.h"
#include "models/core/telemetry/protocol_name.h"
#include "models/core/telemetry/response_flags.h"

namespace binnacle {
namespace {

const char* nameOf(Reporter side) {
    return side == Reporter::source ? "source" : "destination";
}

Json countsOf(const std::map<std::string, std::uint64_t>& counts) {
    Json out = Json::object();
    for (const auto& [reason, count] : counts) out[reason] = count;
    return out;
}

Json latencyOf(const Sketch& latency) {
    const auto at = [&](double q) {
        return milliseconds(Duration(static_cast<std::int64_t>(latency.quantile(q))));
    };
    return {{"p50", at(0.5)},
            {"p90", at(0.9)},
            {"p99", at(0.99)},
            {"max", milliseconds(Duration(static_cast<std::int64_t>(latency.max())))}};
}

Json flagsOf(const std::map<std::uint8_t, std::uint64_t>& flags) {
    Json out = Json::object();
    const auto& known = responseFlags();
    for (const auto& [bit, count] : flags)
        out[bit < known.size() ? std::string(known[bit].name) : "bit" + std::to_string(bit)] = count;
    return out;
}

Json codesOf(const std::map<std::uint16_t, std::uint64_t>& codes) {
    Json out = Json::object();
    for (const auto& [code, count] : codes) out[std::to_string(code)] = count;
    return out;
}

Json statsOf(const EdgeStats& stats, double seconds) {
    Json out;
    out["requests"] = stats.requests;
    out["errors"] = stats.errors;
    out["rps"] = static_cast<double>(stats.requests) / seconds;
    out["error_ratio"] = ratio(stats.errors, stats.requests);
    out["bytes_sent"] = stats.bytesSent;
    out["bytes_received"] = stats.bytesReceived;
    out["latency_ms"] = latencyOf(stats.latency);
    out["codes"] = codesOf(stats.codes);
    out["flags"] = flagsOf(stats.flags);
    return out;
}

Json edgeDocument(const Edge& edge, double seconds) {
    Json out{{"source", edge.source},
             {"destination", edge.destination},
             {"protocol", protocolName(edge.protocol)}};
    out.update(statsOf(edge.stats, seconds));
    out["told_by"] = edge.toldBy == ToldBy::source ? "source" : "destination";
    out["other_side"] = edge.otherSide.requests == 0 ? Json() : statsOf(edge.otherSide, seconds);
    out["other_side_missing"] = edge.otherSideMissing;
    out["mutual_tls"] = edge.mutualTls;
    return out;
}

Json proxyDocument(const ProxyStatus& status) {
    Json out{{"node", status.proxy.node}, {"cluster", status.proxy.cluster}, {"connected", status.connected}};
    out["records"] = status.records;
    out["last_record_age_ms"] = status.lastRecordAge ? Json(milliseconds(*status.lastRecordAge)) : Json();
    out["service"] = status.proxy.workload.service;
    out["workload"] = status.proxy.workload.name;
    out["version"] = status.proxy.workload.version;
    out["namespace"] = status.proxy.workload.nameSpace;
    out["policy"] = status.policyMode;
    out["clock_skewed"] = status.skewed;
    out["peer"] = status.proxy.peer;
    out["build"] = status.proxy.build;
    return out;
}

template <typename Value>
void put(Json& out, const char* key, const std::optional<Value>& value) {
    if (value) out[key] = *value;
}

Json specOf(const TrafficSplit& split) {
    Json weights = Json::object();
    for (const auto& [subset, weight] : split.weights) weights[subset] = weight;
    return {{"weights", weights}};
}

Json specOf(const CircuitBreaker& breaker) {
    Json limits = Json::object();
    put(limits, "maxConnections", breaker.limits.maxConnections);
    put(limits, "maxPendingRequests", breaker.limits.maxPendingRequests);
    put(limits, "maxRequests", breaker.limits.maxRequests);
    put(limits, "maxRetries", breaker.limits.maxRetries);
    Json out{{"limits", limits}};
    if (!breaker.outlierDetection) return out;
    Json detection = Json::object();
    put(detection, "consecutive5xx", breaker.outlierDetection->consecutive5xx);
    put(detection, "consecutiveGatewayFailure", breaker.outlierDetection->consecutiveGatewayFailure);
    if (const auto& interval = breaker.outlierDetection->interval)
        detection["interval"] = durationText(*interval);
    if (const auto& ejection = breaker.outlierDetection->baseEjectionTime)
        detection["baseEjectionTime"] = durationText(*ejection);
    put(detection, "maxEjectionPercent", breaker.outlierDetection->maxEjectionPercent);
    out["outlierDetection"] = detection;
    return out;
}

Json editsDocument(const std::vector<IntentEdit>& edits) {
    Json out = Json::array();
    for (const IntentEdit& edit : edits)
        out.push_back({{"service", edit.service},
                       {"kind", std::string(intentKindName(edit.kind))},
                       {"before", edit.before ? intentDocument(*edit.before) : Json()},
                       {"after", edit.after ? intentDocument(*edit.after) : Json()}});
    return out;
}

Json countsDocument(const Change& change) {
    const AnswerCounts counts = countAnswers(change);
    return {{"acknowledged", counts.acknowledged}, {"rejected", counts.rejected}, {"silent", counts.silent}};
}

Json errorsOf(const Change& change) {
    Json out = Json::array();
    for (const ProxyAnswer& answer : change.answers)
        if (answer.state == AnswerState::rejected) out.push_back(answer.node + ": " + answer.error);
    return out;
}

Json answersOf(const Change& change) {
    Json out = Json::array();
    for (const ProxyAnswer& answer : change.answers) {
        Json entry{{"node", answer.node}, {"state", nameOf(answer.state)}};
        entry["after_ms"] = answer.state == AnswerState::silent ? Json() : Json(milliseconds(answer.after));
        entry["error"] = answer.error;
        entry["live"] = answer.live;
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace

const char* nameOf(NodeKind kind) {
    switch (kind) {
        case NodeKind::workload:
            return "workload";
        case NodeKind::service:
            return "service";
        case NodeKind::external:
            return "external";
        case NodeKind::unknown:
            return "unknown";
    }
    return "unknown";
}

const char* nameOf(ChangeState state) {
    switch (state) {
        case ChangeState::sending:
            return "sending";
        case ChangeState::live:
            return "live";
        case ChangeState::partlyLive:
            return "partly live";
        case ChangeState::rejected:
            return "rejected";
        case ChangeState::unknown:
            return "unknown";
        case ChangeState::reverted:
            return "reverted";
    }
    return "unknown";
}

const char* nameOf(AnswerState state) {
    switch (state) {
        case AnswerState::silent:
            return "silent";
        case AnswerState::acknowledged:
            return "acknowledged";
        case AnswerState::rejected:
            return "rejected";
    }
    return "silent";
}

const char* nameOf(Severity severity) {
    switch (severity) {
        case Severity::info:
            return "info";
        case Severity::warning:
            return "warning";
        case Severity::error:
            return "error";
    }
    return "error";
}

AnswerCounts countAnswers(const Change& change) {
    AnswerCounts counts;
    for (const ProxyAnswer& answer : change.answers) {
        if (answer.state == AnswerState::acknowledged) ++counts.acknowledged;
        if (answer.state == AnswerState::rejected) ++counts.rejected;
        if (answer.state == AnswerState::silent) ++counts.silent;
    }
    return counts;
}

Json statusDocument(const StationStatus& status) {
    Json proxies = Json::array();
    for (const ProxyStatus& proxy : status.proxies) proxies.push_back(proxyDocument(proxy));
    Json out;
    out["proxies"] = std::move(proxies);
    out["records"] = {{"received", status.received},
                      {"dropped", status.dropped},
                      {"rejected", countsOf(status.rejected)},
                      {"clamped", countsOf(status.clamped)}};
    out["lag_ms"] = milliseconds(status.lag.proxies + status.lag.station);
    out["lag"] = {{"proxies_ms", milliseconds(status.lag.proxies)},
                  {"proxies_p99_ms", milliseconds(status.lag.proxiesP99)},
                  {"station_ms", milliseconds(status.lag.station)}};
    out["mesh"] = status.mesh;
    out["read_only"] = status.readOnly;
    out["version"] = status.version;
    out["listening"] = status.listening;
    out["history"] = historyStatusDocument(status.history);
    out["snapshot"] = status.snapshot.empty() ? Json() : Json(status.snapshot);
    return out;
}

Json topologyDocument(const TopologyFrame& frame) {
    Json nodes = Json::array();
    for (const Node& node : frame.nodes)
        nodes.push_back({{"id", node.id},
                         {"service", node.service},
                         {"workload", node.workload},
                         {"version", node.version},
                         {"namespace", node.nameSpace},
                         {"kind", nameOf(node.kind)}});
    Json edges = Json::array();
    for (const Edge& edge : frame.edges) edges.push_back(edgeDocument(edge, frame.seconds()));
    Json out{{"from", isoTime(frame.from)}, {"to", isoTime(frame.to)}};
    out["nodes"] = std::move(nodes);
    out["edges"] = std::move(edges);
    return out;
}

Json requestDocument(const RequestRecord& record) {
    Json out;
    out["time"] = isoTime(record.start);
    out["duration_ms"] = milliseconds(record.duration);
    out["source"] = record.source;
    out["destination"] = record.destination;
    out["proxy"] = record.proxy;
    out["reporter"] = nameOf(record.reporter);
    out["method"] = record.method;
    out["path"] = record.path;
    out["status"] = record.status;
    out["flags"] = responseFlagNames(record.flags);
    out["upstream_host"] = record.upstreamHost;
    out["route"] = record.route;
    out["attempts"] = record.attempts;
    out["trace"] = record.trace;
    out["protocol"] = protocolName(record.protocol);
    out["authority"] = record.authority;
    out["details"] = record.details;
    out["upstream_cluster"] = record.upstreamCluster;
    out["bytes_sent"] = record.bytesSent;
    out["bytes_received"] = record.bytesReceived;
    out["request_id"] = record.requestId;
    out["mutual_tls"] = record.mutualTls;
    out["sequence"] = record.sequence;
    return out;
}

Json intentDocument(const Intent& intent) {
    Json out{{"apiVersion", "binnacle/v1"}, {"kind", std::string(intentKindName(intent.kind()))}};
    out["metadata"] = {{"service", intent.service}};
    out["spec"] = std::visit([](const auto& spec) { return specOf(spec); }, intent.spec);
    return out;
}

Json policiesDocument(const std::vector<PolicyInForce>& policies) {
    Json out = Json::array();
    for (const PolicyInForce& policy : policies) {
        Json values = Json::array();
        for (const PolicyValue& value : policy.values)
            values.push_back({{"field", value.field}, {"value", value.value}, {"origin", value.origin}});
        out.push_back({{"service", policy.intent.service},
                       {"kind", std::string(intentKindName(policy.intent.kind()))},
                       {"intent", intentDocument(policy.intent)},
                       {"values", std::move(values)},
                       {"proxies", policy.proxies}});
    }
    return out;
}

Json planDocument(const Plan& plan) {
    Json changes = Json::array();
    for (const NativeChange& change : plan.changes)
        changes.push_back({{"proxy", change.proxy},
                           {"resource", change.resource},
                           {"before", change.before},
                           {"after", change.after}});
    Json problems = Json::array();
    for (const Problem& problem : plan.problems)
        problems.push_back({{"code", problem.code},
                            {"severity", nameOf(problem.severity)},
                            {"place", problem.place},
                            {"reason", problem.reason},
                            {"fix", problem.fix}});
    Json out{{"edits", editsDocument(plan.edits)}};
    out["changes"] = std::move(changes);
    out["problems"] = std::move(problems);
    out["based_on"] = plan.basedOn;
    return out;
}

Json outcomeDocument(const Change& change) {
    Json out{{"change", change.id}, {"state", nameOf(change.state)}};
    out["proxies"] = countsDocument(change);
    out["errors"] = errorsOf(change);
    out["answers"] = answersOf(change);
    return out;
}

Json historyDocument(const std::vector<Change>& changes) {
    Json out = Json::array();
    for (const Change& change : changes) {
        Json entry{{"change", change.id},
                   {"time", isoTime(change.at)},
                   {"who", change.who},
                   {"reason", change.reason}};
        entry["reverts"] = change.reverts.empty() ? Json() : Json(change.reverts);
        entry["state"] = nameOf(change.state);
        entry["edits"] = editsDocument(change.edits);
        entry["proxies"] = countsDocument(change);
        entry["errors"] = errorsOf(change);
        entry["answers"] = answersOf(change);
        out.push_back(std::move(entry));
    }
    return out;
}

}  // namespace binnacle
