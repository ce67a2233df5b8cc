// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/options.h"
#include "app/daemon/ready_notice.h"
#include "app/daemon/snapshot_process.h"
#include "app/daemon/station_process.h"
#include "app/daemon/watchdog.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace {

/// Blocked before any thread starts, so that every thread inherits it and only waitForEnd() takes them.
sigset_t blockSignals() {
    sigset_t ending;
    sigemptyset(&ending);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ending, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return ending;
}

void openLog() {
    setenv("GRPC_VERBOSITY", "NONE", 0);  // its errors reach us as Results
    auto log = spdlog::stderr_logger_mt("binnacled");
    log->set_pattern("binnacled: %v");
    log->flush_on(spdlog::level::info);
    spdlog::set_default_logger(log);
}

/// Ready until a signal; then it ends, and soon.
template <typename Station>
int serve(std::unique_ptr<Station> station, const std::string& ready, const sigset_t& ending) {
    spdlog::info("{}", ready);
    binnacle::notifyServiceManager("READY=1");
    int signal = 0;
    sigwait(&ending, &signal);
    spdlog::info("stopping on {}", signal == SIGINT ? "SIGINT" : "SIGTERM");
    binnacle::notifyServiceManager("STOPPING=1");
    const binnacle::Watchdog watchdog(std::chrono::milliseconds(1800), {0, ""});
    station.reset();
    return 0;
}

int fail(const binnacle::Error& error) {
    spdlog::error("{}: {}", error.subject, error.detail);
    return 1;
}

int serveMesh(const binnacle::DaemonOptions& options, const sigset_t& ending) {
    auto station = binnacle::StationProcess::start(options);
    if (!station) return fail(station.error());
    const std::string ready =
        "ready, proxies at " + (*station)->proxyAddress() + ", console at " + (*station)->socketPath();
    return serve(std::move(*station), ready, ending);
}

int serveSnapshot(const binnacle::DaemonOptions& options, const sigset_t& ending) {
    auto station = binnacle::SnapshotProcess::start(options);
    if (!station) return fail(station.error());
    return serve(std::move(*station), "ready, a snapshot, console at " + options.socket, ending);
}

}  // namespace

int main(int argc, char** argv) {
    const auto options = binnacle::parseOptions(argc, argv);
    if (const int* code = std::get_if<int>(&options)) return *code;
    const sigset_t ending = blockSignals();
    openLog();

    const auto& asked = std::get<binnacle::DaemonOptions>(options);
    return asked.snapshot.empty() ? serveMesh(asked, ending) : serveSnapshot(asked, ending);
}
