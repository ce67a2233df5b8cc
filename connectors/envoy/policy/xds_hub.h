// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/snapshot.h"
#include "connectors/envoy/policy/xds_stream.h"
#include "models/core/base/clock.h"
#include "models/core/ports/control_plane.h"
#include "models/core/telemetry/proxy.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace binnacle {

/// Where the hub gets what a node should have. Called under the hub's lock: must not call back.
class SnapshotSource {
  public:
    virtual ~SnapshotSource() = default;
    virtual std::shared_ptr<const Snapshot> snapshotFor(const std::string& node) = 0;
    /// Whether the station that this node had its runtime values from may have known more of it than we do
    /// yet.
    virtual bool mayKnowLess(const std::string& node) const = 0;
};

/// The writing end of one stream.
class XdsPeer {
  public:
    virtual ~XdsPeer() = default;
    /// Writes what is due, unless a write is on its way already. Called without any lock of the hub's.
    virtual void pump() = 0;
    /// Ends the stream: it has not taken a byte for too long.
    virtual void cancelIfStuck() = 0;
};

struct XdsCounters {
    std::uint64_t streamsOpened = 0;
    std::uint64_t streamsRefused = 0;
    std::uint64_t requests = 0;
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::uint64_t staleNonces = 0;
    std::uint64_t unknownTypes = 0;
    std::uint64_t overlongRequests = 0;
    std::uint64_t unknownNodes = 0;  ///< asked for clusters or listeners and is in no mesh file
};

/// All open xDS streams and what each node is to have; matches the proxies' answers with the write they
/// answer. No gRPC in here. Thread-safe; answers and notes are told without a lock held.
class XdsHub {
  public:
    using SessionId = std::uint64_t;
    using OnStream = std::function<void(const Proxy& proxy, bool connected)>;
    static constexpr std::size_t kMostStreams = 4096;

    XdsHub(SnapshotSource& source, const Clock& clock, OnStream onStream);

    /// 0: too many streams.
    SessionId open(std::weak_ptr<XdsPeer> peer);
    /// The first request names the node; unavailable when it does not.
    Result<void> onRequest(SessionId id, const envoy::service::discovery::v3::DiscoveryRequest& request,
                           const Proxy& proxy);
    std::optional<envoy::service::discovery::v3::DiscoveryResponse> next(SessionId id);
    void close(SessionId id);

    /// Takes new snapshots from the source for the connected nodes and `declared` ones. Returns those that
    /// must answer, which are told to `onAnswer` until the next write.
    std::vector<std::string> write(const std::vector<std::string>& declared, ControlPlane::OnAnswer onAnswer);
    /// The same for knowledge that came later, or is late enough not to be waited for: nobody waits for the
    /// answers.
    void refresh();

    std::set<std::string> connectedNodes() const;
    XdsCounters counters() const;

  private:
    struct Session {
        std::weak_ptr<XdsPeer> peer;
        Proxy proxy;
        std::unique_ptr<XdsStream> stream;  ///< null until the first request
        XdsStreamCounters seen;
        bool isHeld = false;  ///< it keeps what it has until we know as much as the station before us
    };
    struct Node {
        std::shared_ptr<NodeMemory> memory = std::make_shared<NodeMemory>();
        std::shared_ptr<const Snapshot> target;
        std::set<XdsType> awaited;  ///< types that the current write changed and this node has not answered
        std::size_t sessions = 0;
        bool toldUnknown = false;
    };

    Result<bool> begin(Session& session, SessionId id, const Proxy& proxy);
    void noteUnknown(const Session& session, const envoy::service::discovery::v3::DiscoveryRequest& request);
    void count(Session& session, const std::vector<XdsEvent>& events);
    std::optional<ProxyAnswer> answerOf(const std::string& node, const std::vector<XdsEvent>& events);
    bool isSettled(const std::string& node, XdsType type) const;
    bool retarget(const std::string& name, Node& node);
    void pumpAll(const std::set<std::string>& nodes);
    std::set<std::string> nodesInUse() const;

    SnapshotSource& m_source;
    const Clock& m_clock;
    const OnStream m_onStream;
    mutable std::mutex m_mutex;
    std::map<SessionId, Session> m_sessions;
    std::map<std::string, Node> m_nodes;
    std::set<std::string> m_declared;
    SessionId m_lastId = 0;
    bool m_isLoaded = false;  ///< the stored policy has been written: until then nobody is answered
    ControlPlane::OnAnswer m_onAnswer;
    MonotonicPoint m_writtenAt{};
    XdsCounters m_counters;
};

}  // namespace binnacle
