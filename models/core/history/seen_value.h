// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/topology_frame.h"

#include <string>

namespace binnacle {

/// "12.4", "0.05": three digits that count, in the same way everywhere and in any locale.
std::string shortNumber(double value);

/// What a rule saw of a call, in the words of its condition: "error_ratio 12.4 %, p99 310 ms" for the fields
/// of whole calls that `when` names, "17 requests" where it names none. Any thread.
std::string seenValue(const std::string& when, const EdgeStats& stats, double seconds);

}  // namespace binnacle
