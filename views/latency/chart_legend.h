// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "views/latency/chart_view.h"

#include <QColor>
#include <QWidget>
#include <vector>

namespace binnacle {

struct Theme;

/// The colour of a tone in a theme, and in the one in use.
QColor chartColor(ChartTone tone, const Theme& theme);
QColor chartColor(ChartTone tone);

struct LegendEntry {
    QString name;
    QString value;
    ChartTone tone = ChartTone::first;
    ChartStyle style = ChartStyle::line;

    bool operator==(const LegendEntry&) const = default;
};

/// The fixed legend of a chart: swatch, name and value in columns that do not move when values change. UI
/// thread only.
class ChartLegend : public QWidget {
    Q_OBJECT
  public:
    explicit ChartLegend(QWidget* parent = nullptr);

    void setEntries(std::vector<LegendEntry> entries);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    int columnWidth() const;
    int columns(int width) const;
    void fitHeight();
    void paintEntry(QPainter& painter, const LegendEntry& entry, const QRect& cell) const;

    std::vector<LegendEntry> m_entries;
    int m_widest = 0;  ///< of any entry so far, so that columns never shrink back and forth
};

}  // namespace binnacle
