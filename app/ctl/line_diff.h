// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace binnacle {

/// Two texts line by line, each line indented and marked "- " (only before), "+ " (only after) or "  "
/// (both). Lines far from any difference are left out. Texts too long to compare are shown whole, one after
/// the other.
std::string lineDiff(const std::string& before, const std::string& after);

}  // namespace binnacle
