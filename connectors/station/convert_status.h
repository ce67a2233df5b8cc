// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/convert_basics.h"
#include "models/core/telemetry/cluster_state.h"
#include "models/core/telemetry/request_record.h"
#include "models/core/telemetry/station_status.h"

#include <vector>

namespace binnacle {

// Request records, the station's own state and clusters between the core's values and the wire. Total: any
// message yields a value or an Error.

void toWire(const RequestRecord& record, v1::RequestRecord& out);
RequestRecord fromWire(const v1::RequestRecord& in);
void toWire(const std::vector<RequestRecord>& records, v1::RequestBatch& out);
Result<std::vector<RequestRecord>> fromWire(const v1::RequestBatch& in);

void toWire(const StationStatus& status, v1::StationStatus& out);
Result<StationStatus> fromWire(const v1::StationStatus& in);

void toWire(const ClusterState& state, v1::ClusterState& out);
ClusterState fromWire(const v1::ClusterState& in);
void toWire(const std::vector<ClusterState>& states, v1::ClusterList& out);
Result<std::vector<ClusterState>> fromWire(const v1::ClusterList& in);

}  // namespace binnacle
