// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/alerting/webhook_target.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <array>
#include <cstring>
#include <memory>
#include <optional>

namespace binnacle {
namespace {

constexpr const char* kAlertmanagerPath = "/api/v2/alerts";

using Url = std::unique_ptr<CURLU, void (*)(CURLU*)>;

std::optional<std::string> part(CURLU* url, CURLUPart which) {
    char* text = nullptr;
    if (curl_url_get(url, which, &text, 0) != CURLUE_OK) return std::nullopt;
    std::string out(text);
    curl_free(text);
    return out;
}

bool isAddress(std::string host) {
    if (host.starts_with('[')) return true;
    in_addr parsed{};
    return inet_pton(AF_INET, host.c_str(), &parsed) == 1;
}

bool isUnsafe(const in_addr& address) {
    constexpr std::uint32_t kLinkLocal = 0xA9FE0000;      // 169.254.0.0/16
    constexpr std::uint32_t kOtherMetadata = 0x646464C8;  // 100.100.100.200
    const std::uint32_t number = ntohl(address.s_addr);
    return (number & 0xFFFF0000U) == kLinkLocal || number == kOtherMetadata;
}

bool isUnsafe(const in6_addr& address) {
    if (IN6_IS_ADDR_V4MAPPED(&address)) {
        in_addr inner{};
        std::memcpy(&inner, &address.s6_addr[12], sizeof(inner));
        return isUnsafe(inner);
    }
    in6_addr metadata{};
    inet_pton(AF_INET6, "fd00:ec2::254", &metadata);
    return IN6_IS_ADDR_LINKLOCAL(&address) || std::memcmp(&address, &metadata, sizeof(metadata)) == 0;
}

}  // namespace

Result<WebhookTarget> webhookTarget(const std::string& url) {
    const Url parsed(curl_url(), curl_url_cleanup);
    const auto refuse = [&](const char* why) { return failure(ErrorCode::invalid, url, why); };
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK)
        return refuse("is not a URL such as http://127.0.0.1:9093");
    const auto scheme = part(parsed.get(), CURLUPART_SCHEME);
    if (scheme != "http" && scheme != "https") return refuse("must begin with http:// or https://");
    if (part(parsed.get(), CURLUPART_USER) || part(parsed.get(), CURLUPART_PASSWORD))
        return failure(ErrorCode::invalid, "the webhook's URL",
                       "must hold no user or password; use a token file");
    const auto host = part(parsed.get(), CURLUPART_HOST);
    if (!host || host->empty()) return refuse("names no host");
    if (part(parsed.get(), CURLUPART_PATH).value_or("/") == "/")
        curl_url_set(parsed.get(), CURLUPART_PATH, kAlertmanagerPath, 0);
    auto whole = part(parsed.get(), CURLUPART_URL);
    if (!whole) return refuse("cannot be used");
    return WebhookTarget{*std::move(whole), !isAddress(*host)};
}

bool isUnsafeToLookUp(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof(v4));
        return isUnsafe(v4.sin_addr);
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, &address, sizeof(v6));
        return isUnsafe(v6.sin6_addr);
    }
    return true;
}

}  // namespace binnacle
