// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/options.h"

#include "app/daemon/versions.h"
#include "connectors/station/station_client.h"

#include <pwd.h>
#include <unistd.h>
#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string_view>

namespace binnacle {
namespace {

constexpr int kUsage = 2;

std::string home() {
    if (const char* named = std::getenv("HOME"); named != nullptr && *named == '/') return named;
    const passwd* user = getpwuid(getuid());
    return user != nullptr && user->pw_dir != nullptr ? user->pw_dir : "/";
}

/// "10GiB", "500MiB": whole bytes, at least 64 MiB, below which a history keeps next to nothing.
std::string readSize(const std::string& text, std::uint64_t& bytes) {
    constexpr std::uint64_t kLeast = 64U << 20U;
    constexpr std::uint64_t kMost = std::uint64_t{1} << 50U;
    static const std::map<std::string_view, unsigned> kUnits{{"", 0},     {"B", 0},    {"KiB", 10},
                                                             {"MiB", 20}, {"GiB", 30}, {"TiB", 40}};
    std::uint64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto unit = kUnits.find(std::string_view(end, text.data() + text.size()));
    if (error != std::errc() || unit == kUnits.end())
        return "'" + text + "' is not a size; write 10GiB or 500MiB";
    if (count > (kMost >> unit->second) || (count << unit->second) < kLeast)
        return "'" + text + "' is out of range; 64MiB to 1024TiB";
    bytes = count << unit->second;
    return "";
}

/// "24h", "7d": whole minutes, hours or days.
std::string readAge(const std::string& text, Duration& age) {
    static const std::map<std::string_view, std::int64_t> kUnits{{"m", 1}, {"h", 60}, {"d", 24 * 60}};
    constexpr std::int64_t kMostMinutes = 24LL * 60 * 366;
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const auto unit = kUnits.find(std::string_view(end, text.data() + text.size()));
    if (error != std::errc() || unit == kUnits.end()) return "'" + text + "' is not an age; write 24h or 7d";
    if (count < 1 || count > kMostMinutes / unit->second) return "'" + text + "' is out of range; 1m to 366d";
    age = std::chrono::minutes(count * unit->second);
    return "";
}

void addAge(CLI::App& cli, const char* name, Duration& age, const char* meaning) {
    cli.add_option_function<std::string>(
           name,
           [&age, name](const std::string& text) {
               if (const auto wrong = readAge(text, age); !wrong.empty())
                   throw CLI::ValidationError(name, wrong);
           },
           meaning)
        ->type_name("AGE");
}

void addHistory(CLI::App& cli, DaemonOptions& options) {
    HistoryLimits& limits = options.history;
    cli.add_option_function<std::string>(
           "--history-size",
           [&limits](const std::string& text) {
               if (const auto wrong = readSize(text, limits.bytes); !wrong.empty())
                   throw CLI::ValidationError("--history-size", wrong);
           },
           "How large the history's file may get: 10GiB (the default)")
        ->type_name("SIZE");
    addAge(cli, "--keep-requests", limits.keepRequests, "Single requests: 24h (the default)");
    addAge(cli, "--keep-errors", limits.keepErrors,
           "Single requests that failed or were slow: 7d (the default)");
    addAge(cli, "--keep-rollups", limits.keepMinutes,
           "Counts and latencies by the minute: 30d (the default)");
    cli.add_flag_callback("--no-history", [&options] { options.withHistory = false; }, "Record nothing");
    cli.add_option("--alert-webhook", options.webhook.url, "Alertmanager to tell what fires")
        ->type_name("URL");
    cli.add_option("--alert-token-file", options.webhook.bearerTokenFile, "Bearer token for it")
        ->type_name("FILE");
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
    cli.add_option("--data", options.data, "Folder of the audit trail and the history")
        ->capture_default_str()
        ->type_name("DIR");
    cli.add_option("--config", options.config, "Mesh file; without one, proxies are served as overlay only")
        ->type_name("FILE");
    addHistory(cli, options);
    cli.add_option("--snapshot", options.snapshot,
                   "Serve this snapshot, to be looked at only; no proxies, nothing written")
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
