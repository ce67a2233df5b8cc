// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/report_content.h"
#include "models/core/ports/history_port.h"
#include "models/core/ports/policy_port.h"
#include "models/core/ports/telemetry_port.h"

#include <memory>

namespace binnacle {

/// Where a report's figures come from: one station, live or a snapshot's.
struct ReportSources {
    std::shared_ptr<TelemetryPort> telemetry;
    std::shared_ptr<PolicyPort> policy;
    std::shared_ptr<HistoryPort> history;
};

/// Asks a station for everything in a report, all of it about one and the same window. Blocks: not for the UI
/// thread. Errors: of the questions without which there is no report (status, topology, series); what else
/// can't be told is left empty.
Result<ReportContent> collectReport(const ReportSources& sources, const ReportOrder& order, TimePoint now);

}  // namespace binnacle
