// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/entry.h"

#include <string_view>

namespace binnacle {

/// A protocol in one word, as the filter language and the command line write it: "http1", "tcp". Not for
/// screens, which have their own spelling. Any thread.
std::string_view protocolName(Protocol protocol);

}  // namespace binnacle
