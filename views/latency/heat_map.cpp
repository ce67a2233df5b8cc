// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/heat_map.h"

#include "models/qt/format.h"
#include "views/common/theme.h"
#include "views/latency/chart_paint.h"
#include "views/latency/inspector_charts.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <cmath>

namespace binnacle {

namespace {

constexpr int kHeight = 136;
constexpr int kRowsPerDecade = 12;
constexpr std::size_t kMostColumns = 150;

QColor mixed(const QColor& from, const QColor& to, double part) {
    const auto channel = [part](int a, int b) { return static_cast<int>(a + (b - a) * part); };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()),
            channel(from.blue(), to.blue())};
}

/// Lightness falls (or, on dark, rises) all the way from the panel to the text colour: read without hue.
QRgb heat(double share) {
    const Theme& theme = Theme::current();
    const double strength = std::sqrt(share);  // a few slow requests among many fast ones must still be seen
    const QColor color = strength < 0.6 ? mixed(theme.panel, theme.series1, 0.15 + strength / 0.6 * 0.85)
                                        : mixed(theme.series1, theme.text, (strength - 0.6) / 0.4 * 0.7);
    return color.rgb();
}

QString decadeText(double decade) {
    return formatDuration(Duration(static_cast<Duration::rep>(std::llround(std::pow(10, decade)))));
}

}  // namespace

HeatMap::HeatMap(QWidget* parent) : QWidget(parent), m_scene(std::make_unique<ChartScene>()) {
    m_scene->unit = decadeText;
    m_scene->emptyText = tr("No requests in this window");
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Spread of latency over time"));
}

HeatMap::~HeatMap() = default;

void HeatMap::setSeries(const Series& series) {
    const Series shown = coarser(series, kMostColumns);
    m_grid = heatGrid(shown, kRowsPerDecade);
    if (!shown.points.empty()) {
        m_covered = {chartX(shown.points.front().at), chartX(shown.points.back().at + shown.step)};
    }
    render();
    layOut();
}

void HeatMap::setRange(ChartRange x) {
    m_scene->x = x;
    layOut();
}

void HeatMap::setMarks(std::vector<ChartMark> marks) {
    m_scene->marks = std::move(marks);
    update();
}

void HeatMap::setCrosshair(std::optional<double> x) {
    m_scene->crosshair = x;
    update();
}

QSize HeatMap::sizeHint() const {
    return {320, kHeight};
}

void HeatMap::render() {
    m_image = QImage();
    if (m_grid.columns == 0) return;
    m_image = QImage(m_grid.columns, m_grid.rows, QImage::Format_ARGB32);
    m_image.fill(Qt::transparent);
    for (int column = 0; column < m_grid.columns; ++column) {
        for (int row = 0; row < m_grid.rows; ++row) {
            const double share = m_grid.share(column, row);
            if (share > 0) m_image.setPixel(column, m_grid.rows - 1 - row, heat(share));
        }
    }
}

void HeatMap::layOut() {
    m_scene->layOut(size(), 0, font());
    m_scene->isEmpty = m_grid.columns == 0;
    m_scene->y = {static_cast<double>(m_grid.lowDecade), 1,
                  static_cast<double>(std::max(1, m_grid.highDecade))};
    update();
}

void HeatMap::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintChartGround(painter, *m_scene, font());
    if (!m_image.isNull()) {
        const double left = m_scene->pixelX(m_covered.low);
        const QRectF target(left, m_scene->plot.top(), m_scene->pixelX(m_covered.high) - left,
                            m_scene->plot.height());
        painter.save();
        painter.setClipRect(m_scene->plot);
        painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter.drawImage(target, m_image);
        painter.restore();
    }
    paintChartMarks(painter, *m_scene, font());
}

void HeatMap::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    layOut();
}

void HeatMap::mouseMoveEvent(QMouseEvent* event) {
    Q_EMIT crosshairMoved(m_scene->toX(event->position().x()));
}

void HeatMap::leaveEvent(QEvent*) {
    Q_EMIT crosshairLeft();
}

void HeatMap::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) render();
}

}  // namespace binnacle
