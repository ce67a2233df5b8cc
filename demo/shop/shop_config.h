// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace binnacle::shop {

struct Address {
    std::string host;
    int port = 0;
};

/// A call that a service makes while it answers: through its own proxy's outbound listener, named by Host.
struct Call {
    std::string host;
    Address via;
    std::string path;          ///< what is asked for
    std::string on;            ///< only while answering a path that begins so; empty: always
    double probability = 1.0;  ///< share of the answers that make it
    bool isNeeded = true;      ///< whether the answer fails when the call does
};

struct StoreUse {
    Address via;
    std::string on;
};

struct ServiceConfig {
    std::string name;
    Address listen;
    int threads = 24;
    std::chrono::duration<double, std::milli> median{2.0};  ///< own work, log-normal around this
    double sigma = 0.35;
    double errorRatio = 0.0;
    double missingRatio = 0.0;  ///< share of 404
    bool isScripted = false;    ///< answers /answer/CODE/MILLISECONDS to the letter, for tests
    std::vector<Call> calls;
    std::optional<StoreUse> store;
};

struct LoadConfig {
    std::string name;
    Address target;
    std::string host;
    double requestsPerSecond = 1.0;
    int threads = 4;
    std::vector<std::pair<std::string, double>> paths;  ///< path, weight
};

/// One service turns slow and fails after a calm while, until its share among its peers is small.
struct StoryConfig {
    std::string service;
    std::vector<std::string> peers;  ///< all versions of it, itself included
    std::chrono::milliseconds calm{60'000};
    std::chrono::milliseconds trouble{180'000};
    std::chrono::milliseconds slowness{400};
    double errorRatio = 0.3;
    double healedShare = 0.05;
};

struct ShopConfig {
    std::uint64_t seed = 1;
    std::vector<ServiceConfig> services;
    std::vector<Address> stores;
    std::vector<LoadConfig> loads;
    std::optional<StoryConfig> story;
};

/// Reads the JSON configuration; throws std::exception with a plain message on anything that is wrong in it.
ShopConfig readShopConfig(const std::string& path);

}  // namespace binnacle::shop
