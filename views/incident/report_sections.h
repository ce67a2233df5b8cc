// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/incident/report_page.h"

namespace binnacle {

/// The parts of a report in words and tables. Pure functions; any thread.
ReportSection summarySection(const ReportContent& content);
ReportSection callsSection(const ReportContent& content);
ReportSection timelineSection(const ReportContent& content);
ReportSection changesSection(const ReportContent& content);
ReportSection notesSection(const ReportContent& content);
ReportSection failingSection(const ReportContent& content);
ReportSection slowestSection(const ReportContent& content);
ReportSection policySection(const ReportContent& content);
ReportSection removedSection(const ReportContent& content);
ReportSection aboutSection(const ReportContent& content);

/// "14:03:20.120" in the reader's zone, with the day where the window is of more than one.
QString reportTime(const TopologyFrame& window, TimePoint at);
/// "2026-11-28 14:03:20 – 14:18:20 (+01:00), 15 min".
QString reportWindow(const TopologyFrame& frame);

}  // namespace binnacle
