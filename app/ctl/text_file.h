// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"

#include <string>

namespace binnacle {

/// A file's text, at most 1 MiB; "-" is standard input. Errors name the file.
Result<std::string> readTextFile(const std::string& file);

/// What people call it: the file's name, or "standard input".
std::string textFileName(const std::string& file);

}  // namespace binnacle
