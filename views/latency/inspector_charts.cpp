// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/inspector_charts.h"

#include "models/qt/format.h"
#include "views/latency/heat_map.h"
#include "views/latency/inspector_facts.h"
#include "views/latency/tone_label.h"

#include <QCoreApplication>
#include <QVBoxLayout>
#include <array>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t kRateSteps = 120;

struct CodeClass {
    std::uint16_t first;
    std::uint16_t last;
    const char* name;
    ChartTone tone;
    bool isAlways;
};

constexpr std::array kClasses = {
    CodeClass{100, 299, QT_TRANSLATE_NOOP("charts", "2xx"), ChartTone::first, true},
    CodeClass{300, 399, QT_TRANSLATE_NOOP("charts", "3xx"), ChartTone::second, false},
    CodeClass{400, 499, QT_TRANSLATE_NOOP("charts", "4xx"), ChartTone::degraded, false},
    CodeClass{500, 999, QT_TRANSLATE_NOOP("charts", "5xx"), ChartTone::failing, true},
};

std::uint64_t countOf(const EdgeStats& stats, const CodeClass& codes) {
    std::uint64_t count = 0;
    for (const auto& [code, requests] : stats.codes) {
        if (code >= codes.first && code <= codes.last) count += requests;
    }
    return count;
}

std::uint64_t withoutCode(const EdgeStats& stats) {
    std::uint64_t told = 0;
    for (const auto& [code, requests] : stats.codes) told += code >= 100 ? requests : 0;
    return stats.requests - std::min(told, stats.requests);
}

double stepSeconds(const Series& series) {
    return std::max(1e-3, std::chrono::duration<double>(series.step).count());
}

QString chartText(const char* source) {
    return QCoreApplication::translate("charts", source);
}

bool hasAny(const std::vector<ChartPoint>& points) {
    return std::any_of(points.begin(), points.end(), [](const ChartPoint& point) { return point.y > 0; });
}

bool hasRequests(const Series& series) {
    return std::any_of(series.points.begin(), series.points.end(),
                       [](const SeriesPoint& point) { return point.stats.requests > 0; });
}

}  // namespace

std::vector<ChartPoint> seriesPoints(const Series& series,
                                     const std::function<std::optional<double>(const EdgeStats&)>& figure) {
    std::vector<ChartPoint> points;
    points.reserve(series.points.size());
    for (const SeriesPoint& step : series.points) {
        if (const auto value = figure(step.stats)) points.push_back({chartX(step.at), *value});
    }
    return points;
}

Series coarser(const Series& series, std::size_t most) {
    const std::size_t count = series.points.size();
    if (most == 0 || count <= most) return series;
    const std::size_t merged = (count + most - 1) / most;
    Series result{series.selection, series.step * static_cast<Duration::rep>(merged), {}};
    // Whole steps only, counted from the newest: a shorter first step would show as a dip.
    for (std::size_t begin = count % merged; begin < count; begin += merged) {
        SeriesPoint step{series.points[begin].at, {}};
        for (std::size_t i = begin; i < begin + merged; ++i) step.stats.add(series.points[i].stats);
        result.points.push_back(std::move(step));
    }
    return result;
}

std::vector<ChartLine> rateLines(const Series& series) {
    std::vector<ChartLine> lines;
    if (!hasRequests(series)) return lines;
    const double seconds = stepSeconds(series);
    const auto uncoded = seriesPoints(series, [&](const EdgeStats& stats) {
        return std::optional(static_cast<double>(withoutCode(stats)) / seconds);
    });
    for (const CodeClass& codes : kClasses) {
        auto points = seriesPoints(series, [&](const EdgeStats& stats) {
            return std::optional(static_cast<double>(countOf(stats, codes)) / seconds);
        });
        if (!codes.isAlways && !hasAny(points)) continue;
        lines.push_back({chartText(codes.name), codes.tone, ChartStyle::area, std::move(points)});
    }
    if (!hasAny(uncoded)) return lines;
    const bool isAllUncoded =
        !hasAny(lines.front().points) && !hasAny(lines.back().points) && lines.size() == 2;
    if (isAllUncoded) lines.clear();  // TCP: no status at all
    lines.push_back({chartText(isAllUncoded ? QT_TRANSLATE_NOOP("charts", "connections")
                                            : QT_TRANSLATE_NOOP("charts", "no status")),
                     isAllUncoded ? ChartTone::first : ChartTone::idle, ChartStyle::area, uncoded});
    return lines;
}

