// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/envoy_control_plane.h"

#include "connectors/envoy/policy/adoption.h"
#include "connectors/envoy/policy/baseline.h"
#include "connectors/envoy/policy/native_text.h"
#include "connectors/envoy/policy/overlay_scout.h"
#include "connectors/envoy/policy/plan_problems.h"
#include "connectors/envoy/policy/read_back.h"
#include "connectors/envoy/policy/resources.h"
#include "connectors/envoy/policy/xds_hub.h"
#include "connectors/envoy/policy/xds_service.h"
#include "models/core/topology/mesh.h"

#include <algorithm>
#include <mutex>

namespace binnacle {
namespace {

using RuntimeChanges = std::vector<NativeChange>;

void addRuntimeChanges(std::vector<NativeChange>& changes, const std::string& node, const RuntimeKeys& before,
                       const RuntimeKeys& after) {
    std::map<std::string, std::pair<std::string, std::string>> lines;
    for (const auto& [key, value] : before) lines[key].first = std::to_string(value);
    for (const auto& [key, value] : after) lines[key].second = std::to_string(value);
    for (const auto& [key, texts] : lines)
        if (texts.first != texts.second)
            changes.push_back({node, "runtime " + key, texts.first, texts.second});
}

const Resource* find(const ResourceSet& set, const std::string& name) {
    const auto found = set.find(name);
    return found == set.end() ? nullptr : found->second.get();
}

void addResourceChanges(std::vector<NativeChange>& changes, const std::string& node, const Snapshot& before,
                        const Snapshot& after) {
    for (const XdsType type : kXdsOrder) {
        std::set<std::string> names;
        for (const auto& [name, resource] : before.of(type)) names.insert(name);
        for (const auto& [name, resource] : after.of(type)) names.insert(name);
        for (const std::string& name : names) {
            const Resource* left = find(before.of(type), name);
            const Resource* right = find(after.of(type), name);
            if (left != nullptr && right != nullptr && left->version == right->version) continue;
            const auto [from, to] = changedText(left, right);
            changes.push_back({node, std::string(shortName(type)) + " " + name, from, to});
        }
    }
}

std::vector<IntentEdit> editsBetween(const std::vector<Intent>& before, const std::vector<Intent>& after) {
    std::map<std::pair<std::string, IntentKind>, IntentEdit> edits;
    const auto edit = [&edits](const Intent& intent) -> IntentEdit& {
        IntentEdit& one = edits[{intent.service, intent.kind()}];
        one.service = intent.service;
        one.kind = intent.kind();
        return one;
    };
    for (const Intent& intent : before) edit(intent).before = intent;
    for (const Intent& intent : after) edit(intent).after = intent;
    std::vector<IntentEdit> changed;
    for (auto& [key, one] : edits)
        if (one.before != one.after) changed.push_back(std::move(one));
    return changed;
}

}  // namespace

struct EnvoyControlPlane::State final : SnapshotSource {
    State(MeshFile file, Mesh& meshToTell, const Clock& source, std::string address)
        : meshFile(std::move(file)),
          mesh(meshToTell),
          stationAddress(std::move(address)),
          hub(*this, source, [this](const Proxy& proxy, bool connected) { onStream(proxy, connected); }),
          aggregated(hub),
          runtime(hub),
          scout(meshFile, mesh, [this] { hub.refresh(); }) {
        inForce.lay(meshFile.policies);
    }

    std::shared_ptr<const Snapshot> snapshotFor(const std::string& node) override;
    bool mayKnowLess(const std::string& node) const override {
        return findProxy(meshFile, node).proxy == nullptr && scout.isTooEarlyFor(node);
    }
    void onStream(const Proxy& proxy, bool connected);
    bool isFull(const MeshPlace& place) const {
        return place.proxy != nullptr && place.proxy->mode == ProxyMode::full;
    }
    PolicySet policiesWith(const std::vector<Intent>& intents) const;
    RuntimeKeys keysFor(const std::string& node, const PolicySet& policies) const;
    std::vector<std::string> declaredNodes() const;
    PlanView viewOf(const PolicySet& policies) const;

