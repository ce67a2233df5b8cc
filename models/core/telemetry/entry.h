// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"

#include <cstdint>
#include <string_view>

namespace binnacle {

/// Which side of a call told it: the caller's proxy (source) or the callee's (destination).
enum class Reporter : std::uint8_t { source, destination };

enum class Protocol : std::uint8_t { unknown, http1, http2, http3, grpc, tcp };

/// One access log entry as a wire scan sees it: views into the received bytes, valid only while
/// Shard::add() runs, and neither checked UTF-8 nor cut to a length yet. A plain value; any thread.
/// Not for keeping: RequestRecord is what is kept.
struct Entry {
    TimePoint start{};
    Duration duration{};  ///< request received to last byte sent downstream; may be negative or absurd
    Duration firstUpstreamByte{};  ///< start to first response byte from upstream; 0 when not told
    Reporter reporter = Reporter::source;
    Protocol protocol = Protocol::unknown;
    std::uint16_t status = 0;         ///< HTTP status; 0 when there was none (TCP, or reset before headers)
    std::uint64_t flags = 0;          ///< bit i is ResponseFlag i, see response_flags.h
    std::uint64_t bytesSent = 0;      ///< to the downstream, headers and body
    std::uint64_t bytesReceived = 0;  ///< from the downstream, headers and body
    std::uint32_t attempts = 0;       ///< upstream_request_attempt_count
    std::string_view method;
    std::string_view path;
    std::string_view authority;
    std::string_view route;
    std::string_view details;  ///< response_code_details
    std::string_view upstreamCluster;
    std::string_view upstreamHost;   ///< "ip:port" of the chosen upstream host
    std::string_view localAddress;   ///< "ip:port" the downstream connected to
    std::string_view remoteAddress;  ///< "ip:port" of the downstream
    std::string_view peerService;    ///< x-envoy-downstream-service-cluster as the caller claims it
    std::string_view peerNode;       ///< x-envoy-downstream-service-node as the caller claims it
    std::string_view peerPrincipal;  ///< SAN URI of the peer's certificate
    std::string_view requestId;
    std::string_view traceId;
    bool mutualTls = false;
};

}  // namespace binnacle