std::vector<ChartLine> errorLines(const Series& series) {
    if (!hasRequests(series)) return {};
    return {{chartText(QT_TRANSLATE_NOOP("charts", "errors")), ChartTone::failing, ChartStyle::line,
             seriesPoints(series, [](const EdgeStats& stats) {
                 return stats.requests > 0 ? std::optional(errorRatio(stats)) : std::nullopt;
             })}};
}

std::vector<ChartLine> quantileLines(const Series& series) {
    if (!hasRequests(series)) return {};
    std::vector<ChartLine> lines;
    for (const auto& [name, q, tone] :
         {std::tuple("p50", 0.5, ChartTone::first), std::tuple("p90", 0.9, ChartTone::second),
          std::tuple("p99", 0.99, ChartTone::third)}) {
        lines.push_back({QString::fromLatin1(name), tone, ChartStyle::line,
                         seriesPoints(series, [quantile = q](const EdgeStats& stats) {
                             return stats.latency.count() > 0
                                        ? std::optional(static_cast<double>(stats.latency.quantile(quantile)))
                                        : std::nullopt;
                         })});
    }
    return lines;
}

std::vector<ChartLine> baselineLines(const Series& baseline, const Series& shown) {
    if (baseline.points.empty() || shown.points.empty()) return {};
    std::vector<ChartLine> lines = quantileLines(baseline);
    const double shift = chartX(shown.points.front().at) - chartX(baseline.points.front().at);
    for (ChartLine& line : lines) {
        line.name = chartText(QT_TRANSLATE_NOOP("charts", "%1 before")).arg(line.name);
        line.style = ChartStyle::dashed;
        for (ChartPoint& point : line.points) point.x += shift;
    }
    return lines;
}

InspectorCharts::InspectorCharts(QWidget* parent) : QWidget(parent) {
    m_rate = new ChartView(tr("Requests by status"), formatRate, this);
    m_errors = new ChartView(tr("Share of errors"), formatShare, this);
    m_latency = new ChartView(
        tr("Latency"),
        [](double value) { return formatDuration(Duration(static_cast<Duration::rep>(value))); }, this);
    m_latency->setNote(tr("quantiles within 0.8 %"));
    m_charts = {m_rate, m_errors, m_latency};
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    for (ChartView* chart : m_charts) {
        column->addWidget(chart);
        connectChart(chart);
    }
    m_spread = new HeatMap(this);
    auto* spread = new QVBoxLayout;
    spread->setSpacing(4);
    spread->addWidget(new ToneLabel(tr("Spread of latency"), TextSize::strong, TextTone::normal, this));
    spread->addWidget(m_spread);
    column->addLayout(spread);
    connect(m_spread, &HeatMap::crosshairMoved, this, [this](double x) { moveCrosshair(x); });
    connect(m_spread, &HeatMap::crosshairLeft, this, [this] { moveCrosshair(std::nullopt); });
}

void InspectorCharts::connectChart(ChartView* chart) {
    connect(chart, &ChartView::crosshairMoved, this, [this](double x) { moveCrosshair(x); });
    connect(chart, &ChartView::crosshairLeft, this, [this] { moveCrosshair(std::nullopt); });
    connect(chart, &ChartView::windowDragged, this, &InspectorCharts::windowDragged);
}

void InspectorCharts::moveCrosshair(std::optional<double> x) {
    for (ChartView* chart : m_charts) chart->setCrosshair(x);
    m_spread->setCrosshair(x);
}

void InspectorCharts::setSeries(const Series& series) {
    ChartRange range;
    if (!series.points.empty()) range = {chartX(series.points.front().at), chartX(series.points.back().at)};
    for (ChartView* chart : m_charts) chart->setRange(range);
    // A rate is a mean over time: merged steps say it better than the extremes of a pixel column.
    m_rate->setSeries(rateLines(coarser(series, kRateSteps)));
    m_errors->setSeries(errorLines(series));
    m_series = series;
    showLatency();
    m_spread->setRange(range);
    m_spread->setSeries(series);
}

void InspectorCharts::setBaseline(const Series& baseline) {
    m_baseline = baseline;
    showLatency();
}

void InspectorCharts::showLatency() {
    // What is now is drawn over what was.
    std::vector<ChartLine> lines = baselineLines(m_baseline, m_series);
    for (ChartLine& line : quantileLines(m_series)) lines.push_back(std::move(line));
    m_latency->setSeries(std::move(lines));
}

void InspectorCharts::setChanges(const std::vector<Change>& newestFirst) {
    std::vector<ChartMark> marks;
    for (auto change = newestFirst.rbegin(); change != newestFirst.rend(); ++change) {
        marks.push_back({chartX(change->at), text(change->id)});
    }
    for (ChartView* chart : m_charts) chart->setMarks(marks);
    m_spread->setMarks(marks);
}

}  // namespace binnacle
