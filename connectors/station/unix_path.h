// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <sys/un.h>
#include <string>

namespace binnacle {

/// A path as a socket address; the system allows about a hundred bytes, and a longer one is an Error that
/// says so.
Result<sockaddr_un> unixAddress(const std::string& path);

/// Whether somebody accepts connections at `path` now.
bool answersAt(const std::string& path);

}  // namespace binnacle
