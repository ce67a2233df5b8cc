// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/cluster_state.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace binnacle::wire {

/// The gauges of an upstream cluster that Binnacle keeps, by the end of their names in Envoy's statistics.
inline constexpr std::array<std::string_view, 9> kGaugeNames = {
    "upstream_rq_active",
    "upstream_rq_pending_active",
    "upstream_cx_active",
    "circuit_breakers.default.cx_open",
    "circuit_breakers.default.rq_pending_open",
    "circuit_breakers.default.rq_open",
    "circuit_breakers.default.rq_retry_open",
    "outlier_detection.ejections_active",
    "membership_total",
};

using GaugeValues = std::array<std::optional<std::uint64_t>, kGaugeNames.size()>;
/// Upstream cluster name (made safe, bounded) -> its gauges; what a message does not tell is unset.
using ClusterGauges = std::map<std::string, GaugeValues>;

/// Reads the cluster gauges of one StreamMetricsMessage, named whole
/// ("cluster.payment-v1.upstream_rq_active") or with the cluster as a label (`emit_tags_as_labels`). False
/// where the message is broken; total on any bytes. A pure function.
bool scanMetrics(std::string_view message, ClusterGauges& gauges);

/// Puts what was told into the state's own fields; the others stay.
void applyGauges(const GaugeValues& values, ClusterState& state);

}  // namespace binnacle::wire
