// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/shop/story.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

namespace binnacle::shop {
namespace {

constexpr auto kLook = std::chrono::seconds{5};  // the share is judged over this
constexpr std::uint64_t kEnough = 10;            // requests, below which a share says nothing

void say(const char* what, const std::string& who) {
    std::printf("story: %s %s\n", who.c_str(), what);
    std::fflush(stdout);
}

}  // namespace

Story::Story(StoryConfig config, const std::vector<std::unique_ptr<ShopService>>& services)
    : m_config(std::move(config)) {
    for (const auto& service : services) {
        if (service->name() == m_config.service) m_hero = service.get();
        if (std::ranges::count(m_config.peers, service->name()) > 0) m_peers.push_back(service.get());
    }
    if (m_hero == nullptr) throw std::runtime_error("no service " + m_config.service + " for the story");
    m_thread = std::thread([this] { tell(); });
}

Story::~Story() {
    {
        const std::lock_guard lock(m_mutex);
        m_isStopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
}

bool Story::waitFor(std::chrono::milliseconds duration) {
    std::unique_lock lock(m_mutex);
    return !m_wake.wait_for(lock, duration, [this] { return m_isStopping; });
}

bool Story::troubleUntilHealed() {
    const auto end = std::chrono::steady_clock::now() + m_config.trouble;
    while (std::chrono::steady_clock::now() < end) {
        const auto count = [](const ShopService* service) { return service->answered(); };
        std::vector<std::uint64_t> before;
        std::ranges::transform(m_peers, std::back_inserter(before), count);
        const auto heroBefore = m_hero->answered();
        if (!waitFor(kLook)) return false;
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < m_peers.size(); ++i) all += m_peers[i]->answered() - before[i];
        const auto hero = m_hero->answered() - heroBefore;
        if (all >= kEnough && static_cast<double>(hero) < m_config.healedShare * static_cast<double>(all))
            break;
    }
    return true;
}

void Story::tell() {
    while (true) {
        say("is calm", m_config.service);
        if (!waitFor(m_config.calm)) return;
        say("turns slow and fails", m_config.service);
        m_hero->setTrouble(m_config.slowness, m_config.errorRatio);
        const bool goesOn = troubleUntilHealed();
        m_hero->setTrouble(std::chrono::milliseconds{0}, 0.0);
        if (!goesOn) return;
        say("is well again", m_config.service);
    }
}

}  // namespace binnacle::shop
