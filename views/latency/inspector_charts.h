// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/policy/change.h"
#include "models/core/topology/series.h"
#include "views/latency/chart_view.h"

#include <QWidget>
#include <vector>

namespace binnacle {

class HeatMap;

/// Points of one figure of a series; steps where `figure` gives nothing are left out.
std::vector<ChartPoint> seriesPoints(const Series& series,
                                     const std::function<std::optional<double>(const EdgeStats&)>& figure);
/// The same series with at most `most` steps, neighbours merged; nothing is lost but resolution.
Series coarser(const Series& series, std::size_t most);
/// Requests per second by class of status, as stacked areas; classes that do not occur are left out but for
/// 2xx and 5xx.
std::vector<ChartLine> rateLines(const Series& series);
std::vector<ChartLine> errorLines(const Series& series);
std::vector<ChartLine> quantileLines(const Series& series);
/// The quantiles of another window, dashed, as if it had begun where `shown` does.
std::vector<ChartLine> baselineLines(const Series& baseline, const Series& shown);

/// Rate, error share and quantiles of the selection over one time axis with one crosshair. UI thread only.
class InspectorCharts : public QWidget {
    Q_OBJECT
  public:
    explicit InspectorCharts(QWidget* parent = nullptr);

    void setSeries(const Series& series);
    /// Another window's series, drawn dashed under the quantiles; without points: none.
    void setBaseline(const Series& baseline);
    void setChanges(const std::vector<Change>& newestFirst);
    const std::vector<ChartView*>& charts() const { return m_charts; }

  Q_SIGNALS:
    void windowDragged(double from, double to);

  private:
    void connectChart(ChartView* chart);
    void moveCrosshair(std::optional<double> x);
    void showLatency();

    Series m_series;
    Series m_baseline;
    ChartView* m_rate;
    ChartView* m_errors;
    ChartView* m_latency;
    HeatMap* m_spread;
    std::vector<ChartView*> m_charts;
};

}  // namespace binnacle
