// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/cluster_state.h"
#include "models/core/topology/topology_frame.h"
#include "views/latency/section.h"
#include "views/policy/policy_draft.h"
#include "views/policy/policy_field.h"

#include <map>
#include <string>
#include <vector>

namespace binnacle {

class NumberField;

/// What a form section reads besides the draft. References for the length of one call only.
struct BreakerFacts {
    const TopologyFrame& frame;
    const std::vector<ClusterState>& clusters;
    const std::vector<PolicyInForce>& policies;
};

/// "Limits" or "Outlier detection": the fields of one group of the circuit breaker. UI thread only.
class BreakerSection : public Section {
    Q_OBJECT
  public:
    BreakerSection(FieldGroup group, PolicyDraft& draft, QWidget* parent = nullptr);

    /// Starts the record of the highest values seen anew.
    void startService();
    void showFacts(const BreakerFacts& facts);

  private:
    void showDraft();
    void edit(const PolicyField& field, std::optional<double> value);
    QString originText(const PolicyField& field, const BreakerFacts& facts) const;
    QString observedText(const PolicyField& field, const BreakerFacts& facts);

    PolicyDraft& m_draft;
    std::vector<NumberField*> m_fields;
    std::map<std::string, std::uint64_t>
        m_highest;  ///< field id -> highest gauge of any proxy since startService()
};

}  // namespace binnacle
