// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/formats.h"
#include "models/core/policy/change.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/telemetry/station_status.h"
#include "models/core/topology/topology_frame.h"

#include <vector>

namespace binnacle {

// The documents that scripts rely on, with the keys of the command line's contract. Times are ISO 8601, UTC.

Json statusDocument(const StationStatus& status);
Json topologyDocument(const TopologyFrame& frame);
Json requestDocument(const RequestRecord& record);

Json intentDocument(const Intent& intent);
Json policiesDocument(const std::vector<PolicyInForce>& policies);
Json planDocument(const Plan& plan);
/// What `policy apply` and `policy revert` answer.
Json outcomeDocument(const Change& change);
Json historyDocument(const std::vector<Change>& changes);

/// How many proxies said what to a change.
struct AnswerCounts {
    std::uint64_t acknowledged = 0;
    std::uint64_t rejected = 0;
    std::uint64_t silent = 0;
};
AnswerCounts countAnswers(const Change& change);

const char* nameOf(NodeKind kind);
const char* nameOf(ChangeState state);
const char* nameOf(AnswerState state);
const char* nameOf(Severity severity);

}  // namespace binnacle
