// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace binnacle {

/// Relative weights of a service's subsets (workload names); the share of one is its weight over the sum.
struct TrafficSplit {
    std::vector<std::pair<std::string, std::uint32_t>> weights;

    bool operator==(const TrafficSplit&) const = default;
};

/// Limits per proxy and cluster. Unset means: what is there already; 0 means none at all, which in Envoy
/// rejects every request for maxRequests and maxPendingRequests (not for maxConnections).
struct ConnectionLimits {
    std::optional<std::uint32_t> maxConnections;
    std::optional<std::uint32_t> maxPendingRequests;
    std::optional<std::uint32_t> maxRequests;
    std::optional<std::uint32_t> maxRetries;

    bool operator==(const ConnectionLimits&) const = default;
};

struct OutlierDetection {
    std::optional<std::uint32_t> consecutive5xx;
    std::optional<std::uint32_t> consecutiveGatewayFailure;
    std::optional<std::chrono::milliseconds> interval;
    std::optional<std::chrono::milliseconds> baseEjectionTime;
    std::optional<std::uint32_t> maxEjectionPercent;  ///< 0..100

    bool operator==(const OutlierDetection&) const = default;
};

struct CircuitBreaker {
    ConnectionLimits limits;
    std::optional<OutlierDetection> outlierDetection;

    bool operator==(const CircuitBreaker&) const = default;
};

enum class IntentKind : std::uint8_t { trafficSplit, circuitBreaker };

/// A policy in neutral words, for one service. An intent is whole: applying one replaces the intent of the
/// same kind and service. A plain value; any thread.
struct Intent {
    std::string service;
    std::variant<TrafficSplit, CircuitBreaker> spec;

    IntentKind kind() const { return static_cast<IntentKind>(spec.index()); }
    bool operator==(const Intent&) const = default;
};

}  // namespace binnacle
