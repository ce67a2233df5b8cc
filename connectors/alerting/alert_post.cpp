// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alerting/alert_post.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <mutex>

namespace binnacle {
namespace {

constexpr std::size_t kMaxAnswer = 64U << 10U;
constexpr std::size_t kMaxToken = 8U << 10U;

using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;
using Headers = std::unique_ptr<curl_slist, void (*)(curl_slist*)>;

Handle newHandle() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    return Handle(curl_easy_init(), curl_easy_cleanup);
}

// The answer says nothing that is needed; it is only kept from being endless.
std::size_t countOnly(char*, std::size_t size, std::size_t count, void* userData) noexcept {
    auto& left = *static_cast<std::size_t*>(userData);
    const std::size_t bytes = size * count;
    if (bytes > left) return 0;
    left -= bytes;
    return bytes;
}

int stopAsked(void* userData, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    return static_cast<const std::stop_token*>(userData)->stop_requested() ? 1 : 0;
}

// Looked at when the connection is made: what a name leads to may change between a check and its use.
curl_socket_t openSafely(void* userData, curlsocktype, curl_sockaddr* address) noexcept {
    const auto& target = *static_cast<const WebhookTarget*>(userData);
    if (target.isNamedByHost && isUnsafeToLookUp(address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

void refuseDetours(CURL* curl, const WebhookTarget& target) {
    curl_easy_setopt(curl, CURLOPT_URL, target.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, openSafely);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &target);
}

Result<void> judge(CURL* curl, CURLcode code, const std::string& url) {
    if (code == CURLE_ABORTED_BY_CALLBACK) return failure(ErrorCode::cancelled, url, "stopped");
    if (code == CURLE_OPERATION_TIMEDOUT) return failure(ErrorCode::timeout, url, curl_easy_strerror(code));
    if (code != CURLE_OK) return failure(ErrorCode::unavailable, url, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status >= 200 && status < 300) return {};
    const bool isRefused = status >= 400 && status < 500;
    return failure(isRefused ? ErrorCode::invalid : ErrorCode::unavailable, url,
                   "answered with HTTP status " + std::to_string(status));
}

}  // namespace

AlertPost::AlertPost(WebhookTarget target, std::string bearerTokenFile, Duration deadline)
    : m_target(std::move(target)), m_bearerTokenFile(std::move(bearerTokenFile)), m_deadline(deadline) {}

Result<std::string> AlertPost::bearerToken() const {
    std::ifstream file(m_bearerTokenFile, std::ios::binary);
    std::string token(kMaxToken + 1, '\0');
    file.read(token.data(), static_cast<std::streamsize>(token.size()));
    token.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    token.erase(token.find_last_not_of(" \t\r\n") + 1);
    const bool isPlain =
        std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (token.empty() || token.size() > kMaxToken || !isPlain)
        return failure(ErrorCode::invalid, m_bearerTokenFile, "holds no token, or cannot be read");
    return token;
}

Result<void> AlertPost::send(const std::string& json, const std::stop_token& stop) const {
    Headers headers(curl_slist_append(nullptr, "Content-Type: application/json"), curl_slist_free_all);
    if (!m_bearerTokenFile.empty()) {
        const auto token = bearerToken();
        if (!token) return tl::unexpected(token.error());
        headers.reset(curl_slist_append(headers.release(), ("Authorization: Bearer " + *token).c_str()));
    }
    const Handle curl = newHandle();
    if (!curl || !headers) return failure(ErrorCode::unavailable, m_target.url, "cannot start a transfer");
    const auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(m_deadline).count();
    std::size_t left = kMaxAnswer;
    std::stop_token asked = stop;
    refuseDetours(curl.get(), m_target);
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(timeout));
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
    curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, json.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, countOnly);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &left);
    curl_easy_setopt(curl.get(), CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFOFUNCTION, stopAsked);
    curl_easy_setopt(curl.get(), CURLOPT_XFERINFODATA, &asked);
    return judge(curl.get(), curl_easy_perform(curl.get()), m_target.url);
}

}  // namespace binnacle
