// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter_expression.h"

#include <algorithm>

namespace binnacle {
namespace {

using Expression = Filter::Expression;
using Parsed = Result<std::unique_ptr<Expression>>;

std::optional<FilterOperator> operatorOf(std::string_view sign) {
    if (sign == "=") return FilterOperator::equal;
    if (sign == "!=") return FilterOperator::unequal;
    if (sign == "<") return FilterOperator::less;
    if (sign == "<=") return FilterOperator::lessEqual;
    if (sign == ">") return FilterOperator::greater;
    if (sign == ">=") return FilterOperator::greaterEqual;
    if (sign == "~") return FilterOperator::contains;
    return std::nullopt;
}

bool isKeyword(const FilterToken& token, std::string_view keyword) {
    if (token.kind != FilterToken::word || token.text.size() != keyword.size()) return false;
    return std::equal(token.text.begin(), token.text.end(), keyword.begin(),
                      [](char a, char b) { return (a | 0x20) == b; });
}

bool isSign(const FilterToken& token, std::string_view sign) {
    return token.kind == FilterToken::sign && token.text == sign;
}

std::string listOf(const std::vector<std::string_view>& words) {
    std::string out;
    for (const std::string_view word : words) {
        if (!out.empty()) out += ' ';
        out += word;
    }
    return out;
}

/// Recursive descent: or, and, not, condition. Depth is bounded, so no text can exhaust the stack.
class Parser {
  public:
    explicit Parser(const std::vector<FilterToken>& tokens) : m_tokens(tokens) {}

    Result<ParsedFilter> run() {
        auto root = parseAny(0);
        if (!root) return tl::unexpected(root.error());
        if (peek().kind != FilterToken::end) return fail("expected \"and\" or \"or\" here");
        m_out.root = std::move(*root);
        return std::move(m_out);
    }

  private:
    const FilterToken& peek() const { return m_tokens[m_at]; }
    const FilterToken& next() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
    tl::unexpected<Error> fail(std::string detail) const {
        return tl::unexpected(filterMistake(peek().at, std::move(detail)));
    }

    Parsed parseAny(std::size_t depth) { return parseList(depth, Expression::any, "or"); }
    Parsed parseList(std::size_t depth, Expression::Kind kind, std::string_view keyword);
    Parsed parseNegation(std::size_t depth);
    Parsed parseGroup(std::size_t depth);
    Parsed parseCondition();
    Result<FilterOperator> parseOperator(FilterFieldId field);
    std::optional<Error> parseValue(Expression& condition);
    std::optional<Error> parseValues(Expression& condition);

    const std::vector<FilterToken>& m_tokens;
    std::size_t m_at = 0;
    ParsedFilter m_out;
};

Parsed Parser::parseList(std::size_t depth, Expression::Kind kind, std::string_view keyword) {
    auto list = std::make_unique<Expression>();
    list->kind = kind;
    while (true) {
        Parsed child =
            kind == Expression::any ? parseList(depth, Expression::all, "and") : parseNegation(depth);
        if (!child) return child;
        list->children.push_back(std::move(*child));
        if (!isKeyword(peek(), keyword)) break;
        next();
    }
    if (list->children.size() == 1) return std::move(list->children.front());
    return list;
}

Parsed Parser::parseNegation(std::size_t depth) {
    if (depth > Filter::kMaxDepth) return fail("nested too deeply");
    if (isSign(peek(), "(")) return parseGroup(depth);
    if (!isKeyword(peek(), "not")) return parseCondition();
    next();
    Parsed child = parseNegation(depth + 1);
    if (!child) return child;
    auto negation = std::make_unique<Expression>();
    negation->kind = Expression::negation;
    negation->children.push_back(std::move(*child));
    return negation;
}

Parsed Parser::parseGroup(std::size_t depth) {
    const std::size_t opened = next().at;
    Parsed inner = parseAny(depth + 1);
    if (!inner) return inner;
    if (peek().kind == FilterToken::end)
        return tl::unexpected(filterMistake(opened, "this parenthesis is not closed"));
    if (!isSign(peek(), ")")) return fail("expected \"and\", \"or\" or a closing parenthesis");
    next();
    return inner;
}

Parsed Parser::parseCondition() {
    const FilterToken& name = peek();
    if (name.kind != FilterToken::word) return fail("expected a field");
    const auto field = filterFieldByName(name.text);
    if (!field) return fail("there is no field \"" + name.text + "\"");
    next();
    auto condition = std::make_unique<Expression>();
    condition->field = *field;
    m_out.needsRequests = m_out.needsRequests || isRequestField(*field);
    m_out.needsEdges = m_out.needsEdges || isEdgeField(*field);
    m_out.needsTexts = m_out.needsTexts || isTextField(*field);
    const auto op = parseOperator(*field);
    if (!op) return tl::unexpected(op.error());
    condition->op = *op;
    const auto mistake = *op == FilterOperator::in ? parseValues(*condition) : parseValue(*condition);
    if (mistake) return tl::unexpected(*mistake);
    return condition;
}

Result<FilterOperator> Parser::parseOperator(FilterFieldId field) {
    const FilterField& known = filterFieldOf(field);
    const FilterToken& token = peek();
    const bool isIn = isKeyword(token, "in");
    const auto op = isIn ? FilterOperator::in : operatorOf(token.kind == FilterToken::sign ? token.text : "");
    const std::string_view written = isIn ? "in" : std::string_view(token.text);
    const bool fits =
        std::find(known.operators.begin(), known.operators.end(), written) != known.operators.end();
    if (!op || !fits)
        return fail("after " + std::string(known.name) + " comes one of " + listOf(known.operators));
    next();
    return *op;
}

std::optional<Error> Parser::parseValue(Expression& condition) {
    const FilterToken& token = peek();
    if (token.kind != FilterToken::word && token.kind != FilterToken::quoted) {
        return filterMistake(token.at, "expected a value");
    }
    auto value = readFilterValue(condition.field, condition.op, token);
    if (!value) return value.error();
    condition.values.push_back(std::move(*value));
    next();
    return std::nullopt;
}

std::optional<Error> Parser::parseValues(Expression& condition) {
    if (!isSign(peek(), "(")) return filterMistake(peek().at, "after in comes a list in parentheses: (a, b)");
    next();
    while (true) {
        if (auto mistake = parseValue(condition)) return mistake;
        if (isSign(peek(), ")")) break;
        if (!isSign(peek(), ","))
            return filterMistake(peek().at, "expected a comma or a closing parenthesis");
        next();
    }
    next();
    return std::nullopt;
}

}  // namespace

Result<ParsedFilter> parseFilter(const std::vector<FilterToken>& tokens) {
    return Parser(tokens).run();
}

}  // namespace binnacle
