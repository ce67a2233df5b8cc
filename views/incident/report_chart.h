// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/incident/report_page.h"
#include "views/latency/chart_view.h"

namespace binnacle {

/// A chart on paper: what ChartView shows, without a window and with a legend of names only.
struct ReportChart {
    QString title;
    std::vector<ChartLine> lines;
    ChartView::Unit unit;
    ChartRange x;
    std::vector<ChartMark> marks;  ///< oldest first
};

/// Any thread.
ReportPicture chartPicture(ReportChart chart, const QFont& font);

}  // namespace binnacle
