// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace binnacle {

/// What an Envoy's bootstrap needs in addition, as commented YAML, to take telemetry and policy from the
/// station at `address` ("127.0.0.1:18760") beside any configuration it already has. The access logger, which
/// belongs into each connection manager, stands in the comments (docs/adopt.md).
std::string adoptionText(const std::string& address);

}  // namespace binnacle
