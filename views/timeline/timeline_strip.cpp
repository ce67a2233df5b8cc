// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_strip.h"

#include "models/qt/format.h"
#include "views/common/theme.h"
#include "views/timeline/timeline_marks.h"

#include <QEvent>
#include <QPainter>
#include <algorithm>
#include <utility>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::minutes kFirstSpan{15};

}  // namespace

TimelineStrip::TimelineStrip(TelemetrySession& telemetry, TimeTravel& travel, QWidget* parent)
    : QWidget(parent), m_telemetry(telemetry), m_travel(travel) {
    setObjectName(u"timelineStrip"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Timeline"));
    const TimePoint now = travel.reach().newest;
    m_span = {now - kFirstSpan, now};
    connect(&m_telemetry, &TelemetrySession::overviewChanged, this, &TimelineStrip::redraw);
    connect(&m_telemetry, &TelemetrySession::statusChanged, this, &TimelineStrip::redraw);
    connect(&m_travel, &TimeTravel::changed, this, &TimelineStrip::showTravel);
    describe();
}

QSize TimelineStrip::sizeHint() const {
    return {800, TimelineLayout::height()};
}
QSize TimelineStrip::minimumSizeHint() const {
    return {360, TimelineLayout::height()};
}

TimelineLayout TimelineStrip::drawnLayout() const {
    return TimelineLayout::of(size());
}

void TimelineStrip::setSpan(const TimeSpan& span) {
    const RecordedSpan reach = m_travel.reach();
    const bool isFollowing = span.to >= reach.newest;
    if (span == m_span && isFollowing == m_isFollowing) return;
    m_span = span;
    m_isFollowing = isFollowing;
    redraw();
    Q_EMIT spanChanged();
}

void TimelineStrip::setSpanLength(Duration length) {
    const RecordedSpan reach = m_travel.reach();
    const TimePoint end = m_travel.window().to ? windowSpan().to + length / 2 : reach.newest;
    setSpan(panned({end - length, end}, Duration::zero(), reach));
}

void TimelineStrip::showWhole() {
    setSpan(wholeOf(m_travel.reach()));
}

void TimelineStrip::zoom(double factor) {
    const TimePoint end = windowSpan().to;
    const bool isInSight = end >= m_span.from && end <= m_span.to;
    setSpan(zoomed(m_span, isInSight ? end : m_span.to, factor, m_travel.reach()));
}

void TimelineStrip::setEvents(std::vector<Event> events) {
    m_events = std::move(events);
    redraw();
}

void TimelineStrip::follow() {
    if (!m_isFollowing || m_drag) return;
    const TimePoint now = m_travel.reach().newest;
    // Less than half a pixel can't be seen.
    if (now - m_span.to < m_span.length() / std::max(1, 2 * width())) return;
    m_span = {now - m_span.length(), now};
    redraw();
}

// The window must stay in sight while it plays or jumps.
void TimelineStrip::showTravel() {
    if (!m_drag && m_travel.window().to) setSpan(revealing(m_span, windowSpan(), m_travel.reach()));
    if (!m_travel.window().to && !m_isFollowing) {
        const TimePoint now = m_travel.reach().newest;
        setSpan({now - m_span.length(), now});
    }
    describe();
    update();
}

TimeSpan TimelineStrip::windowSpan() const {
    const TimePoint end = m_travel.moment();
    return {end - m_travel.window().length, end};
}

TimelineWindowLook TimelineStrip::windowLook() const {
    const bool isPast = m_travel.window().to.has_value();
    if (!m_drag || m_drag->isPan) return {windowSpan(), isPast, false};
    const PixelRange pixels = drawnLayout().pixels();
    return {{timeAt(std::min(m_drag->from, m_drag->to), m_span, pixels),
             timeAt(std::max(m_drag->from, m_drag->to), m_span, pixels)},
            isPast,
            true};
}

std::vector<RecordedSpan> TimelineStrip::knownSpans() const {
    const StationStatus& status = m_telemetry.status();
    std::vector<RecordedSpan> known;
    if (status.history.span) known.push_back(*status.history.span);
    if (!status.snapshot.empty()) return known;
    const TimePoint now = m_travel.reach().newest;
    known.push_back({now - kFirstSpan, now});
    return known;
}

std::optional<QPointF> TimelineStrip::placeOf(const Event& event) const {
    if (event.at < m_span.from || event.at >= m_span.to) return std::nullopt;
    const TimelineLayout layout = drawnLayout();
    return QPointF(xOf(event.at, m_span, layout.pixels()), layout.lane(laneOf(event.kind)).center().y());
}

std::vector<const Event*> TimelineStrip::marksAt(const QPointF& point) const {
    constexpr double kNear = 9;
    const auto lane = drawnLayout().laneAt(point);
    if (!lane) return {};
    const auto index = groupAt(m_groups, {point.x(), *lane}, kNear);
    std::vector<const Event*> marks;
    if (!index) return marks;
    for (const std::size_t member : m_groups[*index].members) marks.push_back(&m_events[member]);
    return marks;
}

void TimelineStrip::redraw() {
    m_groups = placeMarks(m_events, m_span, drawnLayout().pixels());
    m_still = {};
    update();
}

// What a screen reader says: the drawing has no text of its own.
void TimelineStrip::describe() {
    const TimeSpan window = windowSpan();
    setAccessibleDescription(
        m_travel.window().to
            ? tr("Past: %1 to %2").arg(formatClock(window.from).left(8), formatClock(window.to).left(8))
            : tr("Live: last %1").arg(formatDuration(window.length())));
}

void TimelineStrip::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    redraw();
}

void TimelineStrip::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) redraw();
}

void TimelineStrip::paintEvent(QPaintEvent*) {
    const TimelineLayout layout = drawnLayout();
    const TimelinePicture picture{m_span, knownSpans(), m_telemetry.overview(), m_events, m_groups};
    if (m_still.isNull()) {
        m_still = QPixmap(size() * devicePixelRatioF());
        m_still.setDevicePixelRatio(devicePixelRatioF());
        m_still.fill(Theme::current().panel);
        QPainter still(&m_still);
        still.setFont(font());
        paintTimeline(still, layout, picture);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_still);
    paintTimelineWindow(painter, layout, m_span, windowLook());
    paintTimelineMarks(painter, layout, picture);
    if (!hasFocus()) return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(Theme::current().accent);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

}  // namespace binnacle
