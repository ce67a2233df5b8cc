// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/options.h"

#include "models/core/policy/intent_yaml.h"

#include <CLI/CLI.hpp>

namespace binnacle {
namespace {

constexpr int kUsageError = 2;

std::string checkReport(const std::string& path) {
    for (const std::string_view ending : {".html", ".pdf", ".md"}) {
        if (path.size() > ending.size() && path.ends_with(ending)) return {};
    }
    return "its name must end in .html, .pdf or .md";
}

std::string checkWindow(const std::string& text) {
    const auto window = parseDuration(text);
    return window && window->count() > 0 ? "" : "not a length of time, such as 15m";
}

void addIncidentOptions(CLI::App& app, DesktopOptions& options) {
    CLI::Option* socket = app.get_option("--socket");
    app.add_option("--open,snapshot", options.open, "Look at this snapshot")->excludes(socket);
    CLI::Option* report =
        app.add_option("--report", options.report, "Write a report (.html, .pdf or .md) to this file and end")
            ->check(checkReport);
    app.add_option_function<std::string>(
           "--window", [&options](const std::string& text) { options.window = parseDuration(text).value(); },
           "What the report is about, such as 15m; without it, all of a snapshot, or the last 15 minutes")
        ->needs(report)
        ->check(checkWindow);
}

}  // namespace

std::variant<DesktopOptions, int> parseOptions(int argc, char** argv) {
    DesktopOptions options;
    CLI::App app("The instrument panel of a service mesh.", "binnacle");
    app.set_version_flag("--version", "binnacle " BINNACLE_VERSION);
    app.add_option("--socket", options.socket,
                   "Socket of a running station; without it, one is started and stopped");
    addIncidentOptions(app, options);
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
