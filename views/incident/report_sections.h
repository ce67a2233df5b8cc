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

/// "2026-11-28 14:03:20.120", in the reader's zone, which the document names once.
QString reportTime(TimePoint at);
/// "2026-11-28, 14:03:20 – 14:18:20 (+01:00), 15 min".
QString reportWindow(const TopologyFrame& frame);

}  // namespace binnacle
