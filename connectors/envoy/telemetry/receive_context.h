// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/envoy/telemetry/incoming_stream.h"
#include "connectors/envoy/telemetry/wire/entry_scanner.h"
#include "models/core/base/clock.h"
#include "models/core/telemetry/shard.h"

#include <cstddef>

namespace binnacle {

class ClusterBoard;

/// What the streams of one receive thread share: its shard, its scanner and its buffers. No lock: confined to
/// that thread.
struct ReceiveContext {
    const Clock& clock;
    ClusterBoard& clusters;
    Shard shard{};
    wire::EntryScanner scanner{};
    MessageBytes bytes{};
    std::size_t openStreams = 0;
};

/// Larger messages are refused and counted. A proxy sends 16 KiB, and once a stream some 48 KiB of
/// identification.
inline constexpr std::size_t kLargestMessage = 4UL * 1024 * 1024;
/// Streams open on one thread at a time; more are refused and counted.
inline constexpr std::size_t kMostStreams = 20'000;

}  // namespace binnacle
