// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/core/topology/cluster_merge.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace binnacle {
namespace {

void keepNewer(auto& into, const auto& value) {
    if (value) into = value;
}

Event eventOf(const ClusterState& state, EventKind kind, std::string detail) {
    return {0, state.asOf, kind, state.cluster, std::move(detail), state.proxy, {}};
}

class BreakerEvents {
  public:
    BreakerEvents(const ClusterState& state, std::vector<Event>& events) : m_state(state), m_events(events) {}

    // A breaker that nobody has told of is closed: that is how they start.
    void note(const char* name, std::optional<bool> before, std::optional<bool> after) const {
        if (!after || before.value_or(false) == *after) return;
        m_events.push_back(
            eventOf(m_state, *after ? EventKind::breakerOpened : EventKind::breakerClosed, name));
    }

  private:
    const ClusterState& m_state;
    std::vector<Event>& m_events;
};

void noteHosts(const ClusterState& state, const std::vector<HostState>& before,
               const std::vector<HostState>& after, std::vector<Event>& events) {
    std::set<std::string> wereOut;
    for (const HostState& host : before)
        if (host.ejected) wereOut.insert(host.address);
    for (const HostState& host : after) {
        const bool wasOut = wereOut.contains(host.address);
        if (host.ejected && !wasOut) events.push_back(eventOf(state, EventKind::hostEjected, host.address));
        if (!host.ejected && wasOut) events.push_back(eventOf(state, EventKind::hostReturned, host.address));
    }
}

}  // namespace

void mergeCluster(ClusterState& into, ClusterState&& from, std::vector<Event>& events) {
    into.proxy = from.proxy;
    into.cluster = from.cluster;
    into.asOf = std::max(into.asOf, from.asOf);
    const BreakerEvents breakers(into, events);
    breakers.note("connections", into.connectionsOpen, from.connectionsOpen);
    breakers.note("pending requests", into.pendingOpen, from.pendingOpen);
    breakers.note("requests", into.requestsOpen, from.requestsOpen);
    breakers.note("retries", into.retriesOpen, from.retriesOpen);
    noteHosts(into, into.hosts, from.hosts, events);
    keepNewer(into.activeRequests, from.activeRequests);
    keepNewer(into.pendingRequests, from.pendingRequests);
    keepNewer(into.activeConnections, from.activeConnections);
    keepNewer(into.connectionsOpen, from.connectionsOpen);
    keepNewer(into.pendingOpen, from.pendingOpen);
    keepNewer(into.requestsOpen, from.requestsOpen);
    keepNewer(into.retriesOpen, from.retriesOpen);
    keepNewer(into.ejectedHosts, from.ejectedHosts);
    keepNewer(into.totalHosts, from.totalHosts);
    keepNewer(into.limits.maxConnections, from.limits.maxConnections);
    keepNewer(into.limits.maxPendingRequests, from.limits.maxPendingRequests);
    keepNewer(into.limits.maxRequests, from.limits.maxRequests);
    keepNewer(into.limits.maxRetries, from.limits.maxRetries);
    if (!from.hosts.empty()) into.hosts = std::move(from.hosts);
}

}  // namespace binnacle
