// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"

#include <vector>

namespace binnacle {

/// What is wrong or risky in the shape of intents, whatever the control plane: weights that sum to 0, one
/// subset or one intent twice, limits of 0. References and capabilities are the control plane's to judge
/// (ControlPlane::plan). Any thread.
std::vector<Problem> validate(const std::vector<Intent>& intents);

bool hasError(const std::vector<Problem>& problems);

}  // namespace binnacle
