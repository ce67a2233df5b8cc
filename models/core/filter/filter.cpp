// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter.h"

#include "models/core/filter/filter_expression.h"
#include "models/core/telemetry/protocol_name.h"
#include "models/core/telemetry/response_flags.h"

#include <algorithm>
#include <initializer_list>

namespace binnacle {
namespace {

using Expression = Filter::Expression;
using Texts = std::initializer_list<std::string_view>;

bool oneMatches(const Expression& condition, Texts texts) {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) {
        return std::any_of(condition.values.begin(), condition.values.end(), [&](const FilterValue& value) {
            return condition.op == FilterOperator::contains ? containsPattern(text, value.text)
                                                            : text == value.text;
        });
    });
}

// What is not there has no text that could match; for != none of the texts may be the value.
bool compareTexts(const Expression& condition, Texts texts) {
    return oneMatches(condition, texts) != (condition.op == FilterOperator::unequal);
}

bool compareNumber(const Expression& condition, double number) {
    const FilterValue& value = condition.values.front();
    const auto within = [&](const FilterValue& v) { return number >= v.low && number <= v.high; };
    switch (condition.op) {
        case FilterOperator::equal:
        case FilterOperator::in:
            return std::any_of(condition.values.begin(), condition.values.end(), within);
        case FilterOperator::unequal:
            return !within(value);
        case FilterOperator::less:
            return number < value.low;
        case FilterOperator::lessEqual:
            return number <= value.high;
        case FilterOperator::greater:
            return number > value.high;
        case FilterOperator::greaterEqual:
            return number >= value.low;
        case FilterOperator::contains:
            return false;
    }
    return false;
}

bool compareFlags(const Expression& condition, std::uint64_t flags) {
    if (flags == 0) return compareTexts(condition, {"none"});
    bool one = false;
    const auto& known = responseFlags();
    for (std::size_t i = 0; i < known.size() && !one; ++i) {
        one = (flags >> i & 1U) != 0 && oneMatches(condition, {known[i].name});
    }
    return one != (condition.op == FilterOperator::unequal);
}

bool compareProtocol(const Expression& condition, Protocol protocol) {
    const bool isHttp =
        protocol == Protocol::http1 || protocol == Protocol::http2 || protocol == Protocol::http3;
    const std::string_view name = protocolName(protocol);
    return compareTexts(condition, {name, isHttp ? std::string_view("http") : name});
}

bool compareEnds(const Expression& condition, const FilterSubject& subject) {
    if (!subject.source || !subject.destination) return false;
    const Node& a = *subject.source;
    const Node& b = *subject.destination;
    switch (condition.field) {
        case FilterFieldId::source:
            return compareTexts(condition, {a.id, a.workload, a.service});
        case FilterFieldId::destination:
            return compareTexts(condition, {b.id, b.workload, b.service});
        case FilterFieldId::service:
            return compareTexts(condition, {a.service, b.service});
        case FilterFieldId::workload:
            return compareTexts(condition, {a.workload, b.workload});
        case FilterFieldId::nameSpace:
            return compareTexts(condition, {a.nameSpace, b.nameSpace});
        case FilterFieldId::version:
            return compareTexts(condition, {a.version, b.version});
        default:
            return false;
    }
}

bool compareEdge(const Expression& condition, const FilterSubject& subject) {
    if (!subject.edge || subject.edge->stats.requests == 0) return false;
    const EdgeStats& stats = subject.edge->stats;
    const auto requests = static_cast<double>(stats.requests);
    const auto quantile = [&](double q) {
        return compareNumber(condition, static_cast<double>(stats.latency.quantile(q)));
    };
    switch (condition.field) {
        case FilterFieldId::rps:
            return compareNumber(condition, requests / std::max(1.0, subject.seconds));
        case FilterFieldId::errorRatio:
            return compareNumber(condition, static_cast<double>(stats.errors) / requests);
        case FilterFieldId::p50:
            return quantile(0.5);
        case FilterFieldId::p90:
            return quantile(0.9);
        case FilterFieldId::p99:
            return quantile(0.99);
        default:
            return false;
    }
}

