// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/shop/shop_config.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>

namespace httplib {
struct Request;
struct Response;
class Server;
}  // namespace httplib

namespace binnacle::shop {

/// One HTTP service of the shop: does some work, calls others through its proxy, answers. Not a real service:
/// it keeps nothing. Listens on threads of its own from construction to destruction; the public calls are
/// thread-safe.
class ShopService {
  public:
    /// Throws std::runtime_error when it can't listen.
    ShopService(ServiceConfig config, std::uint64_t seed);
    ~ShopService();
    ShopService(const ShopService&) = delete;
    ShopService& operator=(const ShopService&) = delete;

    const std::string& name() const { return m_config.name; }
    std::uint64_t answered() const { return m_answered.load(std::memory_order_relaxed); }
    /// From now on each answer takes `slowness` longer and fails with this probability.
    void setTrouble(std::chrono::milliseconds slowness, double errorRatio);

  private:
    void answer(const httplib::Request& request, httplib::Response& response);
    void answerScripted(const httplib::Request& request, httplib::Response& response) const;
    bool makeCall(const Call& call, const httplib::Request& request);
    void work(std::mt19937_64& random) const;
    std::mt19937_64& random();

    const ServiceConfig m_config;
    const std::uint64_t m_seed;
    std::atomic<std::uint64_t> m_streams{0};
    std::atomic<std::uint64_t> m_answered{0};
    std::atomic<std::int64_t> m_slownessMs{0};
    std::atomic<double> m_troubleRatio{0.0};
    std::unique_ptr<httplib::Server> m_server;
    std::thread m_thread;
};

}  // namespace binnacle::shop