    const MeshFile meshFile;
    Mesh& mesh;
    mutable std::mutex mutex;  // guards the two that follow; never held while the hub is called
    PolicySet inForce;
    std::string stationAddress;
    XdsHub hub;
    AggregatedXdsService aggregated;
    RuntimeXdsService runtime;
    OverlayScout scout;  // last: its thread uses the hub
};

std::shared_ptr<const Snapshot> EnvoyControlPlane::State::snapshotFor(const std::string& node) {
    const PolicySet policies = [this] {
        const std::lock_guard lock(mutex);
        return inForce;
    }();
    const MeshPlace place = findProxy(meshFile, node);
    if (isFull(place)) return std::make_shared<Snapshot>(buildFullSnapshot(meshFile, place, policies));
    return std::make_shared<Snapshot>(runtimeSnapshot(keysFor(node, policies)));
}

void EnvoyControlPlane::State::onStream(const Proxy& proxy, bool connected) {
    const bool full = isFull(findProxy(meshFile, proxy.node));
    mesh.notePolicyStream(proxy, full ? "full" : "overlay", connected);
    if (connected && !full) scout.ask(proxy.node);
}

PolicySet EnvoyControlPlane::State::policiesWith(const std::vector<Intent>& intents) const {
    PolicySet policies;
    policies.lay(meshFile.policies);
    policies.lay(intents);
    return policies;
}

RuntimeKeys EnvoyControlPlane::State::keysFor(const std::string& node, const PolicySet& policies) const {
    const MeshPlace place = findProxy(meshFile, node);
    const auto services = overlayServices(meshFile, place, policies);
    return buildRuntimeKeys(meshFile, place, policies, scout.knowledgeOf(node, services));
}

std::vector<std::string> EnvoyControlPlane::State::declaredNodes() const {
    std::vector<std::string> nodes;
    for (const MeshService& service : meshFile.services)
        for (const MeshWorkload& workload : service.workloads)
            for (const MeshProxy& proxy : workload.proxies) nodes.push_back(proxy.node);
    return nodes;
}

PlanView EnvoyControlPlane::State::viewOf(const PolicySet& policies) const {
    PlanView view{.mesh = meshFile,
                  .policies = policies,
                  .overlayNodes = hub.connectedNodes(),
                  .unreadNodes = {},
                  .known = [this](const std::string& node, const std::set<std::string>& services) {
                      return scout.knowledgeOf(node, services);
                  }};
    for (const std::string& node : declaredNodes()) view.overlayNodes.insert(node);
    std::erase_if(view.overlayNodes,
                  [this](const std::string& node) { return isFull(findProxy(meshFile, node)); });
    for (const std::string& node : view.overlayNodes)
        if (!scout.hasRead(node)) view.unreadNodes.insert(node);
    return view;
}

EnvoyControlPlane::EnvoyControlPlane(MeshFile meshFile, Mesh& mesh, const Clock& clock,
                                     const std::string& stationAddress)
    : m_state(std::make_unique<State>(std::move(meshFile), mesh, clock, stationAddress)) {
    mesh.declare(declaredWorkloads(m_state->meshFile));
}

EnvoyControlPlane::~EnvoyControlPlane() = default;

std::vector<grpc::Service*> EnvoyControlPlane::services() {
    return {&m_state->aggregated, &m_state->runtime};
}

void EnvoyControlPlane::setStationAddress(const std::string& address) {
    const std::lock_guard lock(m_state->mutex);
    m_state->stationAddress = address;
}

std::string EnvoyControlPlane::adoption() const {
    const std::lock_guard lock(m_state->mutex);
    return adoptionText(m_state->stationAddress);
}

std::vector<AdminTarget> EnvoyControlPlane::adminTargets() const {
    std::vector<AdminTarget> targets;
    for (const MeshService& service : m_state->meshFile.services)
        for (const MeshWorkload& workload : service.workloads)
            for (const MeshProxy& proxy : workload.proxies)
                if (!proxy.admin.empty()) targets.push_back({proxy.node, proxy.admin});
    return targets;
}

XdsCounters EnvoyControlPlane::counters() const {
    return m_state->hub.counters();
}

std::vector<PolicyInForce> EnvoyControlPlane::baseline() const {
    return baselineOf(m_state->meshFile);
}

Plan EnvoyControlPlane::plan(const std::vector<Intent>& before, const std::vector<Intent>& after) const {
    const PolicySet from = m_state->policiesWith(before);
    const PolicySet to = m_state->policiesWith(after);
    Plan plan;
    plan.edits = editsBetween(before, after);
    std::set<std::string> nodes = m_state->hub.connectedNodes();
    for (const std::string& node : m_state->declaredNodes()) nodes.insert(node);
    for (const std::string& node : nodes) {
        const MeshPlace place = findProxy(m_state->meshFile, node);
        if (m_state->isFull(place))
            addResourceChanges(plan.changes, node, buildFullSnapshot(m_state->meshFile, place, from),
                               buildFullSnapshot(m_state->meshFile, place, to));
        else
            addRuntimeChanges(plan.changes, node, m_state->keysFor(node, from), m_state->keysFor(node, to));
    }
    std::vector<Intent> edited;
    for (const IntentEdit& edit : plan.edits)
        if (edit.after) edited.push_back(*edit.after);
    plan.problems = planProblems(m_state->viewOf(to), edited);
    return plan;
}

Result<std::vector<std::string>> EnvoyControlPlane::write(const std::vector<Intent>& intents,
                                                          OnAnswer onAnswer) {
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->inForce = m_state->policiesWith(intents);
    }
    return m_state->hub.write(m_state->declaredNodes(), std::move(onAnswer));
}

Result<std::string> EnvoyControlPlane::readBack(const std::string& node, const std::string& service) {
    const MeshPlace place = findProxy(m_state->meshFile, node);
    if (place.proxy == nullptr || place.proxy->admin.empty())
        return failure(ErrorCode::unavailable, node, "no admin address is known");
    if (m_state->isFull(place)) {
        const MeshService* called = m_state->meshFile.findService(service);
        if (called == nullptr) return failure(ErrorCode::notFound, service, "is not in the mesh file");
        return readFull(place.proxy->admin, clustersOf(*called));
    }
    PolicySet all = [this] {
        const std::lock_guard lock(m_state->mutex);
        return m_state->inForce;
    }();
    PolicySet one;
    if (const auto* split = all.splitOf(service)) one.splits[service] = *split;
    if (const auto* breaker = all.breakerOf(service)) one.breakers[service] = *breaker;
    return readOverlay(place.proxy->admin, m_state->keysFor(node, one));
}

}  // namespace binnacle
