// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/response_flags.h"
#include "models/core/telemetry/shard.h"
#include "models/core/telemetry/shard_batch.h"
#include "models/core/topology/mesh.h"
#include "tests/support/manual_clock.h"

#include <map>
#include <sstream>
#include <string>
#include <string_view>

namespace binnacle {

/// One call as a test tells it; who tells it and who is at the other end comes from the MeshLab function
/// used.
struct Call {
    std::uint16_t status = 200;
    Duration duration = std::chrono::milliseconds(5);
    std::string flags = {};  ///< "UO,URX"
    int times = 1;
    Protocol protocol = Protocol::http1;
    std::string_view path = "/";  ///< views, since an Entry made from a Call outlives it
    Duration ago{};               ///< how long before the clock's now it ended
    std::string_view trace = {};
};

/// A mesh with one receive thread and a clock that stands still: what unit tests drive in domain words.
/// Proxies get the node id NAME-1 and take their calls at NAME:80. One thread.
class MeshLab {
  public:
    ManualClock clock;
    Mesh mesh{clock};
    Shard shard;

    ProxyIndex proxy(const std::string& workload, const std::string& service = "",
                     const std::string& version = "") {
        const auto found = m_proxies.find(workload);
        if (found != m_proxies.end()) return found->second;
        Proxy p;
        p.node = workload + "-1";
        p.cluster = service.empty() ? workload : service;
        p.workload = {p.cluster, workload, version, ""};
        return m_proxies[workload] = shard.openProxy(p);
    }
    void closeProxy(const std::string& workload) { shard.closeProxy(m_proxies.at(workload)); }

    /// The caller's proxy tells a call to `host` in `cluster`.
    void outbound(const std::string& from, const std::string& cluster, const std::string& host,
                  const Call& call = {}) {
        Entry entry = entryOf(call);
        entry.reporter = Reporter::source;
        entry.upstreamCluster = cluster;
        entry.upstreamHost = host;
        add(from, entry, call);
    }
    /// The callee's proxy tells a call that the node FROM-1 claims.
    void inbound(const std::string& from, const std::string& to, const Call& call = {}) {
        const std::string local = to + ":80";
        const std::string node = from.empty() ? "" : from + "-1";
        Entry entry = entryOf(call);
        entry.reporter = Reporter::destination;
        entry.localAddress = local;
        entry.peerNode = node;
        add(to, entry, call);
    }
    /// Both proxies tell the same call.
    void call(const std::string& from, const std::string& to, const Call& call = {}) {
        outbound(from, to, to + ":80", call);
        inbound(from, to, call);
    }
    void flush() { mesh.accept(0, shard.drain()); }

    std::shared_ptr<const TopologyFrame> frame(const std::string& filter = "", TimeWindow window = {}) {
        flush();
        return mesh.topology({window, filter}).value();
    }
    /// Every edge as "checkout -> cart 200=3 503=1 UO=1", with what is odd about it in brackets.
    std::string picture(const std::string& filter = "", TimeWindow window = {}) {
        return describe(*frame(filter, window));
    }
    static std::string describe(const TopologyFrame& frame) {
        std::ostringstream out;
        for (const Edge& edge : frame.edges) {
            out << (out.tellp() > 0 ? "; " : "") << edge.source << " -> " << edge.destination;
            for (const auto& [code, count] : edge.stats.codes) out << ' ' << code << '=' << count;
            for (const auto& [bit, count] : edge.stats.flags)
                out << ' ' << responseFlags()[bit].name << '=' << count;
            if (edge.toldBy == ToldBy::destination) out << " [told by destination]";
            if (edge.otherSide.requests > 0) out << " [other side " << edge.otherSide.requests << ']';
            if (edge.otherSideMissing) out << " [other side missing]";
        }
        return out.str();
    }

    Entry entryOf(const Call& call) const {
        Entry entry;
        entry.duration = call.duration;
        entry.start = clock.now() - call.ago - call.duration;
        entry.status = call.status;
        entry.protocol = call.protocol;
        entry.path = call.path;
        entry.method = "GET";
        entry.traceId = call.trace;
        entry.bytesSent = 100;
        entry.bytesReceived = 10;
        std::istringstream names(call.flags);
        for (std::string name; std::getline(names, name, ',');) {
            entry.flags |= std::uint64_t{1} << responseFlagByName(name).value();
        }
        return entry;
    }

  private:
    void add(const std::string& teller, const Entry& entry, const Call& call) {
        const ProxyIndex index = proxy(teller);
        for (int i = 0; i < call.times; ++i) shard.add(index, entry, clock.now());
    }

    std::map<std::string, ProxyIndex> m_proxies;
};

}  // namespace binnacle
