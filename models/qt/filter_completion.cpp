// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/filter_completion.h"

#include "models/core/filter/filter.h"
#include "models/qt/format.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

enum class Part { word, symbol, bracket, quoted };

struct Token {
    Part part = Part::word;
    qsizetype from = 0;
    QString text;
};

QString toText(std::string_view view) {
    return text(std::string(view));
}

Part partOf(QChar c) {
    if (c == u'(' || c == u')' || c == u',') return Part::bracket;
    return u"=!<>~"_s.contains(c) ? Part::symbol : Part::word;
}

Token quotedFrom(const QString& all, qsizetype from) {
    const qsizetype end = all.indexOf(all.at(from), from + 1);
    return {Part::quoted, from, end < 0 ? all.mid(from) : all.mid(from, end - from + 1)};
}

std::vector<Token> tokens(const QString& all) {
    std::vector<Token> found;
    for (qsizetype at = 0; at < all.size();) {
        const QChar c = all.at(at);
        if (c.isSpace()) {
            ++at;
            continue;
        }
        Token token{partOf(c), at, {}};
        if (c == u'"' || c == u'\'') {
            token = quotedFrom(all, at);
        } else if (token.part == Part::bracket) {
            token.text = c;
        } else {
            while (at < all.size() && !all.at(at).isSpace() && partOf(all.at(at)) == token.part) {
                token.text += all.at(at++);
            }
        }
        at = token.from + token.text.size();
        found.push_back(token);
    }
    return found;
}

const FilterField* fieldOf(const QString& name) {
    for (const FilterField& field : filterFields()) {
        if (name.compare(toText(field.name), Qt::CaseInsensitive) == 0) return &field;
    }
    return nullptr;
}

enum class Expect { field, comparison, value, joint };

/// What the grammar expects after `before`, and of which field.
struct State {
    Expect expect = Expect::field;
    const FilterField* field = nullptr;
    bool isInList = false;
};

State after(State state, const Token& token) {
    if (token.text == u"("_s) {
        state.isInList = state.expect == Expect::value;
        return state;
    }
    if (token.text == u")"_s) return {Expect::joint, nullptr, false};
    if (token.text == u","_s) return {Expect::value, state.field, state.isInList};
    switch (state.expect) {
        case Expect::field:
            if (token.text == u"not"_s) return state;
            return {Expect::comparison, fieldOf(token.text), false};
        case Expect::comparison:
            return {Expect::value, state.field, false};
        case Expect::value:
            if (state.isInList) return state;
            return {Expect::joint, nullptr, false};
        case Expect::joint:
            return {Expect::field, nullptr, false};
    }
    return state;
}

QStringList fieldNames() {
    QStringList names;
    for (const FilterField& field : filterFields()) names << toText(field.name);
    return names << u"not"_s;
}

QStringList candidatesFor(const State& state, const QStringList& names) {
    QStringList candidates;
    switch (state.expect) {
        case Expect::field:
            return fieldNames();
        case Expect::joint:
            return {u"and"_s, u"or"_s};
        case Expect::comparison:
            if (state.field == nullptr) return {u"="_s, u"!="_s};
            for (const std::string_view each : state.field->operators) candidates << toText(each);
            return candidates;
        case Expect::value:
            if (state.field == nullptr) return names;
            for (const std::string_view each : state.field->values) candidates << toText(each);
            if (candidates.isEmpty() && state.field->kind == FilterValueKind::text) candidates = names;
            return candidates;
    }
    return candidates;
}

}  // namespace

FilterCompletion completeFilter(const QString& text, qsizetype cursor, const QStringList& names) {
    const QString before = text.left(std::clamp<qsizetype>(cursor, 0, text.size()));
    std::vector<Token> read = tokens(before);
    FilterCompletion completion{before.size(), 0, {}};
    QString begun;
    const bool isInWord = !read.empty() && !before.back().isSpace() && read.back().part != Part::bracket;
    if (isInWord) {
        begun = read.back().text;
        completion.from = read.back().from;
        completion.length = begun.size();
        // After an operator the value follows at once: "status=" asks for a value.
        const bool isWholeSymbol = read.back().part == Part::symbol;
        if (isWholeSymbol) {
            begun.clear();
            completion = {before.size(), 0, {}};
        } else {
            read.pop_back();
        }
    }
    State state;
    for (const Token& token : read) state = after(state, token);
    for (const QString& each : candidatesFor(state, names)) {
        if (each.startsWith(begun, Qt::CaseInsensitive) && each != begun) completion.candidates << each;
    }
    return completion;
}

FilterErrorPlace filterErrorPlace(const QString& text, std::size_t offset) {
    if (text.isEmpty()) return {};
    const QByteArray bytes =
        text.toUtf8().left(static_cast<qsizetype>(std::min<std::size_t>(offset, 1U << 20U)));
    qsizetype from = QString::fromUtf8(bytes).size();
    // A mistake at the end is the missing rest of the last word.
    if (from >= text.size()) from = text.size() - 1;
    qsizetype end = from;
    while (end < text.size() && !text.at(end).isSpace()) ++end;
    return {from, std::max<qsizetype>(1, end - from)};
}

}  // namespace binnacle
