// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace binnacle {

enum class Align { left, right };
enum class Ink { plain, dim, bad, good };

struct Cell {
    std::string text;
    Ink ink = Ink::plain;
};

/// Rows under a header, aligned in columns two spaces apart, for a terminal. Text from the mesh loses
/// whatever could steer a terminal. Colour only when asked for. Not for machines: they get JSON.
class Table {
  public:
    struct Column {
        std::string title;
        Align align = Align::left;
    };

    explicit Table(std::vector<Column> columns);
    void add(std::vector<Cell> row);
    bool isEmpty() const { return m_rows.empty(); }
    std::string text(bool inColour) const;

  private:
    std::vector<Column> m_columns;
    std::vector<std::vector<Cell>> m_rows;
};

/// Text from outside in one line, with everything that could steer a terminal made visible.
std::string terminalText(const std::string& raw);
/// Several lines, each made safe.
std::string terminalLines(const std::string& raw);

}  // namespace binnacle
