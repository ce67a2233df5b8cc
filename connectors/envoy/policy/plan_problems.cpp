// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/policy/plan_problems.h"

#include "models/core/policy/intent_yaml.h"

#include <algorithm>

namespace binnacle {
namespace {

std::string joined(const std::set<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

/// Judges one intent after the other; each check adds what it finds.
class Judge {
  public:
    explicit Judge(const PlanView& view) : m_view(view) {}

    std::vector<Problem> judge(const std::vector<Intent>& intents) {
        for (const Intent& intent : intents) {
            const std::string place = std::string(intentKindName(intent.kind())) + " " + intent.service;
            if (!checkService(intent, place)) continue;
            if (const auto* split = std::get_if<TrafficSplit>(&intent.spec))
                checkSplit(intent.service, *split, place);
            if (const auto* breaker = std::get_if<CircuitBreaker>(&intent.spec))
                checkBreaker(intent.service, *breaker, place);
            checkUnread(intent, place);
        }
        return std::move(m_problems);
    }

  private:
    void add(const char* code, Severity severity, const std::string& place, const std::string& reason,
             const std::string& fix) {
        m_problems.push_back({code, severity, place, reason, fix});
    }

    /// Overlay proxies that an intent for this service reaches.
    std::set<std::string> overlayReached(const std::string& service) const {
        std::set<std::string> reached;
        for (const std::string& node : m_view.overlayNodes)
            if (overlayServices(m_view.mesh, findProxy(m_view.mesh, node), m_view.policies).count(service) !=
                0)
                reached.insert(node);
        return reached;
    }

    bool isCalled(const std::string& service) const {
        return std::any_of(
            m_view.mesh.services.begin(), m_view.mesh.services.end(), [&service](const MeshService& caller) {
                return std::find(caller.calls.begin(), caller.calls.end(), service) != caller.calls.end();
            });
    }

    bool checkService(const Intent& intent, const std::string& place) {
        const MeshService* declared = m_view.mesh.findService(intent.service);
        const bool isReached = !overlayReached(intent.service).empty();
        if (declared == nullptr && !m_view.mesh.services.empty()) {
            add("unknown-service", isReached ? Severity::warning : Severity::error, place,
                "the mesh file has no service " + intent.service, "check the name, or declare the service");
            return isReached;
        }
        if (declared != nullptr && !isCalled(intent.service) && !isReached)
            add("service-not-called", Severity::warning, place,
                "no proxy calls " + intent.service + ", so nothing would change",
                "name the service in the calls of those that use it");
        if (declared == nullptr && !isReached)
            add("no-proxy", Severity::warning, place, "no proxy takes policy from here yet",
                "connect one: binnaclectl adopt prints what its bootstrap needs");
        return true;
    }

    /// What is known to lead to the service besides what the split itself says.
    std::set<std::string> knownClusters(const std::string& service) const {
        if (const MeshService* declared = m_view.mesh.findService(service)) {
            const auto clusters = clustersOf(*declared);
            return {clusters.begin(), clusters.end()};
        }
        std::set<std::string> clusters;
        for (const std::string& node : m_view.overlayNodes) {
            const OverlayKnowledge known = m_view.known(node, {service});
            if (const auto seen = known.clusters.find(service); seen != known.clusters.end())
                clusters.insert(seen->second.begin(), seen->second.end());
        }
        return clusters;
    }

    void checkSplit(const std::string& service, const TrafficSplit& split, const std::string& place) {
        const MeshService* declared = m_view.mesh.findService(service);
        if (declared != nullptr && declared->protocol == MeshProtocol::tcp)
            add("split-tcp", Severity::error, place, service + " is a TCP service",
                "only HTTP services can be split");
        const std::set<std::string> known = knownClusters(service);
        std::set<std::string> named;
        for (const auto& [subset, weight] : split.weights) {
            named.insert(subset);
            if (known.empty() || known.count(subset) != 0) continue;
            add("unknown-subset", declared == nullptr ? Severity::warning : Severity::error,
                place + ": weights." + subset, service + " has no subset " + subset,
                "use one of: " + joined(known));
        }
        for (const std::string& cluster : known)
            if (named.count(cluster) == 0 && declared != nullptr)
                add("split-leaves-out", Severity::warning, place + ": weights",
                    cluster + " is not named, so it gets no request",
                    "give " + cluster + " a weight if it should serve");
    }

    void checkBreaker(const std::string& service, const CircuitBreaker& breaker, const std::string& place) {
        const MeshService* declared = m_view.mesh.findService(service);
        const bool isTcp = declared != nullptr && declared->protocol == MeshProtocol::tcp;
        if (isTcp &&
            (breaker.limits.maxRequests || breaker.limits.maxPendingRequests || breaker.limits.maxRetries))
            add("limit-not-tcp", Severity::warning, place + ": limits",
                "a TCP service has connections, not requests", "set maxConnections only");
        if (breaker.limits.maxConnections)
            add("limit-new-connections", Severity::info, place + ": limits.maxConnections",
                "it bounds new connections only; those already open live on",
                "expect the effect as connections end");
        if (!breaker.outlierDetection) return;
        const std::set<std::string> overlay = overlayReached(service);
        if (overlay.empty()) return;
        add("outlier-whole-proxy", Severity::warning, place + ": outlierDetection",
            "on overlay proxies (" + joined(overlay) +
                ") it holds for every cluster that has outlier detection, and for none that has not",
            "move these proxies to full mode to have it for " + service + " alone");
        if (breaker.outlierDetection->consecutive5xx)
            add("outlier-count-passed", Severity::info, place + ": outlierDetection.consecutive5xx",
                "a host whose running count of failures is past a lowered limit is ejected only after a "
                "success has reset it",
                "expect it at the next run of failures");
        checkOutlierConflict(service, overlay, place);
    }

    /// One proxy has one set of outlier keys: of two services, the one later by name decides.
    void checkOutlierConflict(const std::string& service, const std::set<std::string>& overlay,
                              const std::string& place) {
        for (const auto& [other, breaker] : m_view.policies.breakers) {
            if (other == service || !breaker.outlierDetection) continue;
            const std::set<std::string> reached = overlayReached(other);
            const bool isShared = std::any_of(overlay.begin(), overlay.end(), [&reached](const auto& node) {
                return reached.count(node) != 0;
            });
            if (isShared)
                add("outlier-shared", Severity::warning, place + ": outlierDetection",
                    "overlay proxies take one outlier detection for all services; " +
                        std::max(service, other) + "'s decides",
                    "give " + service + " and " + other + " the same values");
        }
    }

    void checkUnread(const Intent& intent, const std::string& place) {
        std::set<std::string> unread;
        for (const std::string& node : overlayReached(intent.service))
            if (m_view.unreadNodes.count(node) != 0) unread.insert(node);
        if (unread.empty()) return;
        const bool isSplit = intent.kind() == IntentKind::trafficSplit;
        add("overlay-unread", Severity::info, place,
            "the own configuration of " + joined(unread) + " can't be read",
            isSplit ? "its route must have runtime_key_prefix binnacle.split." + intent.service
                    : "its clusters must be named as in the keys shown");
    }

    const PlanView& m_view;
    std::vector<Problem> m_problems;
};

}  // namespace

std::vector<Problem> planProblems(const PlanView& view, const std::vector<Intent>& intents) {
    return Judge(view).judge(intents);
}

}  // namespace binnacle
