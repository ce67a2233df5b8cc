// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <string>

namespace binnacle {

/// Checks --filter before anything is asked; the Error shows the expression with a caret under the mistake.
Result<void> checkFilter(const std::string& filter);

}  // namespace binnacle
