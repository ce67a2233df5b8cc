// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/watchdog.h"

#include <spdlog/spdlog.h>
#include <unistd.h>
#include <utility>

namespace binnacle {

Watchdog::Watchdog(std::chrono::milliseconds patience, End end)
    : m_thread([this, patience, end = std::move(end)](const std::stop_token& stop) {
          watch(stop, patience, end);
      }) {}

void Watchdog::watch(const std::stop_token& stop, std::chrono::milliseconds patience, const End& end) {
    std::unique_lock lock(m_mutex);
    m_over.wait_for(lock, stop, patience, [] { return false; });
    if (stop.stop_requested()) return;
    if (!end.words.empty()) spdlog::error("{}", end.words);
    _exit(end.code);
}

}  // namespace binnacle
