// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace binnacle {

/// What `binnacle` was asked to do. A plain value.
struct DesktopOptions {
    std::string socket;  ///< empty: a station of our own, started and stopped with the window
    std::string open;    ///< snapshot to look at, in place of a station
    std::string report;  ///< file to write a report to; empty: show the window
    std::optional<std::chrono::milliseconds> window;  ///< of the report; unset: the usual one
    std::string screenshot;                           ///< file to draw one view to; empty: show the window
    std::string view = "map";
    std::string theme;  ///< "light", "dark", or empty for what the settings say
    bool isMeasuring = false;
};

/// The options, or the exit code where nothing is left to do (--help, --version, a mistake). Needs no
/// display.
std::variant<DesktopOptions, int> parseOptions(int argc, char** argv);

}  // namespace binnacle
