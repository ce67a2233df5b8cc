// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/options.h"

#include "app/daemon/versions.h"
#include "connectors/station/station_client.h"

#include <pwd.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>

namespace binnacle {
namespace {

constexpr int kUsage = 2;

std::string home() {
    if (const char* named = std::getenv("HOME"); named != nullptr && *named == '/') return named;
    const passwd* user = getpwuid(getuid());
    return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : "/";
}

}  // namespace

std::string defaultDataFolder() {
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && *state == '/') return std::string(state) + "/binnacle";
    return home() + "/.local/share/binnacle";
}

std::variant<DaemonOptions, int> parseOptions(int argc, char** argv) {
    DaemonOptions options;
    options.socket = defaultStationSocket();
    options.data = defaultDataFolder();
    CLI::App cli(
        "The station of Binnacle: takes what proxies report, serves it to consoles, and gives proxies "
        "policy.",
        "binnacled");
    cli.add_option("--listen", options.listen,
                   "Address and port for proxies: access logs, metrics and xDS; port 0 picks one")
        ->capture_default_str()
        ->type_name("HOST:PORT");
    cli.add_option("--socket", options.socket, "Unix socket for consoles")
        ->capture_default_str()
        ->type_name("PATH");
    cli.add_option("--data", options.data, "Folder of the audit trail")
        ->capture_default_str()
        ->type_name("DIR");
    cli.add_option("--config", options.config, "Mesh file; without one, proxies are served as overlay only")
        ->type_name("FILE");
    cli.add_flag("--read-only", options.readOnly, "Refuse every change of policy");
    cli.add_flag("--insecure-i-know", options.allowInsecure,
                 "Allow --listen on plaintext beyond this machine");
    cli.set_version_flag("--version", versionText());
    cli.footer(
        "Ready is told by sd_notify and by one line on standard error.\n"
        "SIGTERM and SIGINT end it; proxies go on with what they have.");
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& stop) {
        return cli.exit(stop) == 0 ? 0 : kUsage;
    }
    return options;
}

}  // namespace binnacle
