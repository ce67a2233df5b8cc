// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "models/core/policy/intent.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

enum class ProxyMode : std::uint8_t { full, overlay };
enum class MeshProtocol : std::uint8_t { http, tcp };

/// One proxy as the mesh file declares it. Addresses are "ip:port", or empty where there is none.
struct MeshProxy {
    std::string node;
    ProxyMode mode = ProxyMode::full;
    std::string inbound;
    std::string application;
    std::string outbound;
    std::map<std::string, std::string> outboundTcp;  ///< TCP service -> address
    std::string admin;
};

struct MeshWorkload {
    std::string name;
    std::string version;
    std::vector<MeshProxy> proxies;
};

struct MeshService {
    std::string name;
    MeshProtocol protocol = MeshProtocol::http;
    std::vector<std::string> calls;
    std::vector<MeshWorkload> workloads;
    std::vector<std::string> external;  ///< addresses; then there are no workloads
};

/// One declarative mesh (docs/mesh-file.md), checked: names are unique and every reference leads somewhere.
/// An empty one stands for "no mesh file". A plain value; any thread.
struct MeshFile {
    std::string name;
    std::chrono::milliseconds flushInterval{1000};
    std::vector<MeshService> services;
    std::vector<Intent> policies;

    const MeshService* findService(std::string_view serviceName) const;
};

/// Where a node id stands in a mesh file; null pointers when it does not.
struct MeshPlace {
    const MeshService* service = nullptr;
    const MeshWorkload* workload = nullptr;
    const MeshProxy* proxy = nullptr;
};
MeshPlace findProxy(const MeshFile& mesh, std::string_view node);

/// Upstream clusters that lead to a service: one per workload, or the service itself when it is external.
std::vector<std::string> clustersOf(const MeshService& service);
/// The addresses behind one of those clusters.
std::vector<std::string> addressesOf(const MeshService& service, std::string_view cluster);

struct HostPort {
    std::string host;
    std::uint32_t port = 0;
    bool isIp = false;
};
/// "127.0.0.1:80", "[::1]:80" or "name:80".
Result<HostPort> parseHostPort(std::string_view text);

/// Both name the place of what is wrong: "services[2].workloads[0].proxies[0].inbound". At most 4 MiB.
Result<MeshFile> parseMeshFile(std::string_view yaml);
Result<MeshFile> readMeshFile(const std::string& path);

}  // namespace binnacle
