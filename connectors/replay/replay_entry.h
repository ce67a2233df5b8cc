// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/telemetry/request_record.h"
#include "models/core/topology/topology_frame.h"

#include <envoy/service/accesslog/v3/als.pb.h>

namespace binnacle {

/// The record as its proxy told it, ending at `end`. `source` and `destination` are who was at its ends: what
/// the receiving station must find out again is told in the clearest way there is (a claimed node, a cluster
/// that bears the destination's name). Pure functions; any thread.
void appendEntry(const RequestRecord& record, TimePoint end,
                 envoy::service::accesslog::v3::StreamAccessLogsMessage& message);

/// Who tells: the proxy of a record, and the workload behind it.
void identify(const RequestRecord& record, const Node& teller,
              envoy::service::accesslog::v3::StreamAccessLogsMessage& message);

}  // namespace binnacle
