// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/native_diff.h"

#include <algorithm>
#include <map>

namespace binnacle {

namespace {

/// Above this many line pairs the common subsequence costs more than it tells: all old lines, then all new
/// ones.
constexpr std::size_t kMostPairs = 250'000;

std::vector<std::string> linesOf(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

/// length[i][j]: of the longest common subsequence of old[i..] and fresh[j..], row by row.
std::vector<std::size_t> commonLengths(const std::vector<std::string>& old,
                                       const std::vector<std::string>& fresh) {
    const std::size_t width = fresh.size() + 1;
    std::vector<std::size_t> length((old.size() + 1) * width, 0);
    for (std::size_t i = old.size(); i-- > 0;) {
        for (std::size_t j = fresh.size(); j-- > 0;) {
            length[i * width + j] = old[i] == fresh[j]
                                        ? length[(i + 1) * width + j + 1] + 1
                                        : std::max(length[(i + 1) * width + j], length[i * width + j + 1]);
        }
    }
    return length;
}

std::vector<DiffLine> fullDiff(const std::vector<std::string>& old, const std::vector<std::string>& fresh) {
    std::vector<DiffLine> lines;
    std::size_t i = 0;
    std::size_t j = 0;
    if (old.size() * fresh.size() <= kMostPairs) {
        const std::size_t width = fresh.size() + 1;
        const auto length = commonLengths(old, fresh);
        while (i < old.size() && j < fresh.size()) {
            if (old[i] == fresh[j]) {
                lines.push_back({DiffKind::same, old[i]});
                ++i;
                ++j;
            } else if (length[(i + 1) * width + j] >= length[i * width + j + 1]) {
                lines.push_back({DiffKind::removed, old[i++]});
            } else {
                lines.push_back({DiffKind::added, fresh[j++]});
            }
        }
    }
    while (i < old.size()) lines.push_back({DiffKind::removed, old[i++]});
    while (j < fresh.size()) lines.push_back({DiffKind::added, fresh[j++]});
    return lines;
}

bool isNearDifference(const std::vector<DiffLine>& lines, std::size_t at, std::size_t context) {
    const std::size_t from = at - std::min(at, context);
    const std::size_t to = std::min(lines.size(), at + context + 1);
    for (std::size_t i = from; i < to; ++i) {
        if (lines[i].kind != DiffKind::same) return true;
    }
    return false;
}

std::string heading(const std::vector<std::string>& proxies) {
    std::string names;
    for (const std::string& proxy : proxies) names += (names.empty() ? "" : ", ") + proxy;
    if (proxies.size() == 1) return names;
    return std::to_string(proxies.size()) + " proxies: " + names;
}

}  // namespace

std::vector<DiffLine> lineDiff(std::string_view before, std::string_view after, std::size_t context) {
    const auto all = fullDiff(linesOf(before), linesOf(after));
    std::vector<DiffLine> shown;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (isNearDifference(all, i, context)) {
            shown.push_back(all[i]);
        } else if (shown.empty() || shown.back().kind != DiffKind::skipped) {
            shown.push_back({DiffKind::skipped, "…"});
        }
    }
    return shown;
}

std::vector<DiffLine> nativeDiff(const std::vector<NativeChange>& changes) {
    std::map<std::string, std::vector<DiffLine>> byProxy;
    for (const NativeChange& change : changes) {
        auto& lines = byProxy[change.proxy];
        lines.push_back({DiffKind::resource, change.resource});
        const auto diff = lineDiff(change.before, change.after);
        lines.insert(lines.end(), diff.begin(), diff.end());
    }
    std::vector<std::pair<std::vector<std::string>, std::vector<DiffLine>>> groups;
    for (auto& [proxy, lines] : byProxy) {
        const auto same = std::find_if(groups.begin(), groups.end(),
                                       [&lines = lines](const auto& group) { return group.second == lines; });
        if (same != groups.end()) {
            same->first.push_back(proxy);
        } else {
            groups.push_back({{proxy}, std::move(lines)});
        }
    }
    std::vector<DiffLine> all;
    for (const auto& [proxies, lines] : groups) {
        all.push_back({DiffKind::proxies, heading(proxies)});
        all.insert(all.end(), lines.begin(), lines.end());
    }
    return all;
}

std::string_view diffSign(DiffKind kind) {
    switch (kind) {
        case DiffKind::removed:
            return "- ";
        case DiffKind::added:
            return "+ ";
        case DiffKind::same:
        case DiffKind::skipped:
            return "  ";
        case DiffKind::proxies:
        case DiffKind::resource:
            return "";
    }
    return "";
}

}  // namespace binnacle
