// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/directory.h"

#include <algorithm>

namespace binnacle {
namespace {

constexpr std::size_t kMaxLearnedAddresses = 100'000;
constexpr const char* kUnknown = "unknown";

std::string idOf(const Workload& w) {
    const std::string& name = w.name.empty() ? w.service : w.name;
    return w.nameSpace.empty() ? name : w.nameSpace + "/" + name;
}

template <typename Map>
std::optional<std::uint32_t> lookUp(const Map& map, std::string_view key) {
    const auto found = map.find(std::string(key));
    if (found == map.end()) return std::nullopt;
    return found->second;
}

Node plainNode(std::string id, NodeKind kind) {
    Node node;
    node.service = kind == NodeKind::unknown ? "" : id;
    node.id = std::move(id);
    node.kind = kind;
    return node;
}

// The parts of a cluster name as Istio writes it: "outbound|80|v1|payment.shop.svc.cluster.local".
struct MeshCluster {
    std::string subset;
    std::string service;
    std::string nameSpace;
};

std::optional<MeshCluster> parseMeshCluster(std::string_view name) {
    if (!name.starts_with("outbound|")) return std::nullopt;
    const std::size_t port = name.find('|');
    const std::size_t subset = name.find('|', port + 1);
    const std::size_t host = subset == std::string_view::npos ? subset : name.find('|', subset + 1);
    if (host == std::string_view::npos) return std::nullopt;
    MeshCluster out;
    out.subset = name.substr(subset + 1, host - subset - 1);
    const std::string_view fqdn = name.substr(host + 1);
    const std::size_t svc = fqdn.find(".svc");
    const std::size_t dot = fqdn.find('.');
    if (svc == std::string_view::npos || dot == std::string_view::npos || dot >= svc) {
        out.service = fqdn;
        return out;
    }
    out.service = fqdn.substr(0, dot);
    out.nameSpace = fqdn.substr(dot + 1, svc - dot - 1);
    return out;
}

// "spiffe://DOMAIN/ns/NAMESPACE/sa/ACCOUNT" -> (NAMESPACE, ACCOUNT)
std::optional<std::pair<std::string, std::string>> parseSpiffe(std::string_view principal) {
    const std::size_t ns = principal.find("/ns/");
    const std::size_t sa = ns == std::string_view::npos ? ns : principal.find("/sa/", ns + 4);
    if (!principal.starts_with("spiffe://") || sa == std::string_view::npos) return std::nullopt;
    return std::pair{std::string(principal.substr(ns + 4, sa - ns - 4)),
                     std::string(principal.substr(sa + 4))};
}

}  // namespace

std::uint32_t Directory::intern(const Workload& workload) {
    const std::string id = idOf(workload);
    const auto [at, isNew] = m_byId.try_emplace(id, static_cast<std::uint32_t>(m_workloads.size()));
    if (!isNew) {
        if (!m_workloads[at->second].declared) replace(at->second, workload);
        return at->second;
    }
    ++m_revision;
    m_workloads.push_back({workload, id, false, false, 0});
    m_byService[workload.service].push_back(at->second);
    m_byName[workload.name].push_back(at->second);
    return at->second;
}

// The same workload told of itself anew: the last word holds.
void Directory::replace(std::uint32_t number, const Workload& workload) {
    Workload& known = m_workloads[number].workload;
    if (known == workload) return;
    ++m_revision;
    if (known.service != workload.service) {
        std::erase(m_byService[known.service], number);
        m_byService[workload.service].push_back(number);
    }
    known = workload;
}

void Directory::declare(const DeclaredWorkload& declared) {
    Workload workload = declared.workload;
    const bool namedByService = workload.name.empty() || (declared.external && !workload.service.empty());
    if (namedByService) workload.name = workload.service;
    const std::uint32_t number = intern(workload);
    replace(number, workload);
    ++m_revision;
    Known& known = m_workloads[number];
    known.declared = true;
    known.external = declared.external;
    for (const std::string& address : declared.addresses) m_declaredAddresses[address] = number;
    for (const std::string& cluster : declared.clusters) m_clusters[cluster] = number;
}

void Directory::noteConnected(std::uint32_t workload, bool connected) {
    std::uint32_t& count = m_workloads[workload].connectedProxies;
    if (connected ? count == 0 : count == 1) ++m_revision;
    if (connected) {
        ++count;
    } else if (count > 0) {
        --count;
    }
}

void Directory::noteProxy(const std::string& node, std::uint32_t workload) {
    if (node.empty()) return;
    const auto [at, isNew] = m_proxies.try_emplace(node, workload);
    if (!isNew && at->second == workload) return;
    at->second = workload;
    ++m_revision;
}

void Directory::forgetProxy(const std::string& node) {
    m_revision += m_proxies.erase(node);
}

void Directory::forgetLearned() {
    m_learnedAddresses.clear();
    ++m_revision;
}

void Directory::learnAddress(const std::string& address, std::uint32_t workload) {
    if (address.empty() || m_declaredAddresses.contains(address)) return;
    const auto found = m_learnedAddresses.find(address);
    if (found != m_learnedAddresses.end()) {
        if (found->second == workload) return;
        found->second = workload;
        ++m_revision;
        return;
    }
    if (m_learnedAddresses.size() >= kMaxLearnedAddresses) return;
    m_learnedAddresses.emplace(address, workload);
    ++m_revision;
}

std::optional<std::uint32_t> Directory::workloadAt(std::string_view address) const {
    if (address.empty()) return std::nullopt;
    if (const auto declared = lookUp(m_declaredAddresses, address)) return declared;
    return lookUp(m_learnedAddresses, address);
}

Node Directory::nodeOf(std::uint32_t workload) const {
    const Known& known = m_workloads[workload];
    return {known.id,
            known.workload.service,
            known.external ? "" : known.workload.name,
            known.workload.version,
            known.workload.nameSpace,
            known.external ? NodeKind::external : NodeKind::workload};
}

Node Directory::serviceNode(const std::string& service) const {
    Node node = plainNode(service, NodeKind::service);
    if (m_byId.contains(node.id)) node.id += " (service)";  // a workload bears the very name
    return node;
}

const std::vector<std::uint32_t>& Directory::ofService(const std::string& service) const {
    static const std::vector<std::uint32_t> kNone;
    const auto found = m_byService.find(service);
    return found == m_byService.end() || service.empty() ? kNone : found->second;
}

std::optional<std::uint32_t> Directory::onlyOne(const std::vector<std::uint32_t>& candidates) const {
    if (candidates.size() != 1) return std::nullopt;
    return candidates.front();
}

// A name that may be a node id, a workload's or a service's: the first of these that leads to one.
std::optional<Node> Directory::byName(const std::string& name) const {
    if (const auto id = lookUp(m_byId, name)) return nodeOf(*id);
    const auto named = m_byName.find(name);
    if (named != m_byName.end() && named->second.size() == 1) return nodeOf(named->second.front());
    const auto& candidates = ofService(name);
    if (const auto only = onlyOne(candidates)) return nodeOf(*only);
    if (!candidates.empty()) return serviceNode(name);
    return std::nullopt;
}

std::optional<Node> Directory::byMeshCluster(std::string_view cluster) const {
    const auto parsed = parseMeshCluster(cluster);
    if (!parsed) return std::nullopt;
    std::vector<std::uint32_t> candidates;
    for (const std::uint32_t number : ofService(parsed->service)) {
        const Workload& w = m_workloads[number].workload;
        const bool sameSpace =
            parsed->nameSpace.empty() || w.nameSpace.empty() || w.nameSpace == parsed->nameSpace;
        if (sameSpace && (parsed->subset.empty() || parsed->subset == w.version))
            candidates.push_back(number);
    }
    if (const auto only = onlyOne(candidates)) return nodeOf(*only);
    if (!ofService(parsed->service).empty()) return serviceNode(parsed->service);
    return plainNode(parsed->service, NodeKind::external);
}

Node Directory::callee(const CalleeClue& clue) const {
    if (const auto at = workloadAt(clue.host)) return nodeOf(*at);
    if (const auto declared = lookUp(m_clusters, clue.cluster)) return nodeOf(*declared);
    if (clue.cluster.empty()) {
        return clue.host.empty() ? plainNode(kUnknown, NodeKind::unknown)
                                 : plainNode(std::string(clue.host), NodeKind::external);
    }
    const std::string cluster(clue.cluster);
    if (auto known = byName(cluster)) return *known;
    if (auto known = byMeshCluster(cluster)) return *known;
    return plainNode(cluster, NodeKind::external);
}

std::optional<std::uint32_t> Directory::byPrincipal(std::string_view principal) const {
    const auto identity = parseSpiffe(principal);
    if (!identity) return std::nullopt;
    const auto& [nameSpace, account] = *identity;
    if (const auto exact = lookUp(m_byId, nameSpace + "/" + account)) return exact;
    if (const auto plain = lookUp(m_byId, account)) return plain;
    return onlyOne(ofService(account));
}

// A certificate beats a claim; but the claim may tell the version where the certificate tells the service
// only.
Node Directory::caller(const CallerClue& clue) const {
    const auto proven = byPrincipal(clue.principal);
    const auto claimed = lookUp(m_proxies, clue.node);
    if (proven && claimed &&
        m_workloads[*proven].workload.service == m_workloads[*claimed].workload.service) {
        return nodeOf(*claimed);
    }
    if (proven) return nodeOf(*proven);
    if (claimed) return nodeOf(*claimed);
    const std::string service(clue.service);
    if (!service.empty()) return byName(service).value_or(plainNode(service, NodeKind::external));
    if (const auto identity = parseSpiffe(clue.principal)) {
        return byName(identity->second).value_or(plainNode(identity->second, NodeKind::external));
    }
    return plainNode(kUnknown, NodeKind::unknown);
}

}  // namespace binnacle
