// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/result.h"
#include "views/incident/report_page.h"

class QIODevice;

namespace binnacle {

/// A report as A4 pages with numbers at their feet, in the light colours. Any thread.
Result<void> writePdf(const ReportPage& page, const QFont& font, QIODevice& out);

}  // namespace binnacle