bool compareRequest(const Expression& condition, const FilterSubject& subject) {
    if (!subject.isRequest) return false;
    switch (condition.field) {
        case FilterFieldId::route:
            return compareTexts(condition, {subject.route});
        case FilterFieldId::path:
            return compareTexts(condition, {subject.path});
        case FilterFieldId::method:
            return compareTexts(condition, {subject.method});
        case FilterFieldId::status:
            return compareNumber(condition, subject.status);
        case FilterFieldId::flag:
            return compareFlags(condition, subject.flags);
        case FilterFieldId::reporter:
            return compareTexts(condition, {subject.reporter == Reporter::source ? "source" : "destination"});
        case FilterFieldId::proxy:
            return compareTexts(condition, {subject.proxy});
        case FilterFieldId::host:
            return compareTexts(condition, {subject.host});
        case FilterFieldId::duration:
            return compareNumber(condition, static_cast<double>(subject.duration.count()));
        case FilterFieldId::bytes:
            return compareNumber(condition, static_cast<double>(subject.bytes));
        case FilterFieldId::trace:
            return compareTexts(condition, {subject.trace});
        default:
            return false;
    }
}

bool compare(const Expression& condition, const FilterSubject& subject) {
    if (condition.field == FilterFieldId::protocol) return compareProtocol(condition, subject.protocol);
    if (isEdgeField(condition.field)) return compareEdge(condition, subject);
    if (isRequestField(condition.field)) return compareRequest(condition, subject);
    return compareEnds(condition, subject);
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

bool evaluate(const Filter::Expression& expression, const FilterSubject& subject) {
    const auto holds = [&](const auto& child) { return evaluate(*child, subject); };
    const auto& children = expression.children;
    switch (expression.kind) {
        case Expression::all:
            return std::all_of(children.begin(), children.end(), holds);
        case Expression::any:
            return std::any_of(children.begin(), children.end(), holds);
        case Expression::negation:
            return !holds(children.front());
        case Expression::condition:
            return compare(expression, subject);
    }
    return false;
}

std::optional<bool> evaluateCall(const Filter::Expression& expression, const FilterSubject& call) {
    if (expression.kind == Expression::condition) {
        if (isRequestField(expression.field)) return std::nullopt;
        return compare(expression, call);
    }
    if (expression.kind == Expression::negation) {
        const auto negated = evaluateCall(*expression.children.front(), call);
        return negated ? std::optional(!*negated) : std::nullopt;
    }
    // One child may decide for all: a false one of "and", a true one of "or".
    const bool deciding = expression.kind == Expression::any;
    bool isOpen = false;
    for (const auto& child : expression.children) {
        const auto holds = evaluateCall(*child, call);
        if (holds == deciding) return deciding;
        isOpen = isOpen || !holds;
    }
    return isOpen ? std::nullopt : std::optional(!deciding);
}

Result<Filter> Filter::parse(std::string_view text) {
    if (isBlank(text)) return Filter();
    if (text.size() > kMaxBytes)
        return tl::unexpected(filterMistake(kMaxBytes, "a filter has at most 4096 bytes"));
    const auto tokens = lexFilter(text);
    if (!tokens) return tl::unexpected(tokens.error());
    auto parsed = parseFilter(*tokens);
    if (!parsed) return tl::unexpected(parsed.error());
    Filter filter;
    filter.m_root = std::move(parsed->root);
    filter.m_needsRequests = parsed->needsRequests;
    filter.m_needsEdges = parsed->needsEdges;
    filter.m_needsTexts = parsed->needsTexts;
    return filter;
}

bool Filter::matches(const FilterSubject& subject) const {
    return !m_root || evaluate(*m_root, subject);
}

std::optional<bool> Filter::matchesAll(const FilterSubject& call) const {
    return m_root ? evaluateCall(*m_root, call) : true;
}

bool Filter::matches(const Edge& edge, const Node& source, const Node& destination, double seconds) const {
    FilterSubject subject;
    subject.source = &source;
    subject.destination = &destination;
    subject.edge = &edge;
    subject.seconds = seconds;
    subject.protocol = edge.protocol;
    return matches(subject);
}

bool Filter::matches(const RequestRecord& record, const Node& source, const Node& destination) const {
    FilterSubject subject;
    subject.source = &source;
    subject.destination = &destination;
    subject.protocol = record.protocol;
    subject.isRequest = true;
    subject.reporter = record.reporter;
    subject.status = record.status;
    subject.flags = record.flags;
    subject.bytes = record.bytesSent + record.bytesReceived;
    subject.duration = record.duration;
    subject.route = record.route;
    subject.path = record.path;
    subject.method = record.method;
    subject.proxy = record.proxy;
    subject.host = record.upstreamHost;
    subject.trace = record.trace;
    return matches(subject);
}

}  // namespace binnacle
