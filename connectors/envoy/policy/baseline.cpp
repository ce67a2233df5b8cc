// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/baseline.h"

#include "connectors/envoy/policy/policy_set.h"
#include "connectors/envoy/policy/resources.h"
#include "models/core/policy/intent_yaml.h"

#include <algorithm>

namespace binnacle {
namespace {

constexpr const char* kMeshFile = "mesh file";
constexpr const char* kEnvoyDefault = "Envoy default";

std::vector<std::string> callersOf(const MeshFile& mesh, const std::string& service) {
    std::vector<std::string> nodes;
    for (const MeshService& caller : mesh.services) {
        if (std::find(caller.calls.begin(), caller.calls.end(), service) == caller.calls.end()) continue;
        for (const MeshWorkload& workload : caller.workloads)
            for (const MeshProxy& proxy : workload.proxies) nodes.push_back(proxy.node);
    }
    return nodes;
}

PolicyInForce splitOf(const MeshFile& mesh, const MeshService& service, const PolicySet& policies) {
    PolicyInForce out{.intent = {service.name, TrafficSplit{weightsOf(service, policies)}},
                      .values = {},
                      .proxies = callersOf(mesh, service.name)};
    for (const auto& [field, value] : intentFields(out.intent))
        out.values.push_back({field, value, kMeshFile});
    return out;
}

PolicyInForce breakerOf(const MeshFile& mesh, const MeshService& service, const PolicySet& policies) {
    const CircuitBreaker* own = policies.breakerOf(service.name);
    PolicyInForce out{.intent = {service.name, own == nullptr ? CircuitBreaker{} : *own},
                      .values = {},
                      .proxies = callersOf(mesh, service.name)};
    const auto fields = intentFields(out.intent);
    for (const auto& [field, value] : fields) out.values.push_back({field, value, kMeshFile});
    const std::pair<const char*, const char*> defaults[] = {{"limits.maxConnections", "1024"},
                                                            {"limits.maxPendingRequests", "1024"},
                                                            {"limits.maxRequests", "1024"},
                                                            {"limits.maxRetries", "3"}};
    for (const auto& [field, value] : defaults) {
        const bool isSet = std::any_of(fields.begin(), fields.end(),
                                       [&f = field](const auto& item) { return item.first == f; });
        if (!isSet) out.values.push_back({field, value, kEnvoyDefault});
    }
    return out;
}

}  // namespace

std::vector<PolicyInForce> baselineOf(const MeshFile& mesh) {
    PolicySet policies;
    policies.lay(mesh.policies);
    std::vector<PolicyInForce> all;
    for (const MeshService& service : mesh.services) {
        if (callersOf(mesh, service.name).empty()) continue;
        if (clustersOf(service).size() > 1 || policies.splitOf(service.name) != nullptr)
            all.push_back(splitOf(mesh, service, policies));
        all.push_back(breakerOf(mesh, service, policies));
    }
    return all;
}

std::vector<DeclaredWorkload> declaredWorkloads(const MeshFile& mesh) {
    std::vector<DeclaredWorkload> all;
    for (const MeshService& service : mesh.services) {
        for (const std::string& cluster : clustersOf(service)) {
            DeclaredWorkload one;
            one.workload.service = service.name;
            one.workload.name = cluster;
            one.external = !service.external.empty();
            one.addresses = addressesOf(service, cluster);
            one.clusters = {cluster};
            for (const MeshWorkload& workload : service.workloads)
                if (workload.name == cluster) one.workload.version = workload.version;
            all.push_back(std::move(one));
        }
    }
    return all;
}

}  // namespace binnacle
