// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/common/theme.h"
#include "views/latency/chart_view.h"

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QRectF>
#include <optional>
#include <vector>

namespace binnacle {

/// Everything that is painted around a chart's lines, laid out for one size. A plain value; UI thread only.
struct ChartScene {
    struct Dot {
        ChartPoint at;
        QColor color;
    };

    const Theme* paper = nullptr;  ///< colours of a chart that leaves the window; unset: the theme in use
    ChartRange x;
    ChartTime kind = ChartTime::wall;
    ChartView::Unit unit;
    std::vector<ChartMark> marks;
    std::optional<double> threshold;
    std::optional<double> crosshair;
    std::vector<Dot> dots;
    std::optional<ChartRange> drag;  ///< in pixels
    QString emptyText;
    bool isEmpty = true;

    QRectF plot;      ///< laid out
    ChartTicks y;     ///< laid out
    ChartTicks time;  ///< laid out

    void layOut(const QSize& size, double top, const QFont& font);
    const Theme& theme() const { return paper != nullptr ? *paper : Theme::current(); }
    double toX(double pixel) const;
    double pixelX(double value) const;
    double pixelY(double value) const;
};

QFont chartFont(const QFont& base);
/// A tick's text: the unit's own with the zeros behind the point left out.
QString tickText(const QString& formatted);
/// A moment on the x axis as text.
QString timeText(const ChartScene& scene, double x);

void paintChartGround(QPainter& painter, const ChartScene& scene, const QFont& font);
void paintChartMarks(QPainter& painter, const ChartScene& scene, const QFont& font);

}  // namespace binnacle
