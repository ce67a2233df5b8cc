// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/options.h"

#include <CLI/CLI.hpp>

namespace binnacle {
namespace {

constexpr int kUsageError = 2;

}  // namespace

std::variant<DesktopOptions, int> parseOptions(int argc, char** argv) {
    DesktopOptions options;
    CLI::App app("The instrument panel of a service mesh.", "binnacle");
    app.set_version_flag("--version", "binnacle " BINNACLE_VERSION);
    app.add_option("--socket", options.socket,
                   "Socket of a running station; without it, one is started and stopped");
    app.add_option("--screenshot", options.screenshot, "Draw one view to this PNG file and end");
    app.add_option("--view", options.view, "What to draw")
        ->check(CLI::IsMember({"map", "latency", "policy", "requests"}))
        ->capture_default_str();
    app.add_option("--theme", options.theme, "For this run only")->check(CLI::IsMember({"light", "dark"}));
    app.add_flag(
        "--measure", options.isMeasuring,
        "Tell on standard error, at the end, how late pictures were and how long the window was busy");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsageError;
    }
    return options;
}

}  // namespace binnacle
