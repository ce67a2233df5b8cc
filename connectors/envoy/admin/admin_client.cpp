// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/admin/admin_client.h"

#include <curl/curl.h>

#include <memory>
#include <mutex>
#include <new>

namespace binnacle {
namespace {

struct Body {
    std::string text;
    std::size_t limit = 0;
    bool tooLarge = false;
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* userData) noexcept {
    auto& body = *static_cast<Body*>(userData);
    const std::size_t bytes = size * count;
    body.tooLarge = body.tooLarge || body.text.size() + bytes > body.limit;
    if (body.tooLarge) return 0;  // which ends the transfer
    try {
        body.text.append(data, bytes);
    } catch (const std::bad_alloc&) {
        return 0;
    }
    return bytes;
}

using Handle = std::unique_ptr<CURL, void (*)(CURL*)>;

Handle newHandle() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    return Handle(curl_easy_init(), curl_easy_cleanup);
}

void configure(CURL* curl, const std::string& url, long timeoutMs, Body& body) {
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeoutMs);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &body);
}

}  // namespace

AdminClient::AdminClient(const AdminClientLimits& limits) : m_limits(limits) {}

Result<std::string> AdminClient::get(const std::string& address, const std::string& pathAndQuery) const {
    const Handle curl = newHandle();
    if (!curl) return failure(ErrorCode::unavailable, address, "cannot start a transfer");
    const auto timeout = std::chrono::duration_cast<std::chrono::milliseconds>(m_limits.timeout);
    Body body{{}, m_limits.bodyBytes, false};
    configure(curl.get(), "http://" + address + pathAndQuery, timeout.count(), body);
    const CURLcode code = curl_easy_perform(curl.get());
    if (body.tooLarge) return failure(ErrorCode::invalid, address, "answer over the size limit");
    if (code == CURLE_OPERATION_TIMEDOUT)
        return failure(ErrorCode::timeout, address, curl_easy_strerror(code));
    if (code != CURLE_OK) return failure(ErrorCode::unavailable, address, curl_easy_strerror(code));
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200)
        return failure(ErrorCode::unavailable, address, "HTTP status " + std::to_string(status));
    return std::move(body.text);
}

}  // namespace binnacle
