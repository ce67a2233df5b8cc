// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/convert_basics.h"
#include "models/core/ports/telemetry_port.h"

namespace binnacle {

// Topology and series between the core's values and the wire. Total: any message yields a value or an Error.

void toWire(const Sketch& sketch, v1::Sketch& out);
Result<Sketch> fromWire(const v1::Sketch& in);

void toWire(const EdgeStats& stats, v1::EdgeStats& out);
Result<EdgeStats> fromWire(const v1::EdgeStats& in);

void toWire(const Node& node, v1::Node& out);
Node fromWire(const v1::Node& in);

void toWire(const Edge& edge, v1::Edge& out);
Result<Edge> fromWire(const v1::Edge& in);

void toWire(const Series& series, v1::Series& out);
Result<Series> fromWire(const v1::Series& in);

void toWire(const TimeWindow& window, v1::Window& out);
Result<TimeWindow> fromWire(const v1::Window& in);
void toWire(const TopologyQuery& query, v1::TopologyQuery& out);
Result<TopologyQuery> fromWire(const v1::TopologyQuery& in);
void toWire(const RequestQuery& query, v1::RequestQuery& out);
Result<RequestQuery> fromWire(const v1::RequestQuery& in);
void toWire(const SeriesQuery& query, v1::SeriesQuery& out);
Result<SeriesQuery> fromWire(const v1::SeriesQuery& in);

}  // namespace binnacle
