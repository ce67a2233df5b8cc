// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/shop/shop_config.h"

#include <fstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace binnacle::shop {
namespace {

using Json = nlohmann::json;

Address readAddress(const Json& json) {
    const auto text = json.get<std::string>();
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("not an address: " + text);
    return {text.substr(0, colon), std::stoi(text.substr(colon + 1))};
}

Call readCall(const Json& json) {
    Call call;
    call.host = json.at("host").get<std::string>();
    call.via = readAddress(json.at("via"));
    call.path = json.value("path", "/");
    call.on = json.value("on", "");
    call.probability = json.value("probability", call.probability);
    call.isNeeded = json.value("needed", call.isNeeded);
    return call;
}

ServiceConfig readService(const Json& json) {
    ServiceConfig service;
    service.name = json.at("name").get<std::string>();
    service.listen = readAddress(json.at("listen"));
    service.threads = json.value("threads", service.threads);
    service.median = decltype(service.median){json.value("median_ms", service.median.count())};
    service.sigma = json.value("sigma", service.sigma);
    service.errorRatio = json.value("error_ratio", service.errorRatio);
    service.missingRatio = json.value("missing_ratio", service.missingRatio);
    service.isScripted = json.value("scripted", service.isScripted);
    for (const auto& call : json.value("calls", Json::array())) service.calls.push_back(readCall(call));
    if (const auto store = json.find("store"); store != json.end()) {
        service.store = StoreUse{readAddress(store->at("via")), store->value("on", "")};
    }
    return service;
}

LoadConfig readLoad(const Json& json) {
    LoadConfig load;
    load.name = json.at("name").get<std::string>();
    load.target = readAddress(json.at("target"));
    load.host = json.at("host").get<std::string>();
    load.requestsPerSecond = json.at("rps").get<double>();
    load.threads = json.value("threads", load.threads);
    for (const auto& [path, weight] : json.at("paths").items()) {
        load.paths.emplace_back(path, weight.get<double>());
    }
    if (load.paths.empty() || load.requestsPerSecond <= 0 || load.threads < 1) {
        throw std::runtime_error("load " + load.name + " needs paths, a rate and threads");
    }
    return load;
}

StoryConfig readStory(const Json& json) {
    StoryConfig story;
    story.service = json.at("service").get<std::string>();
    story.peers = json.at("peers").get<std::vector<std::string>>();
    story.calm = std::chrono::milliseconds{json.value("calm_ms", story.calm.count())};
    story.trouble = std::chrono::milliseconds{json.value("trouble_ms", story.trouble.count())};
    story.slowness = std::chrono::milliseconds{json.value("slow_ms", story.slowness.count())};
    story.errorRatio = json.value("error_ratio", story.errorRatio);
    story.healedShare = json.value("healed_share", story.healedShare);
    return story;
}

}  // namespace

ShopConfig readShopConfig(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("can't read " + path);
    const auto json = Json::parse(file);
    ShopConfig config;
    config.seed = json.value("seed", config.seed);
    for (const auto& service : json.at("services")) config.services.push_back(readService(service));
    for (const auto& store : json.value("stores", Json::array())) config.stores.push_back(readAddress(store));
    for (const auto& load : json.value("loads", Json::array())) config.loads.push_back(readLoad(load));
    if (const auto story = json.find("story"); story != json.end()) config.story = readStory(*story);
    return config;
}

}  // namespace binnacle::shop
