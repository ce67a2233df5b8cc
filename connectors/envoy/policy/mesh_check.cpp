// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/mesh_check.h"

#include "models/core/policy/validate.h"

#include <algorithm>
#include <set>
#include <utility>

namespace binnacle {
namespace {

/// Names that full-mode proxies use themselves: the cluster of the station and that of their own program.
const std::set<std::string, std::less<>> kReservedClusters = {"binnacle", "application"};

/// Collects what must be unique, and the first thing that is wrong.
class Checker {
  public:
    explicit Checker(const MeshFile& mesh) : m_mesh(mesh) {}

    Result<void> run() {
        for (std::size_t i = 0; i < m_mesh.services.size() && !m_error; ++i)
            checkNames(m_mesh.services[i], "services[" + std::to_string(i) + "]");
        for (std::size_t i = 0; i < m_mesh.services.size() && !m_error; ++i)
            checkCalls(m_mesh.services[i], "services[" + std::to_string(i) + "]");
        if (!m_error) checkPolicies();
        if (m_error) return tl::unexpected(*m_error);
        return {};
    }

  private:
    void refuse(const std::string& place, const std::string& why) {
        if (!m_error) m_error = Error{ErrorCode::invalid, place, why};
    }

    void claimAddress(const std::string& address, const std::string& place) {
        if (!address.empty() && !m_addresses.insert(address).second)
            refuse(place, address + " is used twice");
    }

    void claimCluster(const std::string& cluster, const std::string& place) {
        if (kReservedClusters.count(cluster) != 0) refuse(place, cluster + " is a reserved name");
        if (!m_clusters.insert(cluster).second)
            refuse(place, cluster + " is already the name of another upstream cluster");
    }

    void checkNames(const MeshService& service, const std::string& place) {
        if (!m_services.insert(service.name).second)
            refuse(place + ".name", service.name + " is there twice");
        if (service.workloads.empty() == service.external.empty())
            refuse(place, service.name + " must have either workloads or external addresses");
        if (!service.external.empty()) {
            claimCluster(service.name, place + ".name");
            if (!service.calls.empty()) refuse(place + ".calls", "an external service calls nobody we know");
        }
        if (service.protocol == MeshProtocol::tcp && service.workloads.size() > 1)
            refuse(place + ".workloads", "a TCP service has one workload: it can't be split");
        for (std::size_t i = 0; i < service.workloads.size(); ++i)
            checkWorkload(service.workloads[i], place + ".workloads[" + std::to_string(i) + "]");
    }

    void checkWorkload(const MeshWorkload& workload, const std::string& place) {
        claimCluster(workload.name, place + ".name");
        for (std::size_t i = 0; i < workload.proxies.size(); ++i)
            checkProxy(workload.proxies[i], place + ".proxies[" + std::to_string(i) + "]");
    }

    void checkProxy(const MeshProxy& proxy, const std::string& place) {
        if (!m_nodes.insert(proxy.node).second) refuse(place + ".node", proxy.node + " is there twice");
        claimAddress(proxy.inbound, place + ".inbound");
        claimAddress(proxy.outbound, place + ".outbound");
        claimAddress(proxy.admin, place + ".admin");
        for (const auto& [service, address] : proxy.outboundTcp)
            claimAddress(address, place + ".outboundTcp." + service);
        if (proxy.mode == ProxyMode::overlay) return;
        if (proxy.inbound.empty() != proxy.application.empty())
            refuse(place, "inbound and application come together");
        const std::pair<std::string, std::string> listened[] = {{"inbound", proxy.inbound},
                                                                {"outbound", proxy.outbound}};
        for (const auto& [field, address] : listened) requireIp(address, place + "." + field);
        for (const auto& [service, address] : proxy.outboundTcp)
            requireIp(address, place + ".outboundTcp." + service);
        requireIp(proxy.application, place + ".application");
    }

    void requireIp(const std::string& address, const std::string& place) {
        if (address.empty()) return;
        const auto parsed = parseHostPort(address);
        if (parsed && !parsed->isIp) refuse(place, address + " must be an IP address with a port");
    }

    void checkCalls(const MeshService& caller, const std::string& place) {
        std::set<std::string> seen;
        for (std::size_t i = 0; i < caller.calls.size(); ++i) {
            const std::string where = place + ".calls[" + std::to_string(i) + "]";
            const std::string& name = caller.calls[i];
            if (!seen.insert(name).second) refuse(where, name + " is there twice");
            const MeshService* called = m_mesh.findService(name);
            if (called == nullptr) {
                refuse(where, "there is no service " + name);
                continue;
            }
            checkReachable(*called, where);
            checkWays(caller, *called, place);
        }
        for (const MeshWorkload& workload : caller.workloads)
            for (const MeshProxy& proxy : workload.proxies) checkTcpListeners(caller, proxy, place);
    }

    void checkReachable(const MeshService& called, const std::string& place) {
        for (const std::string& cluster : clustersOf(called))
            if (addressesOf(called, cluster).empty())
                refuse(place, cluster + " is called, but none of its proxies has an inbound address");
    }

    /// A full-mode proxy needs a listener for what its program calls.
    void checkWays(const MeshService& caller, const MeshService& called, const std::string& place) {
        for (const MeshWorkload& workload : caller.workloads) {
            for (const MeshProxy& proxy : workload.proxies) {
                if (proxy.mode != ProxyMode::full) continue;
                const bool tcp = called.protocol == MeshProtocol::tcp;
                if (tcp && proxy.outboundTcp.count(called.name) == 0)
                    refuse(place, "proxy " + proxy.node + " calls " + called.name +
                                      " but has no outboundTcp address for it");
                if (!tcp && proxy.outbound.empty())
                    refuse(place,
                           "proxy " + proxy.node + " calls " + called.name + " but has no outbound address");
            }
        }
    }

    void checkTcpListeners(const MeshService& caller, const MeshProxy& proxy, const std::string& place) {
        for (const auto& [name, address] : proxy.outboundTcp) {
            const std::string where = place + ": proxy " + proxy.node + ".outboundTcp." + name;
            const MeshService* called = m_mesh.findService(name);
            if (called == nullptr)
                refuse(where, "there is no service " + name);
            else if (called->protocol != MeshProtocol::tcp)
                refuse(where, name + " is not a TCP service");
            else if (std::find(caller.calls.begin(), caller.calls.end(), name) == caller.calls.end())
                refuse(where, caller.name + " does not call " + name);
        }
    }

    void checkPolicies() {
        for (const Problem& problem : validate(m_mesh.policies))
            if (problem.severity == Severity::error) refuse("policies: " + problem.place, problem.reason);
        for (const Intent& intent : m_mesh.policies) {
            const MeshService* service = m_mesh.findService(intent.service);
            if (service == nullptr) {
                refuse("policies: " + intent.service, "there is no service " + intent.service);
                continue;
            }
            const auto* split = std::get_if<TrafficSplit>(&intent.spec);
            if (split == nullptr) continue;
            const auto clusters = clustersOf(*service);
            for (const auto& [subset, weight] : split->weights)
                if (std::find(clusters.begin(), clusters.end(), subset) == clusters.end())
                    refuse("policies: TrafficSplit " + intent.service + ".weights." + subset,
                           "there is no such workload of " + intent.service);
        }
    }

    const MeshFile& m_mesh;
    std::optional<Error> m_error;
    std::set<std::string> m_services;
    std::set<std::string> m_clusters;
    std::set<std::string> m_nodes;
    std::set<std::string> m_addresses;
};

}  // namespace

Result<void> checkMesh(const MeshFile& mesh) {
    return Checker(mesh).run();
}

}  // namespace binnacle
