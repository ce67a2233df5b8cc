// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/entry.h"
#include "models/core/telemetry/proxy.h"

#include <cstdint>
#include <memory>

namespace binnacle {

/// Index of an open stream's proxy within one shard.
using ProxyIndex = std::uint32_t;

/// Why an entry or a message is in no rollup at all.
enum class RejectReason : std::uint8_t {
    malformed,         ///< the wire form is broken
    noIdentifier,      ///< a stream's first message named no node
    messageTooLarge,   ///< over the message limit
    tooManyProxies,    ///< over the limit of proxies
    tooManyEdges,      ///< over the limit of edges of this shard in this tick
    compressed,        ///< a compressed message
    negativeDuration,  ///< a duration below 0
    absurdDuration,    ///< a duration over one hour on a request (over a year on a connection)
    tooOld,            ///< ended before the time that is kept
};

struct ShardLimits {
    std::size_t proxies = 20'000;
    std::size_t rollups = 200'000;     ///< open (edge, second) rows between two drains
    std::size_t tailRecords = 50'000;  ///< request records between two drains
    std::size_t strings =
        200'000;  ///< dictionary of names (cluster, host, route, peer); over it: "__other__"
    std::size_t stringsPerProxy = 50'000;  ///< of these, what one proxy's streams may bring in
    std::size_t nameBytes = 253;
    std::size_t pathBytes = 2048;
    std::size_t tailBytes = 16U << 20U;    ///< paths, ids and details of the tail between two drains
    std::size_t sketchBytes = 64U << 20U;  ///< open sketches between two drains
};

/// What openProxy() gives when there are too many proxies: entries of it are rejected and counted.
inline constexpr ProxyIndex kNoProxy = 0xFFFFFFFF;

/// The name that stands for all those over a limit.
inline constexpr const char* kOtherName = "__other__";

struct ShardBatch;

/// What one receive thread has seen since its last drain: open rollups by (proxy, peer, second) and the tail
/// of request records. No lock: everything but construction is confined to the one receive thread. Knows
/// nothing of topology: who is who is resolved by Mesh, from the names kept here.
class Shard {
  public:
    explicit Shard(const ShardLimits& limits = {});
    ~Shard();
    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

    /// A stream told who it is. The same proxy may have several streams; each has its own index.
    ProxyIndex openProxy(const Proxy& proxy);
    void closeProxy(ProxyIndex proxy);
    /// Counts one entry. Total on any values; strings are cut and made valid UTF-8 where they are first kept.
    void add(ProxyIndex proxy, const Entry& entry, TimePoint receivedAt);
    void reject(RejectReason reason, std::uint64_t count = 1);
    /// Hands over everything since the last drain; null when there is nothing new.
    std::unique_ptr<ShardBatch> drain();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace binnacle
