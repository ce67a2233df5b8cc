// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// One response flag of an access log: bit position is our own index into responseFlags(). Names and meanings
/// are those of Envoy's access log documentation ("%RESPONSE_FLAGS%").
struct ResponseFlag {
    std::string_view name;     ///< "UO"
    std::string_view meaning;  ///< "rejected by the circuit breaker (upstream overflow)"
};

/// All known flags; the index is the bit in Entry::flags. The order is that of the fields of
/// envoy.data.accesslog.v3.ResponseFlags: bit i is field number i + 1 (unauthorized_details, field 13, is
/// "UAEX").
const std::vector<ResponseFlag>& responseFlags();
std::optional<std::uint8_t> responseFlagByName(std::string_view name);
/// "UO,URX" of a set of flags, in bit order.
std::string responseFlagNames(std::uint64_t flags);

/// Whether a request counts as an error: status >= 500, or no status at all together with a flag that says it
/// failed (HTTP); for TCP, a flag that says the connection failed.
bool isError(std::uint16_t status, std::uint64_t flags);

}  // namespace binnacle
