// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/filter/filter.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

enum class FilterFieldId : std::uint8_t {
    source,
    destination,
    service,
    workload,
    nameSpace,
    version,
    route,
    path,
    method,
    status,
    flag,
    reporter,
    proxy,
    host,
    protocol,
    duration,
    bytes,
    rps,
    errorRatio,
    p50,
    p90,
    p99,
    trace
};

enum class FilterOperator : std::uint8_t {
    equal,
    unequal,
    less,
    lessEqual,
    greater,
    greaterEqual,
    contains,
    in
};

/// A value of a condition, read for its field: text, or the numbers from `low` to `high`.
struct FilterValue {
    std::string text;
    double low = 0;
    double high = 0;
};

struct FilterToken {
    enum Kind : std::uint8_t { word, quoted, sign, end };
    Kind kind = end;
    std::string text;
    std::size_t at = 0;
};

/// A node of the parsed expression. Private to models/core/filter.
struct Filter::Expression {
    enum Kind : std::uint8_t { all, any, negation, condition };
    Kind kind = condition;
    std::vector<std::unique_ptr<Expression>> children;
    FilterFieldId field = FilterFieldId::source;
    FilterOperator op = FilterOperator::equal;
    std::vector<FilterValue> values;
};

struct ParsedFilter {
    std::unique_ptr<Filter::Expression> root;
    bool needsRequests = false;
    bool needsEdges = false;
    bool needsTexts = false;
};

Error filterMistake(std::size_t at, std::string detail);
Result<std::vector<FilterToken>> lexFilter(std::string_view text);
Result<ParsedFilter> parseFilter(const std::vector<FilterToken>& tokens);

std::optional<FilterFieldId> filterFieldByName(std::string_view name);
const FilterField& filterFieldOf(FilterFieldId id);
bool isRequestField(FilterFieldId id);
bool isEdgeField(FilterFieldId id);
bool isTextField(FilterFieldId id);  ///< path and trace

/// Reads `token` as a value of the field; `op` matters because `~` takes any text.
Result<FilterValue> readFilterValue(FilterFieldId field, FilterOperator op, const FilterToken& token);
bool evaluate(const Filter::Expression& expression, const FilterSubject& subject);
/// The same of a subject whose request is not known yet; unset: it depends on that.
std::optional<bool> evaluateCall(const Filter::Expression& expression, const FilterSubject& call);
/// Whether `pattern` (lower case, `*` for any text) is found in `text`, without regard to ASCII case.
bool containsPattern(std::string_view text, std::string_view pattern);

}  // namespace binnacle
