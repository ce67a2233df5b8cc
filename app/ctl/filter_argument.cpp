// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/filter_argument.h"

#include "app/ctl/table.h"
#include "models/core/filter/filter.h"

#include <algorithm>

namespace binnacle {

Result<void> checkFilter(const std::string& filter) {
    const auto parsed = Filter::parse(filter);
    if (parsed) return {};
    const std::size_t offset = std::min(filterErrorOffset(parsed.error()), filter.size());
    // Code points before the mistake, so that the caret stands under it.
    const auto column =
        std::count_if(filter.begin(), filter.begin() + static_cast<std::ptrdiff_t>(offset),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    return failure(ErrorCode::invalid, "--filter",
                   parsed.error().detail + ", at position " + std::to_string(offset + 1) + "\n  " +
                       terminalText(filter) + "\n  " + std::string(static_cast<std::size_t>(column), ' ') +
                       "^");
}

}  // namespace binnacle
