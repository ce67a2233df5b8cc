// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/shop/key_value_store.h"
#include "demo/shop/shop_service.h"
#include "demo/shop/story.h"
#include "demo/shop/visitors.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <vector>

namespace {

using namespace binnacle::shop;

void waitForEnd(const sigset_t& signals) {
    int received = 0;
    sigwait(&signals, &received);
}

void report(const std::vector<std::unique_ptr<Visitors>>& loads) {
    for (const auto& load : loads) {
        const auto counts = load->counts();
        std::printf(R"({"load":"%s","sent":%llu,"good":%llu,"failed":%llu,"late":%llu})"
                    "\n",
                    load->name().c_str(), static_cast<unsigned long long>(counts.sent),
                    static_cast<unsigned long long>(counts.good),
                    static_cast<unsigned long long>(counts.failed),
                    static_cast<unsigned long long>(counts.late));
    }
}

[[noreturn]] void run(const std::string& configPath) {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread: all inherit it
    std::signal(SIGPIPE, SIG_IGN);

    const auto config = readShopConfig(configPath);
    std::vector<std::unique_ptr<KeyValueStore>> stores;
    for (const auto& listen : config.stores) stores.push_back(std::make_unique<KeyValueStore>(listen));
    std::vector<std::unique_ptr<ShopService>> services;
    std::uint64_t seed = config.seed;
    for (const auto& service : config.services) {
        services.push_back(std::make_unique<ShopService>(service, ++seed));
    }
    std::unique_ptr<Story> story;
    if (config.story) story = std::make_unique<Story>(*config.story, services);
    std::vector<std::unique_ptr<Visitors>> loads;
    for (const auto& load : config.loads) loads.push_back(std::make_unique<Visitors>(load, ++seed));
    std::puts("ready");
    std::fflush(stdout);
    waitForEnd(signals);
    report(loads);
    std::fflush(stdout);
    // The HTTP servers would wait for every kept connection to be closed by its proxy; nothing here needs
    // saving.
    std::_Exit(0);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: binnacle-shop CONFIG.json\n", stderr);
        return 2;
    }
    try {
        run(argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "binnacle-shop: %s\n", error.what());
        return 1;
    }
}
