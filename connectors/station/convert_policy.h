// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/convert_basics.h"
#include "models/core/ports/policy_port.h"

#include <vector>

namespace binnacle {

// Policy between the core's values and the wire. Unset stays apart from 0. Total: any message yields a value
// or an Error.

void toWire(const Intent& intent, v1::Intent& out);
Result<Intent> fromWire(const v1::Intent& in);
Result<std::vector<Intent>> intentsFromWire(const google::protobuf::RepeatedPtrField<v1::Intent>& in);

void toWire(const PolicyInForce& policy, v1::PolicyInForce& out);
Result<PolicyInForce> fromWire(const v1::PolicyInForce& in);

void toWire(const Plan& plan, v1::Plan& out);
Result<Plan> fromWire(const v1::Plan& in);

void toWire(const Change& change, v1::Change& out);
Result<Change> fromWire(const v1::Change& in);

void toWire(const ApplyRequest& request, v1::ApplyRequest& out);
Result<ApplyRequest> fromWire(const v1::ApplyRequest& in);

void toWire(const RevertRequest& request, v1::RevertRequest& out);
RevertRequest fromWire(const v1::RevertRequest& in);

}  // namespace binnacle
