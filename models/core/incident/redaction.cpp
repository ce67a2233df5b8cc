// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/incident/redaction.h"

#include <algorithm>
#include <array>

namespace binnacle {
namespace {

bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isAlnum(char c) {
    return isUpper(c) || isLower(c) || isDigit(c);
}
bool isTokenChar(char c) {
    return isAlnum(c) || c == '-' || c == '_' || c == '.' || c == '+' || c == '=' || c == '%' || c == '~';
}
bool isBlank(char c) {
    return c == ' ' || c == '\t';
}
char lowered(char c) {
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// What stands at a place: how long it is (0: no secret), which of it goes, and what it is called.
struct Finding {
    std::size_t skip = 0;  ///< stays
    std::size_t length = 0;
    const char* kind = "";
};

struct Shape {
    std::string_view prefix;
    std::size_t least;  ///< length of what follows the prefix
    const char* kind;
};

constexpr std::array<Shape, 22> kShapes = {{
    {"eyJ", 17, "JSON web tokens"},  {"AKIA", 12, "AWS access keys"}, {"ASIA", 12, "AWS access keys"},
    {"ghp_", 16, "GitHub tokens"},   {"gho_", 16, "GitHub tokens"},   {"ghu_", 16, "GitHub tokens"},
    {"ghs_", 16, "GitHub tokens"},   {"ghr_", 16, "GitHub tokens"},   {"github_pat_", 16, "GitHub tokens"},
    {"glpat-", 16, "GitLab tokens"}, {"xoxa-", 8, "Slack tokens"},    {"xoxb-", 8, "Slack tokens"},
    {"xoxp-", 8, "Slack tokens"},    {"xoxr-", 8, "Slack tokens"},    {"xoxs-", 8, "Slack tokens"},
    {"xapp-", 8, "Slack tokens"},    {"AIza", 30, "Google API keys"}, {"sk_live_", 10, "Stripe keys"},
    {"rk_live_", 10, "Stripe keys"}, {"sk_test_", 10, "Stripe keys"}, {"whsec_", 10, "Stripe keys"},
    {"npm_", 30, "npm tokens"},
}};

constexpr std::array<std::string_view, 16> kSecretNames = {
    "password",  "passwd",     "pwd",         "passphrase",    "secret", "token",
    "api_key",   "apikey",     "api-key",     "authorization", "cookie", "credential",
    "signature", "access_key", "private_key", "session_id"};

std::size_t run(std::string_view text, std::size_t at, bool (*is)(char),
                std::size_t most = std::string_view::npos) {
    std::size_t length = 0;
    while (length < most && at + length < text.size() && is(text[at + length])) ++length;
    return length;
}

bool startsAt(std::string_view text, std::size_t at, std::string_view lowercase) {
    if (text.size() - at < lowercase.size()) return false;
    for (std::size_t i = 0; i < lowercase.size(); ++i)
        if (lowered(text[at + i]) != lowercase[i]) return false;
    return true;
}

bool isUuid(std::string_view token) {
    constexpr std::size_t kLength = 36;
    if (token.size() != kLength) return false;
    for (std::size_t i = 0; i < kLength; ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = lowered(token[i]);
        if (isDash ? c != '-' : !(isDigit(c) || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

int kindOf(char c) {
    return isUpper(c) ? 0 : isLower(c) ? 1 : 2;
}

/// Letters and digits in no order that words, numbers and slugs have.
bool looksRandom(std::string_view token) {
    constexpr std::size_t kLeast = 20;
    constexpr std::size_t kLongestHex = 32;
    if (token.size() < kLeast || isUuid(token)) return false;
    std::size_t alnum = 0;
    std::size_t changes = 0;
    std::size_t piece = 0;
    std::size_t longest = 0;
    std::array<std::size_t, 3> kinds{};
    bool isHex = true;
    char before = '\0';
    for (const char c : token) {
        piece = isAlnum(c) ? piece + 1 : 0;
        longest = std::max(longest, piece);
        if (piece == 0) continue;
        ++alnum;
        ++kinds[static_cast<std::size_t>(kindOf(c))];
        isHex = isHex && (isDigit(c) || (lowered(c) >= 'a' && lowered(c) <= 'f'));
        if (before != '\0' && kindOf(before) != kindOf(c)) ++changes;
        before = c;
    }
    if (alnum < kLeast || kinds[2] == 0 || kinds[0] + kinds[1] == 0) return false;
    if (isHex) return alnum > kLongestHex;
    const bool isMixed = kinds[0] > 0 && kinds[1] > 0;
    // The names of pods are made of random pieces, each of them short.
    if (!isMixed && longest < kLeast) return false;
    return changes * 10 >= alnum * (isMixed ? 3U : 4U);
}

Finding knownShape(std::string_view text, std::size_t at) {
    for (const Shape& shape : kShapes) {
        if (text.compare(at, shape.prefix.size(), shape.prefix) != 0) continue;
        const std::size_t length = run(text, at, isTokenChar);
        if (length >= shape.prefix.size() + shape.least) return {0, length, shape.kind};
    }
    return {};
}

Finding privateKey(std::string_view text, std::size_t at) {
    constexpr std::string_view kBegin = "-----BEGIN ";
    constexpr std::string_view kEnd = "-----END ";
    if (text.compare(at, kBegin.size(), kBegin) != 0) return {};
    const std::size_t headEnd = text.find("-----", at + kBegin.size());
    const std::string_view head = text.substr(at, headEnd == std::string_view::npos ? headEnd : headEnd - at);
    if (head.find("PRIVATE KEY") == std::string_view::npos) return {};
    const std::size_t tail = text.find(kEnd, at);
    if (tail == std::string_view::npos) return {0, text.size() - at, "private keys"};
    const std::size_t close = text.find("-----", tail + kEnd.size());
    const std::size_t end = close == std::string_view::npos ? text.size() : close + 5;
    return {0, end - at, "private keys"};
}

bool isValueEnd(char c) {
    return isBlank(c) || c == '\n' || c == '\r' || c == '"' || c == '\'' || c == '&' || c == ';' ||
           c == ',' || c == '}' || c == ']' || c == '/' || c == '<' || c == '\\';
}

std::size_t valueEnd(std::string_view text, std::size_t at) {
    while (at < text.size() && !isValueEnd(text[at])) ++at;
    return at;
}

/// "Bearer VALUE", "Basic VALUE".
Finding authorization(std::string_view text, std::size_t at) {
    constexpr std::size_t kLeast = 8;
    for (const std::string_view scheme : {std::string_view("bearer"), std::string_view("basic")}) {
        if (!startsAt(text, at, scheme)) continue;
        std::size_t value = at + scheme.size();
        const std::size_t blanks = run(text, value, isBlank);
        value += blanks;
        if (text.compare(value, 3, "%20") == 0) value += 3;
        const auto isValue = [](char c) { return isTokenChar(c) || c == '/'; };
        const std::size_t length = run(text, value, isValue);
        const std::string_view token = text.substr(value, length);
        const bool hasOdd = std::any_of(token.begin(), token.end(),
                                        [](char c) { return isDigit(c) || isUpper(c) || c == '='; });
        if (value > at + scheme.size() && length >= kLeast && hasOdd)
            return {value - at, length, "authorization values"};
    }
    return {};
}

/// The end of what stands between quotes, escaped ones left out; or of a whole line.
std::size_t wholeEnd(std::string_view text, std::size_t at, bool isQuoted) {
    while (at < text.size() && text[at] != '\n' && text[at] != '\r' && !(isQuoted && text[at] == '"')) {
        at += text[at] == '\\' && at + 1 < text.size() ? 2U : 1U;
    }
    return std::min(at, text.size());
}

/// A name of something secret, and its value: `password=x`, `"token": "x"`, `Cookie: a=b; c=d`.
Finding namedValue(std::string_view text, std::size_t at) {
    const auto name = std::find_if(kSecretNames.begin(), kSecretNames.end(),
                                   [&](std::string_view n) { return startsAt(text, at, n); });
    if (name == kSecretNames.end()) return {};
    constexpr std::size_t kMostName = 64;
    std::size_t value = at + name->size();
    const auto isNameChar = [](char c) { return isAlnum(c) || c == '_' || c == '-'; };
    value += run(text, value, isNameChar, kMostName);
    const auto isBetween = [](char c) { return isBlank(c) || c == '"' || c == '\'' || c == '\\'; };
    value += run(text, value, isBetween, kMostName);
    if (value >= text.size() || (text[value] != '=' && text[value] != ':')) return {};
    ++value;
    const std::size_t between = run(text, value, isBetween, kMostName);
    const bool isQuoted = text.substr(value, between).find('"') != std::string_view::npos;
    value += between;
    const bool isWhole = isQuoted || *name == "cookie" || *name == "authorization";
    const std::size_t end = isWhole ? wholeEnd(text, value, isQuoted) : valueEnd(text, value);
    if (end <= value || text.compare(value, 9, "[removed:") == 0) return {};
    return {value - at, end - value, *name == "cookie" ? "cookies" : "passwords and tokens"};
}

/// "://USER:PASSWORD@".
Finding userInfo(std::string_view text, std::size_t at) {
    if (text.compare(at, 3, "://") != 0) return {};
    const auto isAuthority = [](char c) {
        return !isBlank(c) && c != '/' && c != '?' && c != '#' && c != '"' && c != '\n';
    };
    const std::string_view authority = text.substr(at + 3, run(text, at + 3, isAuthority));
    const std::size_t sign = authority.rfind('@');
    if (sign == std::string_view::npos || sign == 0) return {};
    return {3, sign, "user information"};
}

/// A value of a query: its key stays.
Finding queryValue(std::string_view text, std::size_t at) {
    if (text[at] != '?' && text[at] != '&') return {};
    const auto isKey = [](char c) { return isAlnum(c) || c == '_' || c == '-' || c == '.' || c == '%'; };
    const std::size_t key = run(text, at + 1, isKey);
    const std::size_t value = at + 1 + key;
    if (key == 0 || value >= text.size() || text[value] != '=') return {};
    const auto isValue = [](char c) { return !isBlank(c) && c != '&' && c != '"' && c != '\n' && c != '#'; };
    const std::size_t length = run(text, value + 1, isValue);
    if (length == 0) return {};
    return {value + 1 - at, length, "query values"};
}

/// 40 letters and digits, "/" and "+" among them: an AWS secret key.
Finding secretKey(std::string_view text, std::size_t at) {
    constexpr std::size_t kLength = 40;
    const auto isKey = [](char c) { return isAlnum(c) || c == '/' || c == '+'; };
    if (run(text, at, isKey, kLength + 1) != kLength) return {};
    const std::string_view key = text.substr(at, kLength);
    const auto count = [&](bool (*is)(char)) { return std::count_if(key.begin(), key.end(), is); };
    const bool isMixed = count(isUpper) >= 4 && count(isLower) >= 4 && count(isDigit) >= 1;
    if (!isMixed || std::count(key.begin(), key.end(), '/') > 5) return {};
    return {0, kLength, "AWS secret keys"};
}

/// Two letters as one small number; upper and lower case are the same.
std::size_t pairOf(char first, char second) {
    return (static_cast<std::size_t>(first & 31) << 5U) | static_cast<std::size_t>(second & 31);
}

/// Which two letters a secret's name begins with: most of a text is passed over by one look at this.
bool beginsName(std::string_view text, std::size_t at) {
    static const auto pairs = [] {
        std::array<bool, 1024> out{};
        for (const std::string_view name : kSecretNames) out[pairOf(name[0], name[1])] = true;
        return out;
    }();
    return at + 1 < text.size() && pairs[pairOf(text[at], text[at + 1])];
}

Finding byFirstLetter(std::string_view text, std::size_t at) {
    switch (text[at]) {
        case '-':
            return privateKey(text, at);
        case ':':
            return userInfo(text, at);
        case '?':
        case '&':
            return queryValue(text, at);
        default:
            return beginsName(text, at) ? namedValue(text, at) : Finding{};
    }
}

Finding findAt(std::string_view text, std::size_t at) {
    if (const Finding found = byFirstLetter(text, at); found.length > 0) return found;
    if (at > 0 && isAlnum(text[at - 1])) return {};
    if (const Finding found = knownShape(text, at); found.length > 0) return found;
    if (const Finding found = authorization(text, at); found.length > 0) return found;
    if (const Finding found = secretKey(text, at); found.length > 0) return found;
    const bool isTokenStart = at == 0 || !isTokenChar(text[at - 1]);
    const std::size_t length = isTokenStart ? run(text, at, isTokenChar) : 0;
    if (looksRandom(text.substr(at, length))) return {0, length, "random values"};
    return {};
}

}  // namespace

namespace {

constexpr std::size_t kShort = 16;
constexpr std::size_t kUuid = 36;

/// Whether a word of so many letters is more than a name, a number or a plain id.
bool isSuspicious(std::string_view word) {
    if (word.size() > kUuid) return true;
    const bool hasUpper = std::any_of(word.begin(), word.end(), isUpper);
    const bool hasDigit = std::any_of(word.begin(), word.end(), isDigit);
    return hasUpper || (hasDigit && word.find('_') != std::string_view::npos);
}

}  // namespace

// Looks at every sixteenth letter or so: a word that is long enough can't hide between two of them.
bool mayHoldSecret(std::string_view text) {
    for (const char hint : {'=', '@', ' '})
        if (text.find(hint) != std::string_view::npos) return true;
    for (std::size_t at = 0; at + kShort <= text.size();) {
        std::size_t end = at + kShort;
        while (end > at && isTokenChar(text[end - 1])) --end;
        if (end > at) {
            at = end;
            continue;
        }
        end = at + kShort;
        while (end < text.size() && isTokenChar(text[end])) ++end;
        if (isSuspicious(text.substr(at, end - at))) return true;
        at = end;
    }
    return false;
}

std::string Redaction::replacement(const char* kind) {
    ++m_removed[kind];
    return std::string("[removed: ") + kind + "]";
}

std::string Redaction::text(std::string_view raw) {
    std::string out;
    out.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size();) {
        const Finding found = findAt(raw, at);
        if (found.length == 0) {
            out += raw[at++];
            continue;
        }
        out += raw.substr(at, found.skip);
        out += replacement(found.kind);
        at += found.skip + found.length;
    }
    return out;
}

std::string Redaction::path(std::string_view raw) {
    const std::size_t query = raw.find('?');
    std::string out = text(raw.substr(0, query));
    if (query != std::string_view::npos) replacement("query values");
    return out;
}

}  // namespace binnacle
