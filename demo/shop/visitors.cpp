// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/shop/visitors.h"

#include <cstdio>
#include <random>
#include <utility>

#include <httplib.h>

namespace binnacle::shop {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto kLongestNap = std::chrono::milliseconds{100};  // how soon a stop is noticed
constexpr auto kTooLate = std::chrono::seconds{1};
constexpr int kReadSeconds = 15;

std::string traceParent(std::mt19937_64& random) {
    char text[64];
    std::snprintf(text, sizeof text, "00-%016llx%016llx-%016llx-01",
                  static_cast<unsigned long long>(random()), static_cast<unsigned long long>(random()),
                  static_cast<unsigned long long>(random()));
    return text;
}

}  // namespace

Visitors::Visitors(LoadConfig config, std::uint64_t seed) : m_config(std::move(config)) {
    for (int i = 0; i < m_config.threads; ++i) {
        m_threads.emplace_back(
            [this, threadSeed = seed * 1000 + static_cast<std::uint64_t>(i)] { visit(threadSeed); });
    }
}

Visitors::~Visitors() {
    m_isStopping = true;
    for (auto& thread : m_threads) thread.join();
}

LoadCounts Visitors::counts() const {
    return {m_sent.load(), m_good.load(), m_failed.load(), m_late.load()};
}

void Visitors::visit(std::uint64_t seed) {
    std::mt19937_64 random{seed};
    std::vector<double> weights;
    for (const auto& path : m_config.paths) weights.push_back(path.second);
    std::discrete_distribution<std::size_t> choose(weights.begin(), weights.end());
    std::exponential_distribution<double> pause(m_config.requestsPerSecond / m_config.threads);
    httplib::Client client(m_config.target.host, m_config.target.port);
    client.set_keep_alive(true);
    client.set_tcp_nodelay(true);
    client.set_read_timeout(kReadSeconds, 0);

    auto next = Steady::now();
    while (!m_isStopping) {
        next += std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(pause(random)));
        if (next + kTooLate < Steady::now()) {
            next = Steady::now();
            ++m_late;
        }
        while (!m_isStopping && Steady::now() < next) {
            std::this_thread::sleep_until(std::min(next, Steady::now() + kLongestNap));
        }
        if (m_isStopping) break;
        ++m_sent;
        const auto& path = m_config.paths[choose(random)].first;
        const auto result =
            client.Get(path, httplib::Headers{{"Host", m_config.host}, {"traceparent", traceParent(random)}});
        ++(result && result->status < 500 ? m_good : m_failed);
    }
}

}  // namespace binnacle::shop
