// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace binnacle::bench {

/// Access log messages as sidecars send them: entries of some 515 to 634 bytes, `entries` to a message,
/// stamped now.
std::vector<std::string> messages(std::size_t count, std::size_t entries);

/// The first message of a stream: the node with as much identification as Envoy 1.40 sends (48 kB), and no
/// entry.
std::string identification(const std::string& node, const std::string& cluster);

}  // namespace binnacle::bench
