// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/session.h"

#include <variant>

namespace binnacle {

/// A command and its options.
struct Invocation {
    CtlOptions options;
    int (*run)(Session&) = nullptr;
};

/// What to run, or the exit code after what was to be said was said (--help, --version, a usage error).
std::variant<Invocation, int> parseCommandLine(int argc, const char* const* argv);

}  // namespace binnacle
