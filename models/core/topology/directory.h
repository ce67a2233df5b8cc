// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/proxy.h"
#include "models/core/topology/declared_workload.h"
#include "models/core/topology/topology_frame.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace binnacle {

/// How the end of a call was told, by names.
struct CalleeClue {
    std::string_view cluster;
    std::string_view host;
};
struct CallerClue {
    std::string_view node;
    std::string_view service;
    std::string_view principal;
};

/// Who is who: the workloads that were declared or told of themselves, and what leads to them. A plain value:
/// copied, never shared while it changes. One thread at a time.
class Directory {
  public:
    struct Known {
        Workload workload;
        std::string id;  ///< node id in the topology
        bool external = false;
        bool declared = false;
        std::uint32_t connectedProxies = 0;
    };

    /// The number of a workload, the same for the same namespace and name.
    std::uint32_t intern(const Workload& workload);
    void declare(const DeclaredWorkload& declared);
    void noteProxy(const std::string& node, std::uint32_t workload);
    void forgetProxy(const std::string& node);
    void noteConnected(std::uint32_t workload, bool connected);
    /// A proxy of `workload` took a call at `address`.
    void learnAddress(const std::string& address, std::uint32_t workload);
    void forgetLearned();
    /// Grows with everything that may change an answer.
    std::uint64_t revision() const { return m_revision; }
    bool knows(const std::string& id) const { return m_byId.contains(id); }

    /// The picture's node for the far end of a call, by the host that took it or else by where it was sent.
    Node callee(const CalleeClue& clue) const;
    std::optional<std::uint32_t> workloadAt(std::string_view address) const;
    Node caller(const CallerClue& clue) const;
    Node nodeOf(std::uint32_t workload) const;
    Node serviceNode(const std::string& service) const;

    const std::vector<Known>& workloads() const { return m_workloads; }

  private:
    using Index = std::unordered_map<std::string, std::uint32_t>;

    void replace(std::uint32_t number, const Workload& workload);
    std::optional<std::uint32_t> onlyOne(const std::vector<std::uint32_t>& candidates) const;
    const std::vector<std::uint32_t>& ofService(const std::string& service) const;
    std::optional<Node> byName(const std::string& name) const;
    std::optional<Node> byMeshCluster(std::string_view cluster) const;
    std::optional<std::uint32_t> byPrincipal(std::string_view principal) const;

    std::uint64_t m_revision = 0;
    std::vector<Known> m_workloads;
    Index m_byId;
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_byService;
    std::unordered_map<std::string, std::vector<std::uint32_t>> m_byName;
    Index m_declaredAddresses;
    Index m_learnedAddresses;
    Index m_clusters;
    Index m_proxies;
};

}  // namespace binnacle
