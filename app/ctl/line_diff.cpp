// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/line_diff.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <vector>

namespace binnacle {
namespace {

constexpr std::size_t kComparable = 2000;  // lines; the table below is their product
constexpr std::size_t kContext = 3;

struct Line {
    char mark;
    std::string text;
};

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<Line> wholly(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    std::vector<Line> out;
    for (const std::string& line : before) out.push_back({'-', line});
    for (const std::string& line : after) out.push_back({'+', line});
    return out;
}

// By the longest common subsequence.
std::vector<Line> compared(const std::vector<std::string>& before, const std::vector<std::string>& after) {
    const std::size_t columns = after.size() + 1;
    std::vector<std::uint16_t> common((before.size() + 1) * columns);
    for (std::size_t i = before.size(); i-- > 0;)
        for (std::size_t j = after.size(); j-- > 0;)
            common[i * columns + j] =
                before[i] == after[j] ? static_cast<std::uint16_t>(common[(i + 1) * columns + j + 1] + 1)
                                      : std::max(common[(i + 1) * columns + j], common[i * columns + j + 1]);
    std::vector<Line> out;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        if (i < before.size() && j < after.size() && before[i] == after[j]) {
            out.push_back({' ', before[i++]});
            ++j;
        } else if (j == after.size() ||
                   (i < before.size() && common[(i + 1) * columns + j] >= common[i * columns + j + 1])) {
            out.push_back({'-', before[i++]});
        } else {
            out.push_back({'+', after[j++]});
        }
    }
    return out;
}

bool isNearChange(const std::vector<Line>& lines, std::size_t at) {
    const std::size_t first = at > kContext ? at - kContext : 0;
    const std::size_t last = std::min(at + kContext, lines.size() - 1);
    for (std::size_t i = first; i <= last; ++i)
        if (lines[i].mark != ' ') return true;
    return false;
}

}  // namespace

std::string lineDiff(const std::string& before, const std::string& after) {
    const auto old = linesOf(before);
    const auto fresh = linesOf(after);
    const bool isComparable = old.size() <= kComparable && fresh.size() <= kComparable;
    const std::vector<Line> lines = isComparable ? compared(old, fresh) : wholly(old, fresh);
    std::string out;
    bool isGap = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!isNearChange(lines, i)) {
            if (!isGap) out += "    ...\n";
            isGap = true;
            continue;
        }
        isGap = false;
        out += std::string("  ") + lines[i].mark + ' ' + lines[i].text + '\n';
    }
    return out;
}

}  // namespace binnacle
