// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_marks.h"

#include "models/qt/event_text.h"
#include "views/common/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>
#include <QStringList>
#include <algorithm>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr double kSize = 8;    ///< of a mark
constexpr double kApart = 12;  ///< nearer marks are one group
constexpr std::size_t kLines = 10;

/// A group shows how the worst of it looks, so that an ejection is not hidden behind a return.
int weightOf(EventKind kind) {
    switch (kind) {
        case EventKind::alertFired:
        case EventKind::recordingGap:
            return 3;
        case EventKind::breakerOpened:
        case EventKind::hostEjected:
        case EventKind::proxyLeft:
            return 2;
        case EventKind::change:
        case EventKind::note:
        case EventKind::stationStarted:
            return 1;
        case EventKind::alertResolved:
        case EventKind::breakerClosed:
        case EventKind::hostReturned:
        case EventKind::proxyCame:
            return 0;
    }
    return 0;
}

QPolygonF outline(MarkShape shape, const QRectF& box) {
    const QPointF middle = box.center();
    switch (shape) {
        case MarkShape::diamond:
            return QPolygonF({QPointF(middle.x(), box.top() - 1), QPointF(box.right() + 1, middle.y()),
                              QPointF(middle.x(), box.bottom() + 1), QPointF(box.left() - 1, middle.y())});
        case MarkShape::triangle:
            return QPolygonF({QPointF(middle.x(), box.top() - 1), QPointF(box.right() + 0.5, box.bottom()),
                              QPointF(box.left() - 0.5, box.bottom())});
        case MarkShape::drop:
            return QPolygonF({QPointF(box.left() - 0.5, box.top()), QPointF(box.right() + 0.5, box.top()),
                              QPointF(middle.x(), box.bottom() + 1)});
        case MarkShape::flag:
            return QPolygonF({box.topLeft(), QPointF(box.right(), box.top()),
                              QPointF(box.right(), box.center().y() + 1.5),
                              QPointF(box.left() + 2, box.center().y() + 1.5),
                              QPointF(box.left() + 2, box.bottom()), box.bottomLeft()});
        case MarkShape::bar:
            return QPolygonF(QRectF(middle.x() - 1.5, box.top() - 1, 3, box.height() + 2));
        case MarkShape::square:
        case MarkShape::circle:
            return QPolygonF(box.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    return {};
}

void paintOne(QPainter& painter, const QRectF& box, const MarkLook& look) {
    painter.setPen(QPen(look.colour, 1.5));
    painter.setBrush(look.isHollow ? QBrush(Theme::current().panel) : QBrush(look.colour));
    if (look.shape == MarkShape::circle) {
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5));
    } else {
        painter.drawPolygon(outline(look.shape, box));
    }
}

void paintCount(QPainter& painter, const QRectF& beside, std::size_t count) {
    QFont small = painter.font();
    small.setPixelSize(9);
    painter.setFont(small);
    painter.setPen(Theme::current().text);
    const QString text = count < 100 ? QString::number(count) : u"99+"_s;
    painter.drawText(QRectF(beside.right() + 2, beside.top() - 2, 24, beside.height() + 4),
                     Qt::AlignLeft | Qt::AlignVCenter, text);
}

}  // namespace

MarkLook markLook(EventKind kind) {
    const Theme& theme = Theme::current();
    switch (kind) {
        case EventKind::change:
            return {MarkShape::diamond, false, theme.accent};
        case EventKind::alertFired:
            return {MarkShape::triangle, false, theme.failing};
        case EventKind::alertResolved:
            return {MarkShape::triangle, true, theme.good};
        case EventKind::breakerOpened:
            return {MarkShape::square, false, theme.degraded};
        case EventKind::breakerClosed:
            return {MarkShape::square, true, theme.good};
        case EventKind::hostEjected:
            return {MarkShape::drop, false, theme.degraded};
        case EventKind::hostReturned:
            return {MarkShape::drop, true, theme.good};
        case EventKind::proxyCame:
            return {MarkShape::circle, false, theme.good};
        case EventKind::proxyLeft:
            return {MarkShape::circle, true, theme.failing};
        case EventKind::note:
            return {MarkShape::flag, false, theme.series2};
        case EventKind::recordingGap:
            return {MarkShape::bar, false, theme.failing};
        case EventKind::stationStarted:
            return {MarkShape::bar, false, theme.idle};
    }
    return {};
}

std::size_t laneOf(EventKind kind) {
    return static_cast<std::size_t>(groupOf(kind));
}

std::vector<MarkGroup> placeMarks(const std::vector<Event>& events, const TimeSpan& span,
                                  const PixelRange& pixels) {
    const auto earlier = [](const Event& event, TimePoint at) { return event.at < at; };
    const auto first = std::lower_bound(events.begin(), events.end(), span.from, earlier);
    const auto last = std::lower_bound(first, events.end(), span.to, earlier);
    std::vector<MarkPlace> places;
    for (auto event = first; event != last; ++event) {
        places.push_back({xOf(event->at, span, pixels), laneOf(event->kind)});
    }
    std::vector<MarkGroup> groups = groupMarks(places, kApart);
    const auto skipped = static_cast<std::size_t>(first - events.begin());
    for (MarkGroup& group : groups) {
        for (std::size_t& member : group.members) member += skipped;
    }
    return groups;
}

void paintMarks(QPainter& painter, const QRectF& box, const std::vector<const Event*>& marks) {
    if (marks.empty()) return;
    const Event* worst = *std::max_element(marks.begin(), marks.end(), [](const Event* a, const Event* b) {
        return weightOf(a->kind) < weightOf(b->kind);
    });
    const QRectF place(box.center().x() - kSize / 2, box.center().y() - kSize / 2, kSize, kSize);
    paintOne(painter, place, markLook(worst->kind));
    if (marks.size() > 1) paintCount(painter, place, marks.size());
}

QString marksTip(const std::vector<const Event*>& marks) {
    QStringList lines;
    for (const Event* event : marks) {
        if (lines.size() == static_cast<qsizetype>(kLines)) break;
        lines << eventText(*event).toHtmlEscaped();
    }
    if (marks.size() > kLines) {
        lines << QCoreApplication::translate("event", "… and %1 more").arg(marks.size() - kLines);
    }
    // As rich text, or Qt guesses from the first characters, which the mesh may have chosen.
    return u"<qt>"_s + lines.join(u"<br>"_s) + u"</qt>"_s;
}

}  // namespace binnacle
