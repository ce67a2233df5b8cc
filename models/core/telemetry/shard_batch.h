// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/entry.h"
#include "models/core/telemetry/proxy.h"
#include "models/core/telemetry/rollup_part.h"
#include "models/core/telemetry/shard.h"
#include "models/core/telemetry/sketch.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace binnacle {

/// Why an entry is kept, but not whole.
enum class ClampReason : std::uint8_t {
    nameCut,         ///< a name over its limit
    pathCut,         ///< a path over its limit
    textCut,         ///< an id or a detail over its limit
    tooManyNames,    ///< the dictionary is full: the name is kept as "__other__"
    clockSkew,       ///< stamped by a clock far from ours: shifted
    status,          ///< a status code over 999: kept as 0
    tailExpired,     ///< left the tail of requests for its limit of number or bytes before its time
    historyExpired,  ///< a second's rollups left memory for its limit before their time
    redacted,        ///< a text held what looks like a secret: taken out
};
inline constexpr std::size_t kClampReasons = 9;
inline constexpr std::size_t kRejectReasons = 9;

std::string_view clampReasonName(ClampReason reason);
std::string_view rejectReasonName(RejectReason reason);

/// What the rollup rows are kept by: who told it, and all that says who was at the other end. The numbers
/// stand for names and workloads: of a shard in a batch, of the mesh afterwards. 0 is "".
struct RollupKey {
    std::uint32_t workload = 0;  ///< of the proxy that told it
    Reporter reporter = Reporter::source;
    Protocol protocol = Protocol::unknown;
    bool mutualTls = false;
    std::uint32_t address = 0;   ///< the chosen upstream host, or (destination) the local address
    std::uint32_t cluster = 0;   ///< source only
    std::uint32_t peerNode = 0;  ///< this and what follows: destination only
    std::uint32_t peerService = 0;
    std::uint32_t peerPrincipal = 0;

    bool operator==(const RollupKey&) const = default;
    std::uint64_t hash() const;
};

/// One request of the tail. Its texts lie one after the other in the block's arena.
struct TailRecord {
    enum Text { path, authority, details, requestId, trace, texts };

    std::int64_t start = 0;  ///< nanoseconds since the epoch, after any shift
    std::int64_t duration = 0;
    std::int64_t firstUpstreamByte = 0;
    std::uint64_t flags = 0;
    std::uint64_t bytesSent = 0;
    std::uint64_t bytesReceived = 0;
    std::uint32_t key = 0;
    std::uint32_t proxy = 0;  ///< serial in a batch, name in the mesh
    std::uint32_t cluster = 0;
    std::uint32_t host = 0;
    std::uint32_t route = 0;
    std::uint32_t method = 0;
    std::uint32_t attempts = 0;
    std::uint32_t arena = 0;
    std::uint16_t status = 0;
    std::array<std::uint16_t, texts> lengths{};

    std::int64_t end() const { return start + duration; }
};

/// Records in the order they came; immutable once published.
struct TailBlock {
    /// A full block: small enough that memory goes round instead of to the system and back.
    static constexpr std::size_t kRecords = 512;
    static constexpr std::size_t kArena = 64U << 10U;

    std::vector<TailRecord> records;
    std::string arena;
    std::uint64_t firstSequence = 0;
    std::int64_t oldestEnd = 0;
    std::int64_t newestEnd = 0;

    std::string_view text(const TailRecord& record, TailRecord::Text which) const;
    std::size_t bytes() const {
        return sizeof *this + records.capacity() * sizeof(TailRecord) + arena.capacity();
    }
};

struct OpenedProxy {
    std::uint32_t serial = 0;
    Proxy proxy;
};

struct ProxyActivity {
    std::uint32_t serial = 0;
    std::uint64_t records = 0;  ///< since the last drain
    TimePoint lastReceived{};
    bool skewed = false;
};

/// What Shard::drain() hands over and Mesh::accept() takes. Names, workloads and keys are taught once: a
/// batch brings the new ones only, numbered on from those before in the same epoch; in a new epoch the
/// numbers start again. Rollups are packed already: the mesh moves them. A plain value; one thread at a time.
struct ShardBatch {
    struct Second {
        std::int64_t second = 0;
        RollupPart part;
    };

    std::uint32_t epoch = 0;
    std::uint32_t firstName = 0;
    std::vector<std::string> names;
    std::uint32_t firstWorkload = 0;
    std::vector<Workload> workloads;
    std::uint32_t firstKey = 0;
    std::vector<RollupKey> keys;
    std::vector<OpenedProxy> opened;
    std::vector<std::uint32_t> closed;
    std::vector<ProxyActivity> activity;
    std::vector<Second> seconds;  ///< ascending
    std::vector<TailBlock> tail;  ///< oldest first
    std::uint64_t received = 0;
    std::uint64_t tailDropped = 0;
    std::array<std::uint64_t, kRejectReasons> rejected{};
    std::array<std::uint64_t, kClampReasons> clamped{};
    Sketch age;  ///< receipt minus end of request, nanoseconds; of proxies with a right clock
    TimePoint firstReceivedAt{};  ///< of the entry that waited longest in here
};

}  // namespace binnacle
