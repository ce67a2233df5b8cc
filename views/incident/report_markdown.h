// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/incident/report_page.h"

#include <QByteArray>

namespace binnacle {

/// A report as the start of a post-mortem: what is known filled in, what people have to find out left open.
/// Any thread.
QByteArray toMarkdown(const ReportPage& page);

}  // namespace binnacle
