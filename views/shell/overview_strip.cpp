// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/shell/overview_strip.h"

#include "models/qt/format.h"
#include "views/common/theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kHeight = 72;
constexpr int kLabelWidth = 104;
constexpr double kMinDrag = 6;

double rateOf(const SeriesPoint& point, Duration step) {
    const double seconds = std::chrono::duration<double>(step).count();
    return seconds > 0 ? static_cast<double>(point.stats.requests) / seconds : 0;
}

double errorRateOf(const SeriesPoint& point, Duration step) {
    const double seconds = std::chrono::duration<double>(step).count();
    return seconds > 0 ? static_cast<double>(point.stats.errors) / seconds : 0;
}

double peakOf(const Series& series) {
    double peak = 0;
    for (const SeriesPoint& point : series.points) peak = std::max(peak, rateOf(point, series.step));
    return peak;
}

}  // namespace

OverviewStrip::OverviewStrip(TelemetrySession& telemetry, QWidget* parent)
    : QWidget(parent), m_telemetry(telemetry) {
    setObjectName(u"overviewStrip"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(false);
    setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Requests and errors of the last fifteen minutes"));
    setToolTip(tr("Drag to look at a part of the last 15 minutes; click to go back to live"));
    connect(&m_telemetry, &TelemetrySession::overviewChanged, this, qOverload<>(&QWidget::update));
    connect(&m_telemetry, &TelemetrySession::windowChanged, this, qOverload<>(&QWidget::update));
}

QSize OverviewStrip::sizeHint() const {
    return {600, kHeight};
}
QSize OverviewStrip::minimumSizeHint() const {
    return {240, kHeight};
}

QRectF OverviewStrip::plot() const {
    return QRectF(rect()).adjusted(kLabelWidth, 8, -16, -20);
}

TimePoint OverviewStrip::end() const {
    const Series& series = m_telemetry.overview();
    return series.points.empty() ? TimePoint{} : series.points.back().at + series.step;
}

TimePoint OverviewStrip::begin() const {
    return end() - TelemetrySession::kOverview;
}

double OverviewStrip::xOf(TimePoint at) const {
    const QRectF box = plot();
    const double share = std::chrono::duration<double>(at - begin()) /
                         std::chrono::duration<double>(TelemetrySession::kOverview);
    return box.left() + box.width() * std::clamp(share, 0.0, 1.0);
}

TimePoint OverviewStrip::timeAt(double x) const {
    const QRectF box = plot();
    const double share = std::clamp((x - box.left()) / std::max(1.0, box.width()), 0.0, 1.0);
    const auto whole = std::chrono::duration_cast<Duration>(TelemetrySession::kOverview);
    return begin() + Duration(static_cast<std::int64_t>(static_cast<double>(whole.count()) * share));
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::current();
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(QRect(0, 0, width(), 1), theme.border);
    paintArea(painter);
    paintWindow(painter);
    paintLabels(painter);
}

void OverviewStrip::paintArea(QPainter& painter) const {
    const Series& series = m_telemetry.overview();
    const double peak = peakOf(series);
    const QRectF box = plot();
    const Theme& theme = Theme::current();
    painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1), theme.border);
    if (series.points.empty() || peak <= 0) return;
    const double stepWidth = box.width() * (std::chrono::duration<double>(series.step) /
                                            std::chrono::duration<double>(TelemetrySession::kOverview));
    painter.setPen(Qt::NoPen);
    QColor area = theme.series1;
    area.setAlphaF(0.35F);
    for (const SeriesPoint& point : series.points) {
        if (point.at < begin()) continue;
        const double left = xOf(point.at);
        const double tall = box.height() * rateOf(point, series.step) / peak;
        painter.fillRect(QRectF(left, box.bottom() - tall, stepWidth, tall), area);
        painter.fillRect(QRectF(left, box.bottom() - tall, stepWidth, std::min(1.5, tall)), theme.series1);
        const double bad = box.height() * errorRateOf(point, series.step) / peak;
        // Few errors among many requests must still be seen.
        if (bad > 0)
            painter.fillRect(QRectF(left, box.bottom() - std::max(2.0, bad), stepWidth, std::max(2.0, bad)),
                             theme.failing);
    }
}

void OverviewStrip::paintWindow(QPainter& painter) const {
    const QRectF box = plot();
    double left = 0;
    double right = 0;
    if (m_dragFrom) {
        left = std::clamp(std::min(*m_dragFrom, m_dragTo), box.left(), box.right());
        right = std::clamp(std::max(*m_dragFrom, m_dragTo), box.left(), box.right());
    } else {
        if (m_telemetry.overview().points.empty()) return;
        const TimeWindow window = m_telemetry.window();
        const TimePoint to = window.to.value_or(end());
        left = xOf(to - window.length);
        right = xOf(to);
    }
    const Theme& theme = Theme::current();
    QColor wash = theme.accent;
    wash.setAlphaF(0.14F);
    const QRectF shown(left, box.top(), std::max(1.0, right - left), box.height());
    painter.fillRect(shown, wash);
    painter.fillRect(QRectF(shown.left(), shown.top(), 1, shown.height()), theme.accent);
    painter.fillRect(QRectF(shown.right() - 1, shown.top(), 1, shown.height()), theme.accent);
}

void OverviewStrip::paintLabels(QPainter& painter) const {
    const Theme& theme = Theme::current();
    const QRectF box = plot();
    const Series& series = m_telemetry.overview();
    QFont small = font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    painter.setFont(small);
    painter.setPen(theme.textMuted);
    const QRectF side(16, box.top() - 2, kLabelWidth - 24, box.height());
    painter.drawText(side, Qt::AlignLeft | Qt::AlignTop, tr("All calls"));
    if (!series.points.empty()) {
        painter.drawText(side, Qt::AlignLeft | Qt::AlignBottom, tr("≤ %1").arg(formatRate(peakOf(series))));
    }
    const QRectF below(box.left(), box.bottom() + 2, box.width(), 16);
    for (int minutes = 15; minutes >= 0; minutes -= 5) {
        const double x = box.left() + box.width() * (15 - minutes) / 15.0;
        const QString label = minutes == 0 ? tr("now") : tr("−%1 min").arg(minutes);
        const QRectF place(x - 40, below.top(), 80, below.height());
        const auto align = minutes == 15 ? Qt::AlignLeft : minutes == 0 ? Qt::AlignRight : Qt::AlignHCenter;
        painter.drawText(minutes == 15  ? place.translated(40, 0)
                         : minutes == 0 ? place.translated(-40, 0)
                                        : place,
                         align | Qt::AlignTop, label);
    }
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_telemetry.overview().points.empty()) return;
    m_dragFrom = event->position().x();
    m_dragTo = *m_dragFrom;
    update();
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!m_dragFrom) return;
    m_dragTo = event->position().x();
    update();
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_dragFrom || event->button() != Qt::LeftButton) return;
    const double from = std::min(*m_dragFrom, event->position().x());
    const double to = std::max(*m_dragFrom, event->position().x());
    m_dragFrom.reset();
    update();
    TimeWindow window = m_telemetry.window();
    if (to - from < kMinDrag) {
        window.to.reset();
        return m_telemetry.setWindow(window);
    }
    window.to = timeAt(to);
    // Whole seconds: that is how finely the station keeps the past.
    window.length =
        std::max(std::chrono::seconds(5), std::chrono::ceil<std::chrono::seconds>(timeAt(to) - timeAt(from)));
    m_telemetry.setWindow(window);
}

}  // namespace binnacle
