// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/convert_basics.h"
#include "models/core/ports/history_port.h"

#include <vector>

namespace binnacle {

// Events, notes, alerts and what snapshots are ordered and reported with, between the core's values and the
// wire. Total: any message yields a value or an Error. What people and proxies wrote is made safe on the way
// in.

void toWire(const EventQuery& query, v1::EventQuery& out);
/// Errors: invalid (it ends before it begins, or a limit out of range).
Result<EventQuery> fromWire(const v1::EventQuery& in);

void toWire(const Event& event, v1::Event& out);
/// Error: invalid (a kind that this version does not know).
Result<Event> fromWire(const v1::Event& in);
void toWire(const std::vector<Event>& events, v1::EventList& out);
/// Events of kinds that a newer station knows are left out.
Result<std::vector<Event>> fromWire(const v1::EventList& in);

void toWire(const NoteDraft& note, v1::NoteDraft& out);
NoteDraft fromWire(const v1::NoteDraft& in);

void toWire(const AlertBook& book, v1::AlertBook& out);
Result<AlertBook> fromWire(const v1::AlertBook& in);

void toWire(const SnapshotOrder& order, v1::SnapshotOrder& out);
/// Errors: invalid (a window out of range, a kind of requests that this version does not know).
Result<SnapshotOrder> fromWire(const v1::SnapshotOrder& in);

void toWire(const SnapshotReport& report, v1::SnapshotReport& out);
Result<SnapshotReport> fromWire(const v1::SnapshotReport& in);

}  // namespace binnacle
