// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/core/topology/topology_frame.h"

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace binnacle {

/// Meshes as frames, for pictures and benchmarks of the map: the shop in trouble, and shallow meshes of any
/// size. Any thread.
struct MeshCall {
    std::string source;
    std::string destination;
    double rate = 1;        ///< requests per second
    double errorRatio = 0;  ///< 0..1
    int medianMs = 10;
    Protocol protocol = Protocol::http1;
};

inline Node meshNode(const std::string& id, NodeKind kind) {
    const auto dash = id.rfind("-v");
    Node node{.id = id, .service = id, .workload = id, .version = {}, .nameSpace = {}, .kind = kind};
    if (dash == std::string::npos) return node;
    node.service = id.substr(0, dash);
    node.version = id.substr(dash + 1);
    return node;
}

inline TopologyFrame meshFrame(const std::vector<MeshCall>& calls) {
    constexpr double kSeconds = 30;
    TopologyFrame frame;
    frame.to = TimePoint(std::chrono::seconds(1'800'000'000));
    frame.from = frame.to - std::chrono::seconds(30);
    const auto addNode = [&](const std::string& id) {
        const bool known =
            std::any_of(frame.nodes.begin(), frame.nodes.end(), [&](const Node& n) { return n.id == id; });
        if (known) return;
        const NodeKind kind = id == "visitors" ? NodeKind::unknown
                              : id == "bank"   ? NodeKind::external
                                               : NodeKind::workload;
        frame.nodes.push_back(meshNode(id, kind));
    };
    for (const MeshCall& call : calls) {
        addNode(call.source);
        addNode(call.destination);
        Edge edge;
        edge.source = call.source;
        edge.destination = call.destination;
        edge.protocol = call.protocol;
        edge.stats.requests = static_cast<std::uint64_t>(call.rate * kSeconds + 0.5);
        edge.stats.errors = static_cast<std::uint64_t>(call.rate * kSeconds * call.errorRatio + 0.5);
        edge.stats.bytesSent = edge.stats.requests * 2048;
        for (int i = 0; i < 20; ++i) {
            edge.stats.latency.add(static_cast<std::uint64_t>(call.medianMs) *
                                   (800'000 + 40'000 * static_cast<std::uint64_t>(i)));
        }
        frame.edges.push_back(std::move(edge));
    }
    std::sort(frame.nodes.begin(), frame.nodes.end(),
              [](const Node& a, const Node& b) { return a.id < b.id; });
    std::sort(frame.edges.begin(), frame.edges.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.source, a.destination, a.protocol) < std::tie(b.source, b.destination, b.protocol);
    });
    return frame;
}

/// The demo's shop a minute after its new payment version went wrong; `load` scales every rate.
inline TopologyFrame shopFrame(double load = 1) {
    std::vector<MeshCall> calls = {
        {"visitors", "frontend", 62, 0.021, 48},
        {"frontend", "catalog", 41, 0, 6},
        {"frontend", "cart", 18, 0, 4},
        {"frontend", "checkout", 12, 0.031, 88},
        {"frontend", "recommendation-v1", 30, 0, 12},
        {"frontend", "recommendation-v2", 29, 0.001, 9},
        {"checkout", "payment-v1", 10.8, 0, 18},
        {"checkout", "payment-v2", 1.2, 0.28, 610},
        {"checkout", "shipping", 12, 0, 11},
        {"checkout", "cart", 12, 0, 4},
        {"cart", "store", 30, 0, 2, Protocol::tcp},
        {"payment-v1", "bank", 10.8, 0, 9},
        {"payment-v2", "bank", 1.2, 0.012, 12},
        {"billing", "payment-v1", 0.9, 0, 20},
        {"billing", "payment-v2", 0.1, 0.33, 590},
    };
    for (MeshCall& call : calls) call.rate *= load;
    TopologyFrame frame = meshFrame(calls);
    for (Edge& edge : frame.edges) edge.otherSideMissing = edge.destination == "shipping";
    return frame;
}

inline std::vector<PolicyInForce> shopPolicies() {
    TrafficSplit split;
    split.weights = {{"payment-v1", 90}, {"payment-v2", 10}};
    CircuitBreaker breaker;
    breaker.limits.maxRequests = 20;
    return {{{"payment", split}, {}, {}}, {{"payment", breaker}, {}, {}}, {{"cart", breaker}, {}, {}}};
}

inline std::vector<ClusterState> shopClusters() {
    ClusterState open;
    open.proxy = "checkout-1";
    open.cluster = "payment-v2";
    open.requestsOpen = true;
    open.ejectedHosts = 1;
    open.totalHosts = 2;
    ClusterState calm;
    calm.proxy = "checkout-1";
    calm.cluster = "payment-v1";
    calm.requestsOpen = false;
    return {open, calm};
}

/// A shallow mesh: most services are called by one of the few before them; some calls go across.
inline TopologyFrame generatedFrame(int nodes, int edges, unsigned seed, double load = 1) {
    std::mt19937 random(seed);
    const auto id = [](int number) { return "service-" + std::to_string(1000 + number); };
    const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    std::vector<MeshCall> calls;
    const auto call = [&](int from, int to) {
        const int luck = below(40);
        const double ratio = luck == 0 ? 0.12 : luck < 3 ? 0.012 : 0;
        calls.push_back({id(from), id(to), load * (1 + below(300)), ratio, 2 + below(200)});
    };
    for (int i = 1; i < nodes; ++i) call(below(i) / 4, i);
    while (static_cast<int>(calls.size()) < edges) {
        const int from = below(nodes / 3 + 1);
        const int to = from + 1 + below(nodes - from - 1);
        call(from, to);
    }
    return meshFrame(calls);
}

}  // namespace binnacle
