// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "views/latency/chart_geometry.h"

#include <QString>
#include <QWidget>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace binnacle {

/// What a line means; the theme gives the colour, so that a chart follows a change of theme.
enum class ChartTone { first, second, third, before, good, degraded, failing, idle };

enum class ChartStyle {
    line,
    dashed,
    area,  ///< filled, and stacked on the areas before it
};

struct ChartLine {
    QString name;
    ChartTone tone = ChartTone::first;
    ChartStyle style = ChartStyle::line;
    std::vector<ChartPoint> points;  ///< ascending in x
};

/// A moment worth knowing, as a dashed vertical line.
struct ChartMark {
    double x = 0;
    QString label;
};

/// What the x axis counts.
enum class ChartTime {
    wall,      ///< milliseconds since the epoch, shown as local clock time
    relative,  ///< milliseconds from a change, shown as "+10 s"
};

/// Milliseconds since the epoch, the x of a wall-clock chart.
double chartX(TimePoint at);
TimePoint chartTime(double x);

/// A time chart: lines and stacked areas over one time axis, with a fixed legend that reads out the values
/// under the crosshair (or the newest ones), marks, a threshold, and a drag that asks for a time window. The
/// one class that knows QtCharts. Draws at most 10 times a second and at most two points a pixel. Not for
/// holding data: whoever has the series sets all of it. UI thread only.
class ChartView : public QWidget {
    Q_OBJECT
  public:
    using Unit = std::function<QString(double)>;

    ChartView(const QString& title, Unit unit, QWidget* parent = nullptr);
    ~ChartView() override;

    void setNote(const QString& note);  ///< beside the title: "within 0.8 %"
    void setTimeKind(ChartTime kind);
    void setRange(ChartRange x);
    void setSeries(std::vector<ChartLine> lines);
    void setThreshold(std::optional<double> value);
    void setMarks(std::vector<ChartMark> marks);  ///< oldest first
    void setEmptyText(const QString& text);       ///< shown where no line has a point

    /// The shared crosshair; nothing hides it.
    void setCrosshair(std::optional<double> x);
    /// "p50 12.0 ms, p90 40.0 ms", at the crosshair or at the newest points.
    QString readOut() const;
    /// Points handed to the chart for each line at the last drawing, for tests of the cut to pixels.
    std::vector<std::size_t> drawnPoints() const;
    /// The whole chart as text: title, range, read-out. What a screen reader gets.
    QString asText() const;

    QSize sizeHint() const override;

  Q_SIGNALS:
    void crosshairMoved(double x);
    void crosshairLeft();
    void windowDragged(double from, double to);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    class Plot;
    struct Private;

    void schedule();
    void draw();
    void stepCrosshair(int steps);
    void dragTo(std::optional<double> from, double to);

    std::unique_ptr<Private> d;
};

}  // namespace binnacle
