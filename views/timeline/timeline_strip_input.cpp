// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse, wheel and keys do on the timeline.
#include "views/timeline/timeline_marks.h"
#include "views/timeline/timeline_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

namespace binnacle {
namespace {

using std::chrono::seconds;

constexpr double kFewestPixels = 6;  ///< less than that is a click
constexpr double kZoomKey = 0.5;
constexpr double kNotch = 120;  ///< of a wheel, in eighths of a degree
constexpr seconds kShortestWindow{1};

seconds stepOf(const Series& series) {
    return std::max(seconds(1), std::chrono::ceil<seconds>(series.step));
}

}  // namespace

bool TimelineStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto marks = marksAt(help->pos());
    if (marks.empty()) {
        QToolTip::hideText();
        event->ignore();
    } else {
        QToolTip::showText(help->globalPos(), marksTip(marks), this);
    }
    return true;
}

void TimelineStrip::mousePressEvent(QMouseEvent* event) {
    const bool isPan = event->button() == Qt::MiddleButton;
    if (event->button() != Qt::LeftButton && !isPan) return;
    m_drag = Drag{event->position().x(), event->position().x(), isPan, m_span};
    update();
}

void TimelineStrip::mouseMoveEvent(QMouseEvent* event) {
    if (!m_drag) {
        setCursor(marksAt(event->position()).empty() ? Qt::IBeamCursor : Qt::PointingHandCursor);
        return;
    }
    m_drag->to = event->position().x();
    if (m_drag->isPan) panTo(m_drag->to);
    update();
}

void TimelineStrip::panTo(double x) {
    const double share = (m_drag->from - x) / std::max(1.0, drawnLayout().pixels().width());
    const double length = static_cast<double>(m_drag->span.length().count());
    setSpan(panned(m_drag->span, Duration(std::llround(length * share)), m_travel.reach()));
}

void TimelineStrip::mouseReleaseEvent(QMouseEvent* event) {
    if (!m_drag) return;
    const Drag drag = *m_drag;
    m_drag.reset();
    update();
    if (drag.isPan) return;
    if (std::abs(event->position().x() - drag.from) < kFewestPixels) return clickAt(event->position());
    chooseDragged({drag.from, event->position().x(), false, drag.span});
}

void TimelineStrip::chooseDragged(const Drag& drag) {
    const PixelRange pixels = drawnLayout().pixels();
    const TimePoint from = timeAt(std::min(drag.from, drag.to), m_span, pixels);
    const TimePoint to = timeAt(std::max(drag.from, drag.to), m_span, pixels);
    m_travel.show({std::max<Duration>(kShortestWindow, std::chrono::ceil<seconds>(to - from)), to});
}

void TimelineStrip::clickAt(const QPointF& point) {
    m_isClickMoved = false;
    const auto marks = marksAt(point);
    if (!marks.empty()) return chooseMarks(marks);
    if (!drawnLayout().plot().contains(point)) return;
    m_isClickMoved = true;
    m_travel.show({m_travel.window().length, timeAt(point.x(), m_span, drawnLayout().pixels())});
}

// Those that crowd are spread out until they can be told apart.
void TimelineStrip::chooseMarks(const std::vector<const Event*>& marks) {
    constexpr int kMoreRoom = 4;
    const Event first = *marks.front();
    const Event last = *marks.back();
    if (marks.size() == 1 || m_span.length() <= kShortestSpan || last.at - first.at < seconds(1)) {
        m_travel.goTo(last.at);
        Q_EMIT eventChosen(last);
        return;
    }
    const Duration length = std::max<Duration>((last.at - first.at) * kMoreRoom, kShortestSpan);
    const TimePoint middle = first.at + (last.at - first.at) / 2;
    setSpan(panned({middle - length / 2, middle - length / 2 + length}, Duration::zero(), m_travel.reach()));
}

void TimelineStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    // Its first click was not meant to move the window.
    if (std::exchange(m_isClickMoved, false)) m_travel.goBack();
    showWhole();
}

void TimelineStrip::wheelEvent(QWheelEvent* event) {
    event->accept();
    const PixelRange pixels = drawnLayout().pixels();
    const QPoint turn = event->angleDelta();
    const bool isPan =
        event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(turn.x()) > std::abs(turn.y());
    const double notches = (turn.y() != 0 && !(isPan && turn.x() != 0) ? turn.y() : turn.x()) / kNotch;
    if (isPan) {
        constexpr int kPart = 10;
        const double by = -notches * static_cast<double>(m_span.length().count()) / kPart;
        return setSpan(panned(m_span, Duration(std::llround(by)), m_travel.reach()));
    }
    constexpr double kPerNotch = 0.8;
    constexpr double kEdge = 24;  // at the end of a timeline that follows, it goes on following
    const double x = event->position().x();
    const bool isAtNow = m_isFollowing && x > pixels.right - kEdge;
    const TimePoint around = isAtNow ? m_span.to : timeAt(x, m_span, pixels);
    setSpan(zoomed(m_span, around, std::pow(kPerNotch, notches), m_travel.reach()));
}

void TimelineStrip::keyPressEvent(QKeyEvent* event) {
    const bool isFine = event->modifiers().testFlag(Qt::ShiftModifier);
    const seconds step = isFine ? seconds(1) : stepOf(m_telemetry.overview());
    switch (event->key()) {
        case Qt::Key_Left:
            return m_travel.step(-step);
        case Qt::Key_Right:
            return m_travel.step(step);
        case Qt::Key_Plus:
        case Qt::Key_Equal:
            return zoom(kZoomKey);
        case Qt::Key_Minus:
            return zoom(1 / kZoomKey);
        case Qt::Key_Home:
            return m_travel.show(
                {m_travel.window().length, m_travel.reach().oldest + m_travel.window().length});
        case Qt::Key_End:
            return m_travel.goLive();
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace binnacle
