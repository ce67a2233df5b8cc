// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"

#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

enum class DiffKind { proxies, resource, same, removed, added, skipped };

/// One line of a diff, without its sign.
struct DiffLine {
    DiffKind kind = DiffKind::same;
    std::string text;

    bool operator==(const DiffLine&) const = default;
};

/// The lines of `before` and `after` with what they share, by the longest common subsequence; long stretches
/// that are the same are skipped, `context` lines beside a difference are kept.
std::vector<DiffLine> lineDiff(std::string_view before, std::string_view after, std::size_t context = 2);

/// A plan's native writes as one diff: under the proxies they go to; proxies that get the very same are told
/// together.
std::vector<DiffLine> nativeDiff(const std::vector<NativeChange>& changes);

/// The sign a line starts with: "- ", "+ " or two spaces; none for headings.
std::string_view diffSign(DiffKind kind);

}  // namespace binnacle
