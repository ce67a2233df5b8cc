// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/policy/snapshot.h"

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "envoy/service/discovery/v3/discovery.pb.h"

namespace binnacle {

/// What one proxy said to what it was sent, over all its streams: so a version that it rejected is not sent
/// again when it connects anew, and what it last accepted can be.
struct NodeMemory {
    struct OfType {
        std::deque<std::string> rejected;  ///< versions, the newest last; bounded
        ResourceSet lastGood;
        bool hasLastGood = false;
    };
    std::array<OfType, kXdsTypes> types;

    bool isRejected(XdsType type, const std::string& version) const;
    void reject(XdsType type, const std::string& version);
};

/// A proxy's answer to one response.
struct XdsEvent {
    XdsType type = XdsType::cluster;
    bool accepted = true;
    bool isOfTarget = true;  ///< what it answers is still what it should have
    std::string error;       ///< the proxy's own text, made safe to show
};

struct XdsStreamCounters {
    std::uint64_t staleNonces = 0;
    std::uint64_t unknownTypes = 0;
    std::uint64_t overlongRequests = 0;
};

/// The state of the world protocol of one stream, without the stream: requests in, responses out. Responses
/// are asked for (next()), so that whatever changed while one was on the wire is sent as one. At most one
/// response of a type is unanswered at a time. Changes go out make-before-break: clusters and endpoints, then
/// listeners and routes, and only then is what nobody needs any more removed. Not for threads: the owner
/// locks.
class XdsStream {
  public:
    XdsStream(std::string nonceSeed, std::shared_ptr<NodeMemory> memory);

    /// What the proxy should have. Until it is set nothing is answered at all.
    void setTarget(std::shared_ptr<const Snapshot> target);
    std::vector<XdsEvent> onRequest(const envoy::service::discovery::v3::DiscoveryRequest& request);
    /// The next response to write, if one is due.
    std::optional<envoy::service::discovery::v3::DiscoveryResponse> next();

    bool isSubscribed(XdsType type) const { return state(type).isSubscribed; }
    /// The proxy asked for this type and has accepted what the target has of it.
    bool isSettled(XdsType type) const;
    const XdsStreamCounters& counters() const { return m_counters; }

  private:
    struct TypeState {
        bool isSubscribed = false;
        bool isWildcard = false;
        bool mustAnswer = false;  ///< even if the version is the one sent last
        std::set<std::string> names;
        std::string lastNonce;
        bool isUnanswered = false;
        std::string sentVersion;
        ResourceSet sent;
        std::string acceptedVersion;
    };

    TypeState& state(XdsType type) { return m_types[static_cast<std::size_t>(type)]; }
    const TypeState& state(XdsType type) const { return m_types[static_cast<std::size_t>(type)]; }
    bool takeNames(XdsType type, const envoy::service::discovery::v3::DiscoveryRequest& request);
    std::optional<XdsEvent> takeAnswer(XdsType type,
                                       const envoy::service::discovery::v3::DiscoveryRequest& request);
    void takeFirst(XdsType type, const std::string& version);
    ResourceSet asked(XdsType type, const ResourceSet& from) const;
    ResourceSet askedRuntime() const;
    ResourceSet wanted(XdsType type) const;
    bool isBlocked(XdsType type) const;
    bool mustWait(XdsType type) const;
    bool isAtRest(XdsType type) const;
    std::optional<ResourceSet> due(XdsType type) const;
    envoy::service::discovery::v3::DiscoveryResponse send(XdsType type, ResourceSet set);

    std::string m_nonceSeed;
    std::uint64_t m_sentCount = 0;
    std::shared_ptr<NodeMemory> m_memory;
    std::shared_ptr<const Snapshot> m_target;
    std::array<TypeState, kXdsTypes> m_types;
    XdsStreamCounters m_counters;
};

}  // namespace binnacle
