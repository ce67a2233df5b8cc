// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/envoy/telemetry/wire/metrics_scanner.h"

#include "connectors/envoy/telemetry/wire/wire_reader.h"
#include "models/core/base/text.h"

#include <bit>

namespace binnacle::wire {
namespace {

constexpr std::string_view kPrefix = "cluster.";
constexpr std::string_view kClusterLabel = "envoy.cluster_name";
constexpr std::size_t kNameBytes = 253;
constexpr std::size_t kMostClusters = 10'000;  // in one message

struct Metric {
    std::string_view clusterLabel;
    std::optional<double> gauge;
};

/// What a statistic's name says: which gauge, and of which cluster where the name itself holds it.
struct GaugeName {
    std::size_t gauge = 0;
    std::string_view cluster;
};

bool endsWith(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::optional<GaugeName> gaugeOf(std::string_view name) {
    if (name.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
    name.remove_prefix(kPrefix.size());
    for (std::size_t i = 0; i < kGaugeNames.size(); ++i) {
        if (name == kGaugeNames[i]) return GaugeName{i, {}};
        const std::size_t tail = kGaugeNames[i].size() + 1;
        if (name.size() <= tail || !endsWith(name, kGaugeNames[i]) || name[name.size() - tail] != '.')
            continue;
        return GaugeName{i, name.substr(0, name.size() - tail)};
    }
    return std::nullopt;
}

bool readLabel(std::string_view message, Metric& metric) {
    WireReader reader(message);
    Field field;
    std::string_view name;
    std::string_view value;
    while (reader.next(field)) {
        if (field.number == 1 && field.type == WireType::bytes) name = field.bytes;
        if (field.number == 2 && field.type == WireType::bytes) value = field.bytes;
    }
    if (name == kClusterLabel) metric.clusterLabel = value;
    return !reader.failed();
}

bool readGauge(std::string_view message, Metric& metric) {
    WireReader reader(message);
    Field field;
    if (!metric.gauge) metric.gauge = 0;
    while (reader.next(field)) {
        if (field.number == 1 && field.type == WireType::fixed64)
            metric.gauge = std::bit_cast<double>(field.scalar);
    }
    return !reader.failed();
}

bool readMetric(std::string_view message, Metric& metric) {
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.type != WireType::bytes) continue;
        if (field.number == 1 && !readLabel(field.bytes, metric)) return false;
        if (field.number == 2 && !readGauge(field.bytes, metric)) return false;
    }
    return !reader.failed();
}

void keep(const GaugeName& name, const Metric& metric, ClusterGauges& gauges) {
    const std::string_view cluster = metric.clusterLabel.empty() ? name.cluster : metric.clusterLabel;
    // Negated so that NaN is refused with the negative ones.
    constexpr double kLargest = 9e15;
    if (cluster.empty() || !metric.gauge || !(*metric.gauge >= 0) || *metric.gauge > kLargest) return;
    const std::string key = safeText(cluster, kNameBytes);
    if (gauges.size() >= kMostClusters && !gauges.contains(key)) return;
    gauges[key][name.gauge] = static_cast<std::uint64_t>(*metric.gauge);
}

bool readFamily(std::string_view message, ClusterGauges& gauges) {
    constexpr std::uint32_t kName = 1;
    constexpr std::uint32_t kMetric = 4;
    WireReader names(message);
    Field field;
    std::optional<GaugeName> name;
    while (names.next(field)) {
        if (field.number == kName && field.type == WireType::bytes) name = gaugeOf(field.bytes);
    }
    if (names.failed()) return false;
    if (!name) return true;
    WireReader metrics(message);
    while (metrics.next(field)) {
        if (field.number != kMetric || field.type != WireType::bytes) continue;
        Metric metric;
        if (!readMetric(field.bytes, metric)) return false;
        keep(*name, metric, gauges);
    }
    return true;
}

void copyIfTold(const std::optional<std::uint64_t>& value, std::optional<std::uint64_t>& field) {
    if (value) field = value;
}

void copyIfTold(const std::optional<std::uint64_t>& value, std::optional<bool>& field) {
    if (value) field = *value != 0;
}

}  // namespace

bool scanMetrics(std::string_view message, ClusterGauges& gauges) {
    constexpr std::uint32_t kFamily = 2;
    WireReader reader(message);
    Field field;
    while (reader.next(field)) {
        if (field.number != kFamily || field.type != WireType::bytes) continue;
        if (!readFamily(field.bytes, gauges)) return false;
    }
    return !reader.failed();
}

void applyGauges(const GaugeValues& values, ClusterState& state) {
    copyIfTold(values[0], state.activeRequests);
    copyIfTold(values[1], state.pendingRequests);
    copyIfTold(values[2], state.activeConnections);
    copyIfTold(values[3], state.connectionsOpen);
    copyIfTold(values[4], state.pendingOpen);
    copyIfTold(values[5], state.requestsOpen);
    copyIfTold(values[6], state.retriesOpen);
    copyIfTold(values[7], state.ejectedHosts);
    copyIfTold(values[8], state.totalHosts);
}

}  // namespace binnacle::wire
