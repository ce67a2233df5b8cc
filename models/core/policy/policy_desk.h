// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/ports/control_plane.h"
#include "models/core/ports/policy_port.h"
#include "models/core/store/audit_store.h"

#include <memory>

namespace binnacle {

/// Carries a change from draft to the proxies' answers: validates, plans, journals, writes, gathers, reads
/// back, reverts. The one writer of the control plane and of the audit store. Not for telemetry. Thread-safe;
/// one apply or revert at a time.
class PolicyDesk final : public PolicyPort {
  public:
    /// How long apply() waits, unless told otherwise, for the last proxy before it returns with that one
    /// silent; later answers are still recorded.
    static constexpr auto kAnswerWait = std::chrono::seconds(2);

    PolicyDesk(ControlPlane& plane, AuditStore& store, const Clock& clock, Duration answerWait = kAnswerWait);
    ~PolicyDesk() override;

    /// Hands the stored intents to the control plane: call it before any proxy can connect.
    Result<void> restore();
    void setReadOnly(bool readOnly);
    bool isReadOnly() const;

    Result<std::vector<PolicyInForce>> policies(std::optional<TimePoint> at) override;
    Result<Plan> plan(const std::vector<Intent>& intents) override;
    Result<Change> apply(const ApplyRequest& request, OnProgress onProgress) override;
    Result<Change> revert(const RevertRequest& request, OnProgress onProgress) override;
    Result<std::vector<Change>> history() override;
    Result<std::string> adoption() override;
    /// What adoption() answers; the composition sets it from the control plane's connector.
    void setAdoption(std::string text);

  private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace binnacle
