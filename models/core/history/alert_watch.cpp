// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/history/alert_watch.h"

#include <condition_variable>
#include <mutex>

namespace binnacle {

AlertWatch::AlertWatch(AlertEngine& engine, OnBook onBook, Duration every)
    : m_thread([&engine, onBook = std::move(onBook), every](const std::stop_token& stop) {
          std::mutex mutex;
          std::condition_variable_any wake;
          while (!stop.stop_requested()) {
              engine.evaluate();
              onBook(engine.book());
              std::unique_lock lock(mutex);
              wake.wait_for(lock, stop, every, [] { return false; });
          }
      }) {}

}  // namespace binnacle
