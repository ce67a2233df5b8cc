// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/stop_watchdog.h"

#include <unistd.h>

namespace binnacle {

StopWatchdog::StopWatchdog(std::chrono::milliseconds patience)
    : m_thread([this, patience](const std::stop_token& stop) { watch(stop, patience); }) {}

void StopWatchdog::watch(const std::stop_token& stop, std::chrono::milliseconds patience) {
    std::unique_lock lock(m_mutex);
    m_over.wait_for(lock, stop, patience, [] { return false; });
    if (!stop.stop_requested()) _exit(0);
}

}  // namespace binnacle
