// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace binnacle {

/// Text from outside made safe to keep and show: valid UTF-8 (each bad byte becomes U+FFFD), control and
/// bidirectional format characters made visible (U+FFFD), at most `maxBytes` cut on a character boundary with
/// "…" as the last one. Any thread.
std::string safeText(std::string_view raw, std::size_t maxBytes);

/// Whether safeText() would leave it as it is but for the length: printable ASCII only. Fast.
bool isPlainText(std::string_view text);

}  // namespace binnacle
