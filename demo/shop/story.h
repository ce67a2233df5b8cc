// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/shop/shop_service.h"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace binnacle::shop {

/// Calm, then trouble in one service until its share among its peers is small or the trouble's time is over,
/// then calm again, for ever. Runs on a thread of its own; the services outlive it.
class Story {
  public:
    /// Throws std::runtime_error when the service it is about is not there.
    Story(StoryConfig config, const std::vector<std::unique_ptr<ShopService>>& services);
    ~Story();
    Story(const Story&) = delete;
    Story& operator=(const Story&) = delete;

  private:
    void tell();
    bool waitFor(std::chrono::milliseconds duration);
    bool troubleUntilHealed();

    const StoryConfig m_config;
    ShopService* m_hero = nullptr;
    std::vector<const ShopService*> m_peers;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_isStopping = false;  // guarded by m_mutex
    std::thread m_thread;
};

}  // namespace binnacle::shop
