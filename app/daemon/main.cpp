// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/options.h"
#include "app/daemon/ready_notice.h"
#include "app/daemon/station_process.h"
#include "app/daemon/watchdog.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <chrono>
#include <csignal>
#include <cstdlib>

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

}  // namespace

int main(int argc, char** argv) {
    const auto options = binnacle::parseOptions(argc, argv);
    if (const int* code = std::get_if<int>(&options)) return *code;
    const sigset_t ending = blockSignals();
    openLog();

    auto station = binnacle::StationProcess::start(std::get<binnacle::DaemonOptions>(options));
    if (!station) {
        spdlog::error("{}: {}", station.error().subject, station.error().detail);
        return 1;
    }
    spdlog::info("ready, proxies at {}, console at {}", (*station)->proxyAddress(), (*station)->socketPath());
    binnacle::notifyServiceManager("READY=1");

    int signal = 0;
    sigwait(&ending, &signal);
    spdlog::info("stopping on {}", signal == SIGINT ? "SIGINT" : "SIGTERM");
    binnacle::notifyServiceManager("STOPPING=1");
    const binnacle::Watchdog watchdog(std::chrono::milliseconds(1800), {0, ""});
    station->reset();
    return 0;
}
