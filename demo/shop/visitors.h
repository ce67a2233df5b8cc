// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/shop/shop_config.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace binnacle::shop {

struct LoadCounts {
    std::uint64_t sent = 0;
    std::uint64_t good = 0;
    std::uint64_t failed = 0;
    std::uint64_t late = 0;  ///< left out because every thread was busy
};

/// A bounded load: arrivals at a mean rate, each thread with at most one request under way. Not a benchmark:
/// when answers take too long it asks less. Runs on threads of its own from construction to destruction.
class Visitors {
  public:
    Visitors(LoadConfig config, std::uint64_t seed);
    ~Visitors();
    Visitors(const Visitors&) = delete;
    Visitors& operator=(const Visitors&) = delete;

    const std::string& name() const { return m_config.name; }
    LoadCounts counts() const;

  private:
    void visit(std::uint64_t seed);

    const LoadConfig m_config;
    std::atomic<bool> m_isStopping{false};
    std::atomic<std::uint64_t> m_sent{0};
    std::atomic<std::uint64_t> m_good{0};
    std::atomic<std::uint64_t> m_failed{0};
    std::atomic<std::uint64_t> m_late{0};
    std::vector<std::thread> m_threads;
};

}  // namespace binnacle::shop
