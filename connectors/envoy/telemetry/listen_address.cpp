// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/listen_address.h"

#include <arpa/inet.h>

namespace binnacle {
namespace {

bool isUnix(const std::string& listen) {
    return listen.rfind("unix:", 0) == 0;
}

std::string hostOf(const std::string& listen) {
    std::string host = listen.substr(0, listen.rfind(':'));
    const bool bracketed = host.size() > 1 && host.front() == '[' && host.back() == ']';
    return bracketed ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

bool isLoopback(const std::string& listen) {
    if (isUnix(listen)) return true;
    const std::string host = hostOf(listen);
    if (host == "localhost") return true;
    in_addr v4{};
    if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24U == 127;
    in6_addr v6{};
    const in6_addr loopback = IN6ADDR_LOOPBACK_INIT;
    return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_ARE_ADDR_EQUAL(&v6, &loopback);
}

std::string withPort(const std::string& listen, int port) {
    if (isUnix(listen)) return listen;
    return listen.substr(0, listen.rfind(':') + 1) + std::to_string(port);
}

}  // namespace binnacle
