// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/topology/series.h"
#include "views/latency/chart_view.h"
#include "views/latency/heat_grid.h"

#include <QImage>
#include <QWidget>
#include <memory>

namespace binnacle {

struct ChartScene;

/// Latency over time as a heat map: each step's requests spread over a logarithmic axis, stronger where more
/// of them lie, on one ramp of lightness that needs no hue. Shares the crosshair of the charts beside it. UI
/// thread only.
class HeatMap : public QWidget {
    Q_OBJECT
  public:
    explicit HeatMap(QWidget* parent = nullptr);
    ~HeatMap() override;

    void setSeries(const Series& series);
    void setRange(ChartRange x);
    void setMarks(std::vector<ChartMark> marks);
    void setCrosshair(std::optional<double> x);

    QSize sizeHint() const override;

  Q_SIGNALS:
    void crosshairMoved(double x);
    void crosshairLeft();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void render();
    void layOut();

    HeatGrid m_grid;
    ChartRange m_covered;  ///< the time that the grid's columns cover
    QImage m_image;
    std::unique_ptr<ChartScene> m_scene;
};

}  // namespace binnacle
