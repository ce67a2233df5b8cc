// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_paint.h"

#include "models/qt/event_text.h"
#include "models/qt/format.h"
#include "views/common/theme.h"
#include "views/latency/chart_geometry.h"
#include "views/timeline/timeline_marks.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>
#include <array>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kLabelWidth = 136;
constexpr int kLaneHeight = 13;
constexpr int kTop = 4;
constexpr int kAreaHeight = 44;
constexpr int kAxisHeight = 20;
constexpr int kSide = 16;
constexpr double kTickWidth = 72;
constexpr double kFewestErrorPixels = 2;

QString tr(const char* source) {
    return QCoreApplication::translate("timeline", source);
}

QFont smallFont(const QPainter& painter) {
    QFont small = painter.font();
    small.setPixelSize(11);
    return small;
}

double perSecond(std::uint64_t count, Duration step) {
    return static_cast<double>(count) / std::max(1e-9, std::chrono::duration<double>(step).count());
}

void paintAxis(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture) {
    const Theme& theme = Theme::current();
    const PixelRange pixels = layout.pixels();
    painter.fillRect(QRectF(layout.area.left(), layout.area.bottom(), layout.area.width(), 1), theme.border);
    const QColor grid = mixed(theme.panel, theme.border, 0.6);
    for (const TimeTick& tick :
         timelineTicks(picture.span, static_cast<int>(layout.area.width() / kTickWidth))) {
        const double x = std::round(xOf(tick.at, picture.span, pixels));
        painter.fillRect(QRectF(x, layout.lanes.top(), 1, layout.area.bottom() - layout.lanes.top()), grid);
        painter.fillRect(QRectF(x, layout.area.bottom(), 1, 4), theme.border);
        painter.setPen(tick.isDay ? theme.text : theme.textMuted);
        QRectF place(x - kTickWidth / 2, layout.axis.top() + 4, kTickWidth, layout.axis.height() - 4);
        const double width = painter.fontMetrics().horizontalAdvance(tick.label);
        // A label at the edge would run into what stands beside the plot.
        if (x - width / 2 < layout.area.left() || x + width / 2 > layout.area.right() + kSide) continue;
        painter.drawText(place, Qt::AlignHCenter | Qt::AlignTop, tick.label);
    }
}

void paintArea(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture) {
    const double peak = timelinePeak(picture.series, picture.span);
    if (peak <= 0) return;
    const Theme& theme = Theme::current();
    const PixelRange pixels = layout.pixels();
    const QRectF& box = layout.area;
    const QColor area = mixed(theme.panel, theme.series1, 0.38);
    for (const SeriesPoint& point : picture.series.points) {
        const TimePoint end = point.at + picture.series.step;
        if (end <= picture.span.from || point.at >= picture.span.to || point.stats.requests == 0) continue;
        const double left = std::max(box.left(), std::floor(xOf(point.at, picture.span, pixels)));
        const double right = std::min(box.right(), std::ceil(xOf(end, picture.span, pixels)));
        const double tall =
            std::max(1.0, box.height() * perSecond(point.stats.requests, picture.series.step) / peak);
        painter.fillRect(QRectF(left, box.bottom() - tall, right - left, tall), area);
        painter.fillRect(QRectF(left, box.bottom() - tall, right - left, std::min(1.5, tall)), theme.series1);
        if (point.stats.errors == 0) continue;
        // Few errors among many requests must still be seen.
        const double bad = std::max(kFewestErrorPixels,
                                    box.height() * perSecond(point.stats.errors, picture.series.step) / peak);
        painter.fillRect(QRectF(left, box.bottom() - bad, right - left, bad), theme.failing);
    }
}

void paintUnknown(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture) {
    const Theme& theme = Theme::current();
    const PixelRange pixels = layout.pixels();
    for (const TimeSpan& part : unknownParts(picture.span, picture.known)) {
        const double left = std::max(pixels.left, xOf(part.from, picture.span, pixels));
        const double right = std::min(pixels.right, xOf(part.to, picture.span, pixels));
        if (right - left < 1) continue;
        const QRectF box(left, layout.lanes.top(), right - left, layout.area.bottom() - layout.lanes.top());
        painter.fillRect(box, mixed(theme.panel, theme.window, 0.8));
        painter.fillRect(box, QBrush(theme.border, Qt::BDiagPattern));
        const QString label = tr("not recorded");
        const double width = painter.fontMetrics().horizontalAdvance(label) + 16;
        if (box.width() < width) continue;
        const QRectF plate(box.center().x() - width / 2, layout.area.center().y() - 9, width, 18);
        painter.fillRect(plate, theme.panel);
        painter.setPen(theme.textMuted);
        painter.drawText(plate, Qt::AlignCenter, label);
    }
}

