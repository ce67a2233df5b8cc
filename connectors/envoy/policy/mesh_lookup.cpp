// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/mesh_file.h"

#include <arpa/inet.h>
#include <algorithm>
#include <charconv>

namespace binnacle {

const MeshService* MeshFile::findService(std::string_view serviceName) const {
    const auto found =
        std::find_if(services.begin(), services.end(),
                     [serviceName](const MeshService& service) { return service.name == serviceName; });
    return found == services.end() ? nullptr : &*found;
}

MeshPlace findProxy(const MeshFile& mesh, std::string_view node) {
    for (const MeshService& service : mesh.services)
        for (const MeshWorkload& workload : service.workloads)
            for (const MeshProxy& proxy : workload.proxies)
                if (proxy.node == node) return {&service, &workload, &proxy};
    return {};
}

std::vector<std::string> clustersOf(const MeshService& service) {
    if (!service.external.empty()) return {service.name};
    std::vector<std::string> clusters;
    for (const MeshWorkload& workload : service.workloads) clusters.push_back(workload.name);
    return clusters;
}

std::vector<std::string> addressesOf(const MeshService& service, std::string_view cluster) {
    if (!service.external.empty() && service.name == cluster) return service.external;
    std::vector<std::string> addresses;
    for (const MeshWorkload& workload : service.workloads) {
        if (workload.name != cluster) continue;
        for (const MeshProxy& proxy : workload.proxies)
            if (!proxy.inbound.empty()) addresses.push_back(proxy.inbound);
    }
    return addresses;
}

Result<HostPort> parseHostPort(std::string_view text) {
    const auto wrong = [text](const std::string& why) {
        return failure(ErrorCode::invalid, std::string(text.substr(0, 100)), why);
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0) return wrong("must be an address, ip:port");
    std::string_view host = text.substr(0, colon);
    const std::string_view digits = text.substr(colon + 1);
    std::uint32_t port = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (problem != std::errc() || end != digits.data() + digits.size() || port == 0 || port > 65535)
        return wrong("must end in a port from 1 to 65535");
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    const std::string name(host);
    in6_addr buffer{};
    const bool isV4 = inet_pton(AF_INET, name.c_str(), &buffer) == 1;
    const bool isV6 = inet_pton(AF_INET6, name.c_str(), &buffer) == 1;
    if (isV6 != bracketed) return wrong("must have an IPv6 address, and only that, in brackets");
    const bool plain = std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '.' || c == ':';
    });
    if (!plain || name.size() > 253) return wrong("must be an address, ip:port");
    return HostPort{name, port, isV4 || isV6};
}

}  // namespace binnacle
