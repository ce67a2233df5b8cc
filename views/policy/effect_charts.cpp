// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/policy/effect_charts.h"

#include "models/qt/format.h"
#include "views/latency/chart_view.h"
#include "views/latency/section.h"

#include <QVBoxLayout>
#include <array>
#include <functional>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

using Seconds = std::map<std::int64_t, EffectRecord::Second>;
using Value = std::function<std::optional<double>(const EffectRecord::Second&)>;

EffectRecord::Second sumOf(const Seconds& seconds) {
    EffectRecord::Second sum;
    for (const auto& [at, second] : seconds) {
        sum.requests += second.requests;
        sum.errors += second.errors;
        sum.latency.merge(second.latency);
    }
    return sum;
}

/// One point a second from `origin` on; a second without a request is a point only where `value` has one for
/// it.
std::vector<ChartPoint> pointsOf(const Seconds& seconds, std::int64_t origin, std::int64_t length,
                                 const Value& value) {
    std::vector<ChartPoint> points;
    for (std::int64_t i = 0; i < length; ++i) {
        const auto at = seconds.find(origin + i);
        const auto y = value(at == seconds.end() ? EffectRecord::Second{} : at->second);
        if (y) points.push_back({static_cast<double>(i) * 1000, *y});
    }
    return points;
}

std::optional<double> rateOf(const EffectRecord::Second& second) {
    return static_cast<double>(second.requests);
}

std::optional<double> errorsOf(const EffectRecord::Second& second) {
    if (second.requests == 0) return std::nullopt;
    return static_cast<double>(second.errors) / static_cast<double>(second.requests);
}

std::optional<double> p99Of(const EffectRecord::Second& second) {
    if (second.requests == 0) return std::nullopt;
    return static_cast<double>(second.latency.quantile(0.99));
}

QString durationText(double nanoseconds) {
    return formatDuration(Duration(static_cast<Duration::rep>(nanoseconds)));
}

const std::array<Value, 3>& values() {
    static const std::array<Value, 3> kValues = {rateOf, errorsOf, p99Of};
    return kValues;
}

const std::array<ChartView::Unit, 3>& units() {
    static const std::array<ChartView::Unit, 3> kUnits = {formatRate, formatShare, durationText};
    return kUnits;
}

/// "12.1 % → 0.8 %" over the whole of both spans.
QString beforeAfter(std::size_t row, const Seconds& before, const Seconds& after, std::int64_t elapsed) {
    const auto figure = [row](const Seconds& seconds, std::int64_t length) -> QString {
        if (seconds.empty()) return u"–"_s;
        const EffectRecord::Second sum = sumOf(seconds);
        if (row == 0)
            return formatRate(static_cast<double>(sum.requests) /
                              static_cast<double>(std::max<std::int64_t>(1, length)));
        const auto value = values()[row](sum);
        return value ? units()[row](*value) : u"–"_s;
    };
    const auto told = before.empty() ? 1 : before.rbegin()->first - before.begin()->first + 1;
    return QString(figure(before, told) + u" → "_s + figure(after, elapsed));
}

}  // namespace

EffectCharts::EffectCharts(QWidget* parent) : QWidget(parent) {
    m_section = new Section(tr("Before and after"), this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_section);
    const std::array names = {tr("Rate"), tr("Share of errors"), tr("p99")};
    for (std::size_t i = 0; i < names.size(); ++i) addChart(new ChartView(names[i], units()[i], this));
}

void EffectCharts::addChart(ChartView* chart) {
    chart->setTimeKind(ChartTime::relative);
    chart->setRange({0, static_cast<double>(kSpan) * 1000});
    chart->setEmptyText(tr("No requests around this change"));
    m_section->add(chart);
    connect(chart, &ChartView::crosshairMoved, this, [this](double x) {
        for (ChartView* each : m_charts) each->setCrosshair(x);
    });
    connect(chart, &ChartView::crosshairLeft, this, [this] {
        for (ChartView* each : m_charts) each->setCrosshair(std::nullopt);
    });
    m_charts.push_back(chart);
}

void EffectCharts::show(const EffectRecord& record, const Change& change) {
    if (change.edits.empty()) return;
    const std::string& service = change.edits.front().service;
    const std::int64_t at = std::chrono::floor<std::chrono::seconds>(change.at.time_since_epoch()).count();
    // The second of the change holds both, and the newest one is not yet complete: neither is shown.
    const std::int64_t end = std::min(at + 1 + kSpan, record.newest().value_or(at + 1));
    const Seconds before = record.seconds(service, at - kSpan, at);
    const Seconds after = record.seconds(service, at + 1, end);
    m_section->setNote(text(service));
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        std::vector<ChartLine> lines;
        if (!before.empty()) {
            lines.push_back({tr("minute before"), ChartTone::before, ChartStyle::dashed,
                             pointsOf(before, at - kSpan, kSpan, values()[i])});
        }
        if (!after.empty()) {
            lines.push_back({tr("since"), ChartTone::first, ChartStyle::line,
                             pointsOf(after, at + 1, end - at - 1, values()[i])});
        }
        m_charts[i]->setSeries(std::move(lines));
        m_charts[i]->setNote(beforeAfter(i, before, after, end - at - 1));
    }
}

}  // namespace binnacle
