// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/filter/filter_expression.h"

#include <charconv>

namespace binnacle {
namespace {

bool isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isSign(char c) {
    return std::string_view("()=!<>~,").find(c) != std::string_view::npos;
}

bool isQuote(char c) {
    return c == '"' || c == '\'';
}

// A sign is one character, or one of != <= >=.
FilterToken readSign(std::string_view text, std::size_t& at) {
    FilterToken token{FilterToken::sign, std::string(1, text[at]), at};
    ++at;
    const char c = token.text[0];
    if ((c == '!' || c == '<' || c == '>') && at < text.size() && text[at] == '=') {
        token.text += '=';
        ++at;
    }
    return token;
}

// A backslash keeps the next character as it is.
Result<FilterToken> readQuoted(std::string_view text, std::size_t& at) {
    FilterToken token{FilterToken::quoted, "", at};
    const char quote = text[at++];
    for (; at < text.size() && text[at] != quote; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) ++at;
        token.text += text[at];
    }
    if (at == text.size()) return tl::unexpected(filterMistake(token.at, "this quote is not closed"));
    ++at;
    return token;
}

FilterToken readWord(std::string_view text, std::size_t& at) {
    FilterToken token{FilterToken::word, "", at};
    while (at < text.size() && !isSpace(text[at]) && !isSign(text[at]) && !isQuote(text[at]))
        token.text += text[at++];
    return token;
}

}  // namespace

Error filterMistake(std::size_t at, std::string detail) {
    return {ErrorCode::invalid, std::to_string(at), std::move(detail)};
}

std::size_t filterErrorOffset(const Error& error) {
    std::size_t at = 0;
    const char* end = error.subject.data() + error.subject.size();
    const auto [last, problem] = std::from_chars(error.subject.data(), end, at);
    return problem == std::errc() && last == end ? at : 0;
}

Result<std::vector<FilterToken>> lexFilter(std::string_view text) {
    std::vector<FilterToken> tokens;
    std::size_t at = 0;
    while (true) {
        while (at < text.size() && isSpace(text[at])) ++at;
        if (at == text.size()) break;
        if (isSign(text[at])) {
            tokens.push_back(readSign(text, at));
        } else if (isQuote(text[at])) {
            auto quoted = readQuoted(text, at);
            if (!quoted) return tl::unexpected(quoted.error());
            tokens.push_back(std::move(*quoted));
        } else {
            tokens.push_back(readWord(text, at));
        }
    }
    tokens.push_back({FilterToken::end, "", text.size()});
    return tokens;
}

}  // namespace binnacle
