// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/cluster_state.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/telemetry/response_flags.h"
#include "models/core/telemetry/station_status.h"
#include "models/core/topology/series.h"
#include "models/core/topology/topology_frame.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

namespace binnacle {

/// The demo's shop as a station would tell it, made of plain figures: for tests and pictures. Any thread.
struct DemoCall {
    const char* source;
    const char* destination;
    double rate;        ///< requests per second
    double errorRatio;  ///< 0..1
    int medianMs;
    Protocol protocol = Protocol::http1;
};

inline const std::vector<DemoCall>& demoCalls() {
    static const std::vector<DemoCall> kCalls = {
        {"visitors", "frontend", 60, 0.004, 42},
        {"frontend", "catalog", 42, 0.0, 6},
        {"frontend", "cart", 18, 0.0, 4},
        {"frontend", "checkout", 12, 0.031, 88},
        {"catalog", "reviews", 21, 0.002, 9},
        {"catalog", "store", 42, 0.0, 2, Protocol::tcp},
        {"cart", "store", 18, 0.0, 2, Protocol::tcp},
        {"checkout", "cart", 12, 0.0, 4},
        {"checkout", "payment-v1", 10.8, 0.001, 18},
        {"checkout", "payment-v2", 1.2, 0.28, 610},
        {"checkout", "shipping", 12, 0.0, 11},
        {"payment-v1", "bank", 10.8, 0.0, 9},
        {"payment-v2", "bank", 1.2, 0.02, 12},
    };
    return kCalls;
}

inline TimePoint demoNow() {
    return TimePoint(std::chrono::seconds(1'800'000'000));
}

inline EdgeStats demoStats(const DemoCall& call, double seconds) {
    EdgeStats stats;
    stats.requests = static_cast<std::uint64_t>(call.rate * seconds + 0.5);
    stats.errors = static_cast<std::uint64_t>(static_cast<double>(stats.requests) * call.errorRatio + 0.5);
    stats.bytesSent = stats.requests * 2048;
    stats.bytesReceived = stats.requests * 320;
    if (call.protocol != Protocol::tcp) {
        stats.codes[200] = stats.requests - stats.errors;
        if (stats.errors > 0) stats.codes[503] = stats.errors;
    }
    if (const auto overflow = responseFlagByName("UO"); overflow && stats.errors > 1) {
        stats.flags[*overflow] = stats.errors / 2;
    }
    // A spread with a tail: most at the median, one in ten at twice, one in fifty at six times.
    const auto median = static_cast<std::uint64_t>(call.medianMs) * 1'000'000;
    for (std::uint64_t i = 0; i < stats.requests; ++i) {
        const std::uint64_t factor = i % 50 == 49 ? 60 : i % 10 == 9 ? 20 : 8 + i % 5;
        stats.latency.add(median * factor / 10);
    }
    return stats;
}

inline Node demoNode(const std::string& id) {
    const auto dash = id.rfind("-v");
    const bool isVersioned = dash != std::string::npos;
    Node node{.id = id,
              .service = isVersioned ? id.substr(0, dash) : id,
              .workload = id,
              .version = {},
              .nameSpace = {}};
    if (isVersioned) node.version = id.substr(dash + 1);
    if (id == "visitors") node.kind = NodeKind::unknown;
    if (id == "bank") node.kind = NodeKind::external;
    return node;
}

inline TopologyFrame demoFrame(Duration window = std::chrono::seconds(30)) {
    TopologyFrame frame;
    frame.generation = 1;
    frame.to = demoNow();
    frame.from = frame.to - window;
    frame.publishedAt = frame.to;
    frame.newestRecordEnd = frame.to - std::chrono::milliseconds(120);
    const double seconds = std::chrono::duration<double>(window).count();
    for (const DemoCall& call : demoCalls()) {
        Edge edge;
        edge.source = call.source;
        edge.destination = call.destination;
        edge.protocol = call.protocol;
        edge.stats = demoStats(call, seconds);
        edge.otherSide = edge.stats;
        if (edge.destination == "bank" || edge.source == "visitors") edge.otherSide = {};
        frame.edges.push_back(edge);
        for (const std::string& id : {edge.source, edge.destination}) {
            const bool isKnown = std::any_of(frame.nodes.begin(), frame.nodes.end(),
                                             [&](const Node& node) { return node.id == id; });
            if (!isKnown) frame.nodes.push_back(demoNode(id));
        }
    }
    std::sort(frame.nodes.begin(), frame.nodes.end(),
              [](const Node& a, const Node& b) { return a.id < b.id; });
    std::sort(frame.edges.begin(), frame.edges.end(), [](const Edge& a, const Edge& b) {
        return std::tie(a.source, a.destination, a.protocol) < std::tie(b.source, b.destination, b.protocol);
    });
    return frame;
}

/// Sixty points a minute of one selection; the last third is twice as slow and fails more often.
inline Series demoSeries(const Selection& selection = {}, int points = 120,
                         Duration step = std::chrono::seconds(1)) {
    Series series{.selection = selection, .step = step, .points = {}};
    const double seconds = std::chrono::duration<double>(step).count();
    for (int i = 0; i < points; ++i) {
        SeriesPoint point;
        point.at = demoNow() - step * (points - i);
        const bool isLate = i > points * 2 / 3;
        const DemoCall call{"", "", 60.0 + i % 7, isLate ? 0.05 : 0.004, isLate ? 90 + i % 9 : 42 + i % 5};
        point.stats = demoStats(call, seconds);
        series.points.push_back(point);
    }
    return series;
}

/// Requests of the shop, oldest first: each call told by its caller, and payments by their callee as well.
inline std::vector<RequestRecord> demoRequests(int count = 60) {
    std::vector<RequestRecord> records;
    const std::uint64_t overflow = std::uint64_t{1} << responseFlagByName("UO").value_or(0);
    for (int i = 0; static_cast<int>(records.size()) < count; ++i) {
        const DemoCall& call = demoCalls()[static_cast<std::size_t>(i) % demoCalls().size()];
        RequestRecord record;
        record.sequence = records.size() + 1;
        record.start = demoNow() - std::chrono::milliseconds(40) * (count - static_cast<int>(records.size()));
        record.duration = std::chrono::microseconds(call.medianMs * 1000 + i % 13 * 90);
        record.firstUpstreamByte = record.duration * 3 / 4;
        record.source = call.source;
        record.destination = call.destination;
        record.proxy = std::string(call.source) + "-1";
        record.protocol = call.protocol;
        record.bytesSent = 2048;
        record.bytesReceived = 320;
        record.upstreamCluster = call.destination;
        record.upstreamHost = "127.0.0.1:" + std::to_string(21000 + i % 13);
        record.attempts = 1;
        record.requestId = "request-" + std::to_string(i);
        if (call.protocol != Protocol::tcp) {
            record.method = i % 4 == 0 ? "POST" : "GET";
            record.path = std::string("/") + call.destination + "/" + std::to_string(i);
            record.authority = call.destination;
            record.route = call.destination;
            record.status = call.errorRatio > 0.2 ? 503 : 200;
            if (record.status == 503) record.flags = overflow;
            record.details = record.status == 503 ? "overflow" : "via_upstream";
            record.trace = "4bf92f3577b34da6a3ce929d0e0e" + std::to_string(4000 + i);
        }
        records.push_back(record);
        if (std::string(call.destination).rfind("payment", 0) != 0) continue;
        RequestRecord callee = record;
        callee.sequence = records.size() + 1;
        callee.reporter = Reporter::destination;
        callee.proxy = std::string(call.destination) + "-1";
        callee.start += std::chrono::microseconds(300);
        callee.duration = record.duration - std::chrono::microseconds(700);
        records.push_back(callee);
    }
    return records;
}

inline StationStatus demoStatus() {
    StationStatus status;
    for (const char* id :
         {"cart", "catalog", "checkout", "frontend", "payment-v1", "payment-v2", "reviews", "shipping"}) {
        ProxyStatus proxy;
        const Node node = demoNode(id);
        proxy.proxy = {std::string(id) + "-1",
                       node.service,
                       {node.service, id, node.version, {}},
                       "ipv4:127.0.0.1:40112",
                       "envoy 1.40.0"};
        proxy.connected = true;
        proxy.records = 1200;
        proxy.lastRecordAge = std::chrono::milliseconds(140);
        proxy.policyMode = std::string(id) == "reviews" || std::string(id) == "shipping" ? "overlay" : "full";
        status.proxies.push_back(proxy);
    }
    status.received = 9600;
    status.lag = {std::chrono::milliseconds(250), std::chrono::milliseconds(480),
                  std::chrono::milliseconds(50)};
    status.mesh = "shop";
    status.readOnly = false;
    status.version = "0.1.0";
    status.listening = "127.0.0.1:18760";
    return status;
}

inline std::vector<ClusterState> demoClusters() {
    std::vector<ClusterState> clusters;
    for (const char* id : {"payment-v1", "payment-v2", "shipping"}) {
        ClusterState cluster;
        cluster.proxy = "checkout-1";
        cluster.cluster = id;
        cluster.asOf = demoNow();
        cluster.activeRequests = 3;
        cluster.pendingRequests = 0;
        cluster.activeConnections = 2;
        const bool isTripped = std::string(id) == "payment-v2";
        cluster.requestsOpen = isTripped;
        cluster.connectionsOpen = cluster.pendingOpen = cluster.retriesOpen = false;
        cluster.ejectedHosts = isTripped ? 1 : 0;
        cluster.totalHosts = isTripped ? 2 : 1;
        cluster.limits = {100, 10, isTripped ? 2U : 200U, 3};
        cluster.hosts.push_back({"127.0.0.1:21005", true, false, 2, 5400, 12, 99.7});
        if (isTripped) cluster.hosts.push_back({"127.0.0.1:21006", false, true, 0, 310, 88, 71.6});
        clusters.push_back(cluster);
    }
    return clusters;
}

}  // namespace binnacle
