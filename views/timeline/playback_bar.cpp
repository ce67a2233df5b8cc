// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/playback_bar.h"

#include "models/qt/format.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <array>

namespace binnacle {

using namespace Qt::StringLiterals;

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array kSpans = {minutes(15), minutes(60), minutes(6 * 60), minutes(24 * 60),
                               minutes(7 * 24 * 60)};
constexpr double kCloser = 0.5;

QString spanText(Duration length) {
    constexpr hours kDay{24};
    if (length >= 2 * kDay && length % kDay == Duration::zero()) {
        return PlaybackBar::tr("%1 d").arg(length / kDay);
    }
    return formatDuration(std::chrono::round<seconds>(length));
}

}  // namespace

PlaybackBar::PlaybackBar(TimeTravel& travel, QWidget* parent)
    : QWidget(parent),
      m_travel(travel),
      m_play(nullptr),
      m_speed(nullptr),
      m_span(nullptr),
      m_moment(new QLabel(this)) {
    setObjectName(u"playbackBar"_s);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 16, 0);
    row->setSpacing(4);
    buildPlaying(*row);
    m_moment->setObjectName(u"shownMoment"_s);
    m_moment->setTextFormat(Qt::PlainText);
    m_moment->setForegroundRole(QPalette::PlaceholderText);
    m_moment->setContentsMargins(8, 0, 0, 0);
    row->addWidget(m_moment);
    row->addStretch(1);
    buildSpan(*row);
    connect(&m_travel, &TimeTravel::changed, this, &PlaybackBar::showTravel);
    showSigns();
    showTravel();
}

QToolButton* PlaybackBar::addButton(const QString& name, const QString& tip) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setAutoRaise(true);
    return button;
}

QToolButton* PlaybackBar::addSign(PlaybackSign sign, const QString& name, const QString& tip) {
    QToolButton* button = addButton(name, tip);
    m_signs.emplace_back(button, sign);
    return button;
}

void PlaybackBar::buildPlaying(QHBoxLayout& row) {
    auto* previous = addSign(PlaybackSign::previousEvent, u"previousEvent"_s, tr("Previous event  (,)"));
    auto* back = addSign(PlaybackSign::stepBack, u"stepBack"_s, tr("One second earlier"));
    m_play = addButton(u"play"_s, tr("Play from here, or pause  (Space)"));
    auto* forward = addSign(PlaybackSign::stepForward, u"stepForward"_s, tr("One second later"));
    auto* next = addSign(PlaybackSign::nextEvent, u"nextEvent"_s, tr("Next event  (.)"));
    m_speed = addButton(u"speed"_s, tr("How fast to play  (< slower, > faster)"));
    m_speed->setPopupMode(QToolButton::InstantPopup);
    m_speed->setStyleSheet(u"QToolButton::menu-indicator { image: none; }"_s);  // the text has its own
    auto* speeds = new QMenu(m_speed);
    for (const int speed : TimeTravel::kSpeeds) {
        speeds->addAction(tr("%1×").arg(speed), this, [this, speed] { m_travel.setSpeed(speed); });
    }
    m_speed->setMenu(speeds);
    for (QToolButton* each : {previous, back, m_play, forward, next, m_speed}) row.addWidget(each);
    connect(previous, &QToolButton::clicked, this, &PlaybackBar::previousEventRequested);
    connect(next, &QToolButton::clicked, this, &PlaybackBar::nextEventRequested);
    connect(back, &QToolButton::clicked, this, [this] { m_travel.step(seconds(-1)); });
    connect(forward, &QToolButton::clicked, this, [this] { m_travel.step(seconds(1)); });
    connect(m_play, &QToolButton::clicked, &m_travel, &TimeTravel::togglePlaying);
}

void PlaybackBar::buildSpan(QHBoxLayout& row) {
    auto* note = addButton(u"addNote"_s, tr("Write down what happened here  (Ctrl+N)"));
    note->setText(tr("Add note…"));
    auto* closer = addButton(u"zoomTimelineIn"_s, tr("Shorter span  (+, or the wheel)"));
    closer->setText(u"+"_s);
    auto* wider = addButton(u"zoomTimelineOut"_s, tr("Longer span  (−, or the wheel)"));
    wider->setText(u"−"_s);
    m_span = addButton(u"timelineSpan"_s, tr("How much the timeline shows"));
    m_span->setPopupMode(QToolButton::InstantPopup);
    m_span->setStyleSheet(u"QToolButton::menu-indicator { image: none; }"_s);
    auto* spans = new QMenu(m_span);
    for (const minutes span : kSpans) {
        spans->addAction(spanText(span), this, [this, span] { Q_EMIT spanLengthChosen(span); });
    }
    spans->addSeparator();
    spans->addAction(tr("All that is recorded"), this, &PlaybackBar::wholeRequested);
    m_span->setMenu(spans);
    for (QToolButton* each : {note, wider, closer, m_span}) row.addWidget(each);
    connect(note, &QToolButton::clicked, this, &PlaybackBar::noteRequested);
    connect(closer, &QToolButton::clicked, this, [this] { Q_EMIT zoomRequested(kCloser); });
    connect(wider, &QToolButton::clicked, this, [this] { Q_EMIT zoomRequested(1 / kCloser); });
}

void PlaybackBar::setSpanLength(Duration length) {
    m_span->setText(tr("Span: %1  ▾").arg(spanText(length)));
}

void PlaybackBar::showTravel() {
    const auto state = m_travel.state();
    const bool isPlaying = state == TimeTravel::State::playing;
    m_play->setIcon(playbackIcon(isPlaying ? PlaybackSign::pause : PlaybackSign::play));
    m_play->setEnabled(state != TimeTravel::State::live);
    m_speed->setText(tr("%1×  ▾").arg(m_travel.speed()));
    if (state == TimeTravel::State::live) {
        m_moment->setText(tr("Live. Drag or click the timeline to look back."));
        return;
    }
    const QString moment = formatStamp(m_travel.moment()).remove(u".000"_s);
    m_moment->setText(isPlaying ? tr("Playing %1").arg(moment) : tr("Until %1").arg(moment));
}

void PlaybackBar::showSigns() {
    for (const auto& [button, sign] : m_signs) button->setIcon(playbackIcon(sign));
}

void PlaybackBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_span == nullptr) return;
    showSigns();
    showTravel();
}

}  // namespace binnacle
