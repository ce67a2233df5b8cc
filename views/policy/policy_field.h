// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/intent.h"
#include "models/core/telemetry/cluster_state.h"

#include <QString>
#include <optional>
#include <string>
#include <vector>

namespace binnacle {

enum class FieldGroup { limits, outlier };
enum class FieldUnit { connections, requests, retries, failures, seconds, percent };

/// One number of a circuit breaker as the form shows it. A plain value; UI thread only (its texts are
/// translated).
struct PolicyField {
    const char* id;  ///< as PolicyValue::field names it: "limits.maxRequests"
    FieldGroup group;
    FieldUnit unit;
    QString name;
    QString help;  ///< what it bounds, in a sentence
    QString zero;  ///< what 0 means; empty where it means nothing special
    double most;

    /// Seconds for durations; nothing when unset.
    std::optional<double> get(const CircuitBreaker& breaker) const;
    void set(CircuitBreaker& breaker, std::optional<double> value) const;
    /// The gauge this field bounds, and its live limit, in one proxy's cluster.
    std::optional<std::uint64_t> observed(const ClusterState& cluster) const;
    std::optional<std::uint64_t> live(const ClusterState& cluster) const;
};

/// Every field of a circuit breaker that control planes carry, in the order of the form.
const std::vector<PolicyField>& policyFields();
QString unitText(FieldUnit unit);

}  // namespace binnacle
