// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/incident/report_content.h"

namespace binnacle {

/// Takes secrets out of every text of a report that people or proxies wrote, and counts them in
/// ReportContent::removed. What was kept by a station without redaction is caught here. Any thread.
void redactReport(ReportContent& content);

}  // namespace binnacle
