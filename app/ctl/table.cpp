// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/table.h"

#include "models/core/base/text.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace binnacle {
namespace {

constexpr std::size_t kCellBytes = 4096;
constexpr std::string_view kReset = "\x1b[0m";

std::string_view escapeOf(Ink ink) {
    switch (ink) {
        case Ink::plain:
            return "";
        case Ink::dim:
            return "\x1b[2m";
        case Ink::bad:
            return "\x1b[31m";
        case Ink::good:
            return "\x1b[32m";
    }
    return "";
}

// Code points, not bytes: "µs" is two wide.
std::size_t widthOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width, Align align, bool isLast) {
    const std::size_t length = widthOf(text);
    const std::string gap(width > length ? width - length : 0, ' ');
    if (align == Align::right) return gap + text;
    return isLast ? text : text + gap;
}

std::string painted(const std::string& text, std::string_view escape, bool inColour) {
    if (!inColour || escape.empty()) return text;
    return std::string(escape) + text + std::string(kReset);
}

}  // namespace

Table::Table(std::vector<Column> columns) : m_columns(std::move(columns)) {}

void Table::add(std::vector<Cell> row) {
    row.resize(m_columns.size());
    for (Cell& cell : row) cell.text = terminalText(cell.text);
    m_rows.push_back(std::move(row));
}

std::string Table::text(bool inColour) const {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        std::size_t width = widthOf(m_columns[i].title);
        for (const auto& row : m_rows) width = std::max(width, widthOf(row[i].text));
        widths.push_back(width);
    }
    std::string out;
    const auto line = [&](const auto& cellAt) {
        for (std::size_t i = 0; i < m_columns.size(); ++i) {
            const auto [text, escape] = cellAt(i);
            const bool isLast = i + 1 == m_columns.size();
            out += painted(padded(text, widths[i], m_columns[i].align, isLast), escape, inColour);
            out += isLast ? "\n" : "  ";
        }
    };
    constexpr std::string_view kBold = "\x1b[1m";
    line([&](std::size_t i) { return std::pair(m_columns[i].title, kBold); });
    for (const auto& row : m_rows)
        line([&](std::size_t i) { return std::pair(row[i].text, escapeOf(row[i].ink)); });
    return out;
}

std::string terminalText(const std::string& raw) {
    return safeText(raw, kCellBytes);
}

std::string terminalLines(const std::string& raw) {
    std::string out;
    std::size_t from = 0;
    while (from <= raw.size()) {
        const std::size_t end = std::min(raw.find('\n', from), raw.size());
        out += safeText(std::string_view(raw).substr(from, end - from), kCellBytes);
        if (end == raw.size()) break;
        out += '\n';
        from = end + 1;
    }
    return out;
}

}  // namespace binnacle