void paintLanes(QPainter& painter, const TimelineLayout& layout) {
    const Theme& theme = Theme::current();
    for (std::size_t lane = 0; lane < kEventGroups.size(); ++lane) {
        const QRectF box = layout.lane(lane);
        painter.setPen(theme.textMuted);
        painter.drawText(QRectF(layout.labels.left(), box.top(), layout.labels.width() - 8, box.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, groupText(kEventGroups[lane]));
        painter.fillRect(QRectF(box.left(), std::round(box.center().y()), box.width(), 1),
                         mixed(theme.panel, theme.border, 0.6));
    }
}

void paintScale(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture) {
    const Theme& theme = Theme::current();
    const QRectF side(layout.labels.left(), layout.area.top() - 3, layout.labels.width() - 8,
                      layout.area.height() + 6);
    painter.setPen(theme.textMuted);
    painter.drawText(side, Qt::AlignLeft | Qt::AlignBottom, tr("All calls"));
    const double peak = timelinePeak(picture.series, picture.span);
    if (peak <= 0) return;
    painter.drawText(side, Qt::AlignRight | Qt::AlignTop, formatRate(peak));
    painter.drawText(side, Qt::AlignRight | Qt::AlignBottom, u"0"_s);
    painter.fillRect(QRectF(layout.area.left(), layout.area.top(), layout.area.width(), 1),
                     mixed(theme.panel, theme.border, 0.6));
}

}  // namespace

TimelineLayout TimelineLayout::of(const QSize& size) {
    TimelineLayout layout;
    const double width = std::max(1, size.width() - kLabelWidth - 2 * kSide);
    const double lanes = kLaneHeight * static_cast<double>(kEventGroups.size());
    layout.labels = QRectF(kSide, kTop, kLabelWidth, size.height() - kTop);
    layout.lanes = QRectF(kSide + kLabelWidth, kTop, width, lanes);
    layout.area = QRectF(kSide + kLabelWidth, kTop + lanes + 4, width, kAreaHeight);
    layout.axis = QRectF(kSide + kLabelWidth, layout.area.bottom(), width, kAxisHeight);
    return layout;
}

int TimelineLayout::height() {
    return kTop + kLaneHeight * static_cast<int>(kEventGroups.size()) + 4 + kAreaHeight + kAxisHeight;
}

QRectF TimelineLayout::lane(std::size_t index) const {
    return {lanes.left(), lanes.top() + kLaneHeight * static_cast<double>(index), lanes.width(),
            static_cast<double>(kLaneHeight)};
}

std::optional<std::size_t> TimelineLayout::laneAt(const QPointF& point) const {
    if (!lanes.adjusted(-6, 0, 6, 0).contains(point)) return std::nullopt;
    return std::min(kEventGroups.size() - 1,
                    static_cast<std::size_t>((point.y() - lanes.top()) / kLaneHeight));
}

double timelinePeak(const Series& series, const TimeSpan& span) {
    double peak = 0;
    for (const SeriesPoint& point : series.points) {
        if (point.at + series.step <= span.from || point.at >= span.to) continue;
        peak = std::max(peak, perSecond(point.stats.requests, series.step));
    }
    return peak > 0 ? valueTicks(peak, 4).last : 0;
}

void paintTimeline(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture) {
    painter.setFont(smallFont(painter));
    painter.setRenderHint(QPainter::Antialiasing, false);
    paintAxis(painter, layout, picture);
    paintScale(painter, layout, picture);
    paintUnknown(painter, layout, picture);
    paintArea(painter, layout, picture);
    paintLanes(painter, layout);
}

void paintTimelineMarks(QPainter& painter, const TimelineLayout& layout, const TimelinePicture& picture) {
    painter.setFont(smallFont(painter));
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (const MarkGroup& group : picture.groups) {
        std::vector<const Event*> marks;
        for (const std::size_t member : group.members) marks.push_back(&picture.events[member]);
        const QRectF lane = layout.lane(group.lane);
        paintMarks(painter, QRectF(group.x - 6, lane.top(), 12, lane.height()), marks);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void paintTimelineWindow(QPainter& painter, const TimelineLayout& layout, const TimeSpan& span,
                         const TimelineWindowLook& window) {
    const PixelRange pixels = layout.pixels();
    const double left = std::clamp(xOf(window.shown.from, span, pixels), pixels.left, pixels.right);
    const double right = std::clamp(xOf(window.shown.to, span, pixels), pixels.left, pixels.right);
    const bool isInside = window.shown.to >= span.from && window.shown.from <= span.to;
    if (!isInside) return;
    const Theme& theme = Theme::current();
    QColor wash = theme.accent;
    wash.setAlphaF(window.isDragged ? 0.22F : 0.14F);
    const QRectF plot = layout.plot();
    painter.fillRect(QRectF(left, plot.top(), std::max(1.0, right - left), plot.height()), wash);
    painter.fillRect(QRectF(left, plot.top(), 1, plot.height()), theme.accent);
    const double thick = window.isPast ? 2 : 1;
    painter.fillRect(QRectF(right - thick, plot.top(), thick, plot.height()), theme.accent);
    if (!window.isPast || window.isDragged || window.shown.to > span.to) return;
    // The playhead: where play goes on from.
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.accent);
    painter.drawPolygon(QPolygonF({QPointF(right - 6, plot.top() - 4), QPointF(right + 4, plot.top() - 4),
                                   QPointF(right - 1, plot.top() + 4)}));
}

}  // namespace binnacle
