// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter_expression.h"
#include "models/core/telemetry/response_flags.h"

namespace binnacle {
namespace {

using Kind = FilterValueKind;

const std::vector<std::string_view> kTextOperators = {"=", "!=", "~", "in"};
const std::vector<std::string_view> kNumberOperators = {"=", "!=", "<", "<=", ">", ">=", "in"};

std::vector<std::string_view> flagNames() {
    std::vector<std::string_view> names = {"none"};
    for (const ResponseFlag& flag : responseFlags()) names.push_back(flag.name);
    return names;
}

}  // namespace

// In the order of FilterFieldId.
const std::vector<FilterField>& filterFields() {
    static const std::vector<FilterField> kFields = {
        {"source", Kind::text, "who called: node id, workload or service", kTextOperators, {}},
        {"destination", Kind::text, "who was called: node id, workload or service", kTextOperators, {}},
        {"service", Kind::text, "service of either end", kTextOperators, {}},
        {"workload", Kind::text, "workload of either end", kTextOperators, {}},
        {"namespace", Kind::text, "namespace of either end", kTextOperators, {}},
        {"version", Kind::text, "version of either end", kTextOperators, {}},
        {"route", Kind::text, "name of the route", kTextOperators, {}},
        {"path", Kind::text, "path of the request, without its query", kTextOperators, {}},
        {"method",
         Kind::text,
         "method of the request",
         kTextOperators,
         {"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"}},
        {"status", Kind::number, "HTTP status, 5xx for a class, 0 for none", kNumberOperators, {}},
        {"flag", Kind::text, "response flag, such as UO", kTextOperators, flagNames()},
        {"reporter", Kind::text, "which side told it", kTextOperators, {"source", "destination"}},
        {"proxy", Kind::text, "node id of the proxy that told it", kTextOperators, {}},
        {"host", Kind::text, "upstream host that was chosen", kTextOperators, {}},
        {"protocol",
         Kind::text,
         "protocol",
         kTextOperators,
         {"http", "http1", "http2", "http3", "grpc", "tcp", "unknown"}},
        {"duration", Kind::duration, "duration of a request", kNumberOperators, {}},
        {"bytes", Kind::bytes, "bytes of a request, both ways", kNumberOperators, {}},
        {"rps", Kind::number, "requests a second of the edge", kNumberOperators, {}},
        {"error_ratio", Kind::ratio, "share of errors of the edge", kNumberOperators, {}},
        {"p50", Kind::duration, "median duration of the edge", kNumberOperators, {}},
        {"p90", Kind::duration, "90th percentile of the edge", kNumberOperators, {}},
        {"p99", Kind::duration, "99th percentile of the edge", kNumberOperators, {}},
        {"trace", Kind::text, "trace id", kTextOperators, {}},
    };
    return kFields;
}

const std::vector<std::string_view>& filterKeywords() {
    static const std::vector<std::string_view> kKeywords = {"and", "or", "not", "in"};
    return kKeywords;
}

std::optional<FilterFieldId> filterFieldByName(std::string_view name) {
    const auto& fields = filterFields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].name == name) return static_cast<FilterFieldId>(i);
    }
    return std::nullopt;
}

const FilterField& filterFieldOf(FilterFieldId id) {
    return filterFields()[static_cast<std::size_t>(id)];
}

bool isRequestField(FilterFieldId id) {
    switch (id) {
        case FilterFieldId::route:
        case FilterFieldId::path:
        case FilterFieldId::method:
        case FilterFieldId::status:
        case FilterFieldId::flag:
        case FilterFieldId::reporter:
        case FilterFieldId::proxy:
        case FilterFieldId::host:
        case FilterFieldId::duration:
        case FilterFieldId::bytes:
        case FilterFieldId::trace:
            return true;
        case FilterFieldId::source:
        case FilterFieldId::destination:
        case FilterFieldId::service:
        case FilterFieldId::workload:
        case FilterFieldId::nameSpace:
        case FilterFieldId::version:
        case FilterFieldId::protocol:
        case FilterFieldId::rps:
        case FilterFieldId::errorRatio:
        case FilterFieldId::p50:
        case FilterFieldId::p90:
        case FilterFieldId::p99:
            return false;
    }
    return false;
}

bool isEdgeField(FilterFieldId id) {
    return id == FilterFieldId::rps || id == FilterFieldId::errorRatio || id == FilterFieldId::p50 ||
           id == FilterFieldId::p90 || id == FilterFieldId::p99;
}

bool isTextField(FilterFieldId id) {
    return id == FilterFieldId::path || id == FilterFieldId::trace;
}

}  // namespace binnacle
