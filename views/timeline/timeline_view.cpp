// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/timeline_view.h"

#include "models/qt/format.h"
#include "views/timeline/note_editor.h"
#include "views/timeline/playback_bar.h"
#include "views/timeline/timeline_strip.h"

#include <QVBoxLayout>
#include <algorithm>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::seconds;

constexpr int kSoonMs = 100;
constexpr int kClockMs = 1000;
/// So long a span the station keeps in memory, and tells anew with each frame; a longer one is asked for
/// again once a step.
constexpr std::chrono::minutes kLive{15};

}  // namespace

TimelineView::TimelineView(const Sessions& sessions, QWidget* parent)
    : QWidget(parent),
      m_telemetry(sessions.telemetry),
      m_history(sessions.history),
      m_travel(sessions.travel),
      m_selection(sessions.selection),
      m_bar(new PlaybackBar(m_travel, this)),
      m_note(new NoteEditor(m_history, this)),
      m_strip(new TimelineStrip(m_telemetry, m_travel, this)) {
    setObjectName(u"timeline"_s);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QWidget* each : std::initializer_list<QWidget*>{m_note, m_bar, m_strip}) column->addWidget(each);
    connectAll();
    feed();
}

void TimelineView::connectAll() {
    connect(m_strip, &TimelineStrip::spanChanged, this, [this] {
        m_bar->setSpanLength(m_strip->span().length());
        if (!m_soon.isActive()) m_soon.start(kSoonMs);
    });
    m_soon.setSingleShot(true);
    connect(&m_soon, &QTimer::timeout, this, &TimelineView::feed);
    connect(&m_clock, &QTimer::timeout, this, [this] {
        m_strip->follow();
        feed();
    });
    m_clock.start(kClockMs);
    connect(m_strip, &TimelineStrip::eventChosen, this, &TimelineView::eventChosen);
    connect(&m_history, &HistorySession::eventsChanged, this,
            [this] { m_strip->setEvents(m_history.events()); });
    connect(&m_history, &HistorySession::eventFound, this, &TimelineView::goTo);
    connect(m_bar, &PlaybackBar::previousEventRequested, this, &TimelineView::goToPreviousEvent);
    connect(m_bar, &PlaybackBar::nextEventRequested, this, &TimelineView::goToNextEvent);
    connect(m_bar, &PlaybackBar::noteRequested, this, &TimelineView::addNote);
    connect(m_bar, &PlaybackBar::wholeRequested, this, &TimelineView::showWhole);
    connect(m_bar, &PlaybackBar::spanLengthChosen, m_strip, &TimelineStrip::setSpanLength);
    connect(m_bar, &PlaybackBar::zoomRequested, m_strip, &TimelineStrip::zoom);
}

// Nothing is asked anew unless the question is another one.
void TimelineView::feed() {
    const TimeSpan span = m_strip->span();
    const seconds step = seriesStep(span.length(), m_strip->drawnLayout().pixels().width());
    const auto steps = std::chrono::ceil<seconds>(span.length()) / step + 2;
    const Duration length = step * steps;
    const bool isFollowing = m_strip->isFollowing();
    m_bar->setSpanLength(span.length());
    m_history.setSpan({span.length(), isFollowing ? std::nullopt : std::optional(span.to)});
    if (isFollowing && span.length() <= kLive && m_telemetry.status().snapshot.empty()) {
        return m_telemetry.setOverview({std::max<Duration>(step, std::min<Duration>(length, kLive)), {}},
                                       step);
    }
    const auto end = std::chrono::ceil<seconds>(span.to).time_since_epoch() / step;
    m_telemetry.setOverview({length, TimePoint(step * (isFollowing ? end : end + 1))}, step);
}

void TimelineView::goToPreviousEvent() {
    // All of the window's last second is looked at already.
    const bool isPast = m_travel.window().to.has_value();
    m_history.findEventBefore(isPast ? m_travel.moment() - seconds(1) : m_travel.moment());
}

void TimelineView::goToNextEvent() {
    if (!m_travel.window().to) return;
    m_history.findEventFrom(m_travel.moment());
}

void TimelineView::goTo(const Event& event) {
    m_travel.goTo(event.at);
    Q_EMIT eventChosen(event);
}

void TimelineView::showWhole() {
    m_strip->showWhole();
}

void TimelineView::addNote() {
    m_note->open(m_travel.moment(), subject());
}

QString TimelineView::subject() const {
    switch (m_selection.kind()) {
        case MapSelection::Kind::nothing:
            return {};
        case MapSelection::Kind::node:
            return m_selection.node();
        case MapSelection::Kind::edge:
            return m_selection.source() + u" -> "_s + m_selection.destination();
    }
    return {};
}

}  // namespace binnacle
