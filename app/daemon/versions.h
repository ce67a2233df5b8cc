// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace binnacle {

/// "0.1.0"
std::string appVersion();
/// What --version prints: the program's version and those of the libraries it runs on.
std::string versionText();

}  // namespace binnacle
