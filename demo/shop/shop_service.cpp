// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/shop/shop_service.h"

#include "demo/shop/key_value_store.h"

#include <charconv>
#include <map>
#include <stdexcept>
#include <utility>

#include <httplib.h>

namespace binnacle::shop {
namespace {

constexpr int kKeepAliveSeconds =
    600;  // longer than any proxy keeps an idle connection: we never close first
constexpr std::size_t kKeepAliveRequests = 1'000'000'000;
constexpr int kCallSeconds = 10;

bool chance(std::mt19937_64& random, double probability) {
    return std::uniform_real_distribution<double>{0.0, 1.0}(random) < probability;
}

/// Connections are kept, one a thread and address: a pool without a lock.
httplib::Client& clientFor(const Address& address) {
    thread_local std::map<std::string, std::unique_ptr<httplib::Client>> clients;
    auto& client = clients[address.host + ':' + std::to_string(address.port)];
    if (!client) {
        client = std::make_unique<httplib::Client>(address.host, address.port);
        client->set_keep_alive(true);
        client->set_tcp_nodelay(true);
        client->set_read_timeout(kCallSeconds, 0);
    }
    return *client;
}

httplib::Headers forwardedHeaders(const httplib::Request& request, const std::string& host) {
    httplib::Headers headers{{"Host", host}};
    for (const char* name : {"x-request-id", "traceparent"}) {
        if (request.has_header(name)) headers.emplace(name, request.get_header_value(name));
    }
    return headers;
}

bool startsWith(const std::string& text, const std::string& prefix) {
    return text.rfind(prefix, 0) == 0;
}

}  // namespace

ShopService::ShopService(ServiceConfig config, std::uint64_t seed)
    : m_config(std::move(config)), m_seed(seed), m_server(std::make_unique<httplib::Server>()) {
    const auto threads = static_cast<std::size_t>(m_config.threads);
    m_server->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
    m_server->set_keep_alive_max_count(kKeepAliveRequests);
    m_server->set_keep_alive_timeout(kKeepAliveSeconds);
    m_server->set_tcp_nodelay(true);
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
        if (m_config.isScripted) return answerScripted(request, response);
        answer(request, response);
    };
    m_server->Get(".*", handler);
    m_server->Post(".*", handler);
    if (!m_server->bind_to_port(m_config.listen.host, m_config.listen.port)) {
        throw std::runtime_error(m_config.name + " can't listen on port " +
                                 std::to_string(m_config.listen.port));
    }
    m_thread = std::thread([this] { m_server->listen_after_bind(); });
    // stop() has no effect before the server runs; connections already queue up in the kernel.
    while (!m_server->is_running()) std::this_thread::yield();
}

ShopService::~ShopService() {
    m_server->stop();
    m_thread.join();
}

void ShopService::setTrouble(std::chrono::milliseconds slowness, double errorRatio) {
    m_slownessMs.store(slowness.count(), std::memory_order_relaxed);
    m_troubleRatio.store(errorRatio, std::memory_order_relaxed);
}

std::mt19937_64& ShopService::random() {
    // Each thread of each service has its own sequence, which follows from the seed.
    thread_local std::mt19937_64 engine{m_seed * 1000 + m_streams.fetch_add(1)};
    return engine;
}

void ShopService::work(std::mt19937_64& random) const {
    std::lognormal_distribution<double> factor{0.0, m_config.sigma};
    std::this_thread::sleep_for(m_config.median * factor(random) +
                                std::chrono::milliseconds{m_slownessMs.load(std::memory_order_relaxed)});
}

void ShopService::answer(const httplib::Request& request, httplib::Response& response) {
    auto& engine = random();
    work(engine);
    bool isWhole = true;
    for (const auto& call : m_config.calls) {
        if (!startsWith(request.path, call.on) || !chance(engine, call.probability)) continue;
        if (!makeCall(call, request) && call.isNeeded) {
            isWhole = false;
            break;
        }
    }
    if (isWhole && m_config.store && startsWith(request.path, m_config.store->on)) {
        const std::string key = "cart-" + std::to_string(engine() % 100);
        isWhole = exchangeWithStore(m_config.store->via, {"SET " + key + " item", "GET " + key});
    }
    m_answered.fetch_add(1, std::memory_order_relaxed);
    if (chance(engine, m_config.errorRatio + m_troubleRatio.load(std::memory_order_relaxed))) {
        response.status = 500;
    } else if (!isWhole) {
        response.status = 502;
    } else if (chance(engine, m_config.missingRatio)) {
        response.status = 404;
    } else {
        response.status = 200;
    }
    response.set_content(m_config.name + ' ' + std::to_string(response.status) + '\n', "text/plain");
}

void ShopService::answerScripted(const httplib::Request& request, httplib::Response& response) const {
    // "/answer/404/12": status 404 after 12 ms.
    int status = 200;
    int milliseconds = 0;
    constexpr std::string_view kPrefix = "/answer/";
    if (startsWith(request.path, std::string{kPrefix})) {
        const char* end = request.path.data() + request.path.size();
        const auto code = std::from_chars(request.path.data() + kPrefix.size(), end, status);
        if (code.ptr != end && *code.ptr == '/') std::from_chars(code.ptr + 1, end, milliseconds);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds});
    response.status = status;
    response.set_content(m_config.name + '\n', "text/plain");
}

bool ShopService::makeCall(const Call& call, const httplib::Request& request) {
    const auto result = clientFor(call.via).Get(call.path, forwardedHeaders(request, call.host));
    return result && result->status < 500;
}

}  // namespace binnacle::shop
