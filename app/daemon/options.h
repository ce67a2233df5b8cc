// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

namespace binnacle {

/// What the command line of binnacled says.
struct DaemonOptions {
    std::string listen = "127.0.0.1:18760";
    std::string socket;  ///< console API
    std::string data;    ///< folder of the audit trail
    std::string config;  ///< mesh file; empty: none
    bool readOnly = false;
    bool allowInsecure = false;
};

/// The options, or the exit code after what was to be said was said (--help, --version, a usage error).
std::variant<DaemonOptions, int> parseOptions(int argc, char** argv);

/// $XDG_STATE_HOME/binnacle, else ~/.local/share/binnacle.
std::string defaultDataFolder();

}  // namespace binnacle
