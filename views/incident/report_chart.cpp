// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/incident/report_chart.h"

#include "views/latency/chart_legend.h"
#include "views/latency/chart_paint.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <algorithm>
#include <memory>
#include <utility>

namespace binnacle {
namespace {

constexpr QSize kPlot{1040, 150};
constexpr double kLegend = 24;
constexpr double kSwatch = 12;
constexpr double kEnds = 12;  ///< around everything

QString tr(const char* source) {
    return QCoreApplication::translate("report", source);
}

/// The lines as drawn: areas stand on those before them.
std::vector<std::vector<ChartPoint>> heightsOf(const std::vector<ChartLine>& lines) {
    std::vector<std::vector<ChartPoint>> heights;
    heights.reserve(lines.size());
    const std::vector<ChartPoint>* below = nullptr;
    for (const ChartLine& line : lines) {
        const bool isOnTop = line.style == ChartStyle::area && below != nullptr;
        heights.push_back(isOnTop ? stacked(*below, line.points) : line.points);
        if (line.style == ChartStyle::area) below = &heights.back();
    }
    return heights;
}

double topOf(const std::vector<std::vector<ChartPoint>>& heights) {
    double top = 0;
    for (const auto& line : heights) {
        for (const ChartPoint& point : line) top = std::max(top, point.y);
    }
    return top;
}

QPolygonF toPixels(const ChartScene& scene, const std::vector<ChartPoint>& points) {
    QPolygonF line;
    const int columns = static_cast<int>(scene.plot.width());
    for (const ChartPoint& point : decimate(points, scene.x, columns)) {
        const double x = std::clamp(scene.pixelX(point.x), scene.plot.left(), scene.plot.right());
        line.append({x, scene.pixelY(point.y)});
    }
    return line;
}

void paintArea(QPainter& painter, const ChartScene& scene, const QPolygonF& upper, const QPolygonF& lower) {
    if (upper.isEmpty()) return;
    QPolygonF area = upper;
    if (lower.isEmpty()) {
        area.append({upper.last().x(), scene.plot.bottom()});
        area.append({upper.first().x(), scene.plot.bottom()});
    } else {
        for (auto point = lower.rbegin(); point != lower.rend(); ++point) area.append(*point);
    }
    painter.setPen(Qt::NoPen);
    painter.drawPolygon(area);
}

void paintLines(QPainter& painter, const ChartScene& scene, const std::vector<ChartLine>& lines,
                const std::vector<std::vector<ChartPoint>>& heights) {
    QPolygonF below;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const QPolygonF line = toPixels(scene, heights[i]);
        const QColor color = chartColor(lines[i].tone, scene.theme());
        painter.setRenderHint(QPainter::Antialiasing);
        if (lines[i].style == ChartStyle::area) {
            const double share = lines[i].tone == ChartTone::failing ? 0.9 : 0.55;
            painter.setBrush(mixed(scene.theme().panel, color, share));
            paintArea(painter, scene, line, below);
            below = line;
            continue;
        }
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPolyline(line);
    }
}

void paintLegend(QPainter& painter, const ReportChart& chart, const Theme& theme, const QFont& font) {
    QFont strong = font;
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    painter.setPen(theme.text);
    painter.drawText(QRectF(0, 0, kPlot.width(), 18), Qt::AlignLeft | Qt::AlignVCenter, chart.title);
    double x = QFontMetricsF(strong).horizontalAdvance(chart.title) + 2 * kEnds;
    painter.setFont(chartFont(font));
    const QFontMetricsF metrics(painter.font());
    for (const ChartLine& line : chart.lines) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(chartColor(line.tone, theme));
        const bool isArea = line.style == ChartStyle::area;
        painter.drawRect(QRectF(x, isArea ? 4 : 8, kSwatch, isArea ? kSwatch : 3));
        painter.setPen(theme.textMuted);
        const double width = metrics.horizontalAdvance(line.name) + 2;
        painter.drawText(QRectF(x + kSwatch + 6, 0, width, 18), Qt::AlignLeft | Qt::AlignVCenter, line.name);
        x += kSwatch + 6 + width + 16;
    }
}

QString inWords(const ReportChart& chart) {
    QStringList parts;
    for (const ChartLine& line : chart.lines) {
        const auto highest =
            std::max_element(line.points.begin(), line.points.end(),
                             [](const ChartPoint& a, const ChartPoint& b) { return a.y < b.y; });
        if (highest == line.points.end()) continue;
        parts.append(tr("%1 at most %2").arg(line.name, chart.unit(highest->y)));
    }
    return parts.isEmpty() ? tr("%1: no requests in this window").arg(chart.title)
                           : tr("%1: %2").arg(chart.title, parts.join(QStringLiteral(", ")));
}

}  // namespace

ReportPicture chartPicture(ReportChart chart, const QFont& font) {
    ReportPicture picture;
    picture.title = chart.title;
    picture.inWords = inWords(chart);
    picture.font = font;
    picture.size = QSizeF(kPlot) + QSizeF(2 * kEnds, kLegend + 2 * kEnds);
    const auto shared = std::make_shared<const ReportChart>(std::move(chart));
    picture.paint = [shared, font, size = picture.size](QPainter& painter, const Theme& theme) {
        const auto heights = heightsOf(shared->lines);
        ChartScene scene;
        scene.paper = &theme;
        scene.x = shared->x;
        scene.unit = shared->unit;
        scene.marks = shared->marks;
        scene.emptyText = tr("No requests in this window");
        scene.isEmpty = shared->lines.empty();
        scene.layOut(kPlot, topOf(heights), font);
        painter.fillRect(QRectF(QPointF(), size), theme.panel);
        painter.translate(kEnds, kEnds);
        paintLegend(painter, *shared, theme, font);
        painter.translate(0, kLegend);
        paintChartGround(painter, scene, font);
        paintLines(painter, scene, shared->lines, heights);
        paintChartMarks(painter, scene, font);
    };
    return picture;
}

}  // namespace binnacle
