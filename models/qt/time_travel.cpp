// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/time_travel.h"

#include <QTimer>
#include <algorithm>
#include <utility>
#include <vector>

namespace binnacle {
namespace {

using std::chrono::seconds;

/// At most ten windows a second, and at 1x one a second.
constexpr std::chrono::milliseconds kTick{100};
/// What a station keeps even where it records nothing.
constexpr std::chrono::minutes kLive{15};
constexpr seconds kShortest{1};

}  // namespace

struct TimeTravel::Private {
    TelemetrySession& telemetry;
    const Clock& clock;
    TimeWindow window = {};
    std::vector<TimeWindow> earlier = {};  ///< where goBack() leads, the last first
    std::vector<TimeWindow> later = {};
    int speed = 1;
    bool isAnswered = true;  ///< the picture of `window` has come
    bool isSnapshotOpen = false;
    MonotonicPoint playedAt = {};
    Duration owed = {};  ///< played time that is not shown yet
    QTimer timer{};

    std::size_t speedIndex() const {
        return static_cast<std::size_t>(std::find(kSpeeds.begin(), kSpeeds.end(), speed) - kSpeeds.begin());
    }
};

TimeTravel::TimeTravel(TelemetrySession& telemetry, const Clock& clock, QObject* parent)
    : QObject(parent), d(new Private{telemetry, clock}) {
    d->window = telemetry.window();
    connect(&d->timer, &QTimer::timeout, this, &TimeTravel::tick);
    connect(&telemetry, &TelemetrySession::frameChanged, this, [this] { d->isAnswered = true; });
    connect(&telemetry, &TelemetrySession::statusChanged, this, &TimeTravel::readStation);
}

TimeTravel::~TimeTravel() = default;

TimeTravel::State TimeTravel::state() const {
    if (d->timer.isActive()) return State::playing;
    return d->window.to ? State::past : State::live;
}
TimeWindow TimeTravel::window() const {
    return d->window;
}
int TimeTravel::speed() const {
    return d->speed;
}
TimePoint TimeTravel::moment() const {
    return d->window.to.value_or(reach().newest);
}

RecordedSpan TimeTravel::reach() const {
    const StationStatus& status = d->telemetry.status();
    const auto& span = status.history.span;
    if (!status.snapshot.empty() && span) return *span;
    const TimePoint now = d->clock.now();
    const TimePoint kept = now - kLive;
    return {span ? std::min(span->oldest, kept) : kept, now};
}

// A snapshot has no now: what is looked at first is all of it.
void TimeTravel::readStation() {
    const StationStatus& status = d->telemetry.status();
    if (status.snapshot.empty() || !status.history.span || std::exchange(d->isSnapshotOpen, true)) return;
    const RecordedSpan span = *status.history.span;
    apply(fitted({span.newest - span.oldest, span.newest}));
}

TimeWindow TimeTravel::fitted(const TimeWindow& window) const {
    TimeWindow fit = window;
    fit.length = std::max<Duration>(kShortest, std::chrono::ceil<seconds>(window.length));
    if (!fit.to) return fit;
    const RecordedSpan span = reach();
    const TimePoint first =
        std::min<TimePoint>(std::chrono::ceil<seconds>(span.oldest) + kShortest, span.newest);
    fit.to = std::clamp<TimePoint>(std::chrono::ceil<seconds>(*fit.to), first,
                                   std::max<TimePoint>(first, std::chrono::ceil<seconds>(span.newest)));
    return fit;
}

void TimeTravel::apply(const TimeWindow& window) {
    d->window = window;
    d->isAnswered = window == d->telemetry.window();
    d->telemetry.setPaused(false);
    d->telemetry.setWindow(window);
    Q_EMIT changed();
}

void TimeTravel::show(const TimeWindow& window) {
    const TimeWindow next = fitted(window);
    d->timer.stop();
    if (next != d->window) {
        d->earlier.push_back(d->window);
        if (d->earlier.size() > kRemembered) d->earlier.erase(d->earlier.begin());
        d->later.clear();
    }
    apply(next);
}

void TimeTravel::goTo(TimePoint at) {
    // The second that holds the moment is part of the window.
    const TimePoint end = std::chrono::floor<seconds>(at) + seconds(1);
    show({d->window.length, end});
}

void TimeTravel::goLive() {
    if (!d->telemetry.status().snapshot.empty()) return show({d->window.length, reach().newest});
    show({d->window.length, std::nullopt});
}

void TimeTravel::play() {
    if (!d->window.to || d->timer.isActive()) return;
    d->playedAt = d->clock.monotonic();
    d->owed = {};
    d->timer.start(kTick);
    Q_EMIT changed();
}

void TimeTravel::pause() {
    if (!d->timer.isActive()) return;
    d->timer.stop();
    Q_EMIT changed();
}

void TimeTravel::togglePlaying() {
    if (d->timer.isActive()) return pause();
    play();
}

void TimeTravel::tick() {
    const MonotonicPoint now = d->clock.monotonic();
    d->owed += (now - std::exchange(d->playedAt, now)) * d->speed;
    const auto due = std::chrono::floor<seconds>(d->owed);
    // The next window is asked for when this one's picture is there: a slow station shows fewer pictures,
    // never none.
    if (due < seconds(1) || !d->isAnswered) return;
    d->owed -= due;
    const TimePoint end = *d->window.to + due;
    if (end >= reach().newest) {
        d->timer.stop();
        return goLive();
    }
    apply({d->window.length, end});
}

void TimeTravel::setSpeed(int speed) {
    const auto nearest = std::min_element(kSpeeds.begin(), kSpeeds.end(), [speed](int a, int b) {
        return std::abs(a - speed) < std::abs(b - speed);
    });
    d->speed = *nearest;
    Q_EMIT changed();
}

void TimeTravel::playFaster() {
    setSpeed(kSpeeds.at(std::min(d->speedIndex() + 1, kSpeeds.size() - 1)));
}

void TimeTravel::playSlower() {
    setSpeed(kSpeeds.at(std::max<std::size_t>(d->speedIndex(), 1) - 1));
}

void TimeTravel::step(seconds by) {
    show({d->window.length, moment() + by});
}

bool TimeTravel::canGoBack() const {
    return !d->earlier.empty();
}
bool TimeTravel::canGoForward() const {
    return !d->later.empty();
}

void TimeTravel::goBack() {
    if (d->earlier.empty()) return;
    d->timer.stop();
    d->later.push_back(d->window);
    const TimeWindow window = d->earlier.back();
    d->earlier.pop_back();
    apply(window);
}

void TimeTravel::goForward() {
    if (d->later.empty()) return;
    d->timer.stop();
    d->earlier.push_back(d->window);
    const TimeWindow window = d->later.back();
    d->later.pop_back();
    apply(window);
}

}  // namespace binnacle
