// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "models/core/history/recorded_span.h"
#include "models/qt/telemetry_session.h"

#include <QObject>
#include <array>
#include <memory>

namespace binnacle {

/// Which time is looked at, and the way there and back: the one owner of the time window, through which every
/// picker, chart and timeline goes. Plays the past by moving the window's end, never faster than the station
/// answers. Not for asking: TelemetrySession does. UI thread only.
class TimeTravel : public QObject {
    Q_OBJECT
  public:
    enum class State { live, past, playing };
    static constexpr std::array kSpeeds = {1, 2, 5, 10, 30, 60};
    static constexpr std::size_t kRemembered = 50;  ///< windows to go back to

    TimeTravel(TelemetrySession& telemetry, const Clock& clock, QObject* parent = nullptr);
    ~TimeTravel() override;

    State state() const;
    TimeWindow window() const;
    int speed() const;         ///< one of kSpeeds
    TimePoint moment() const;  ///< the window's end; while live: now
    /// What can be looked at: from the oldest that is recorded, or kept live, to now; a snapshot's own span.
    RecordedSpan reach() const;

    /// Looks at a window; the one before is where back() leads. Past ends become whole seconds, as finely as
    /// the station keeps the past, and stay inside reach().
    void show(const TimeWindow& window);
    /// The window of the same length that ends with `at`.
    void goTo(TimePoint at);
    /// In a snapshot, which has no now: to its end.
    void goLive();
    void play();
    void pause();
    void togglePlaying();
    void setSpeed(int speed);  ///< the nearest of kSpeeds
    void playFaster();
    void playSlower();
    /// Later by so many seconds (earlier where negative).
    void step(std::chrono::seconds by);

    bool canGoBack() const;
    bool canGoForward() const;
    void goBack();
    void goForward();

  Q_SIGNALS:
    void changed();  ///< any of the above

  private:
    void apply(const TimeWindow& window);
    TimeWindow fitted(const TimeWindow& window) const;
    void tick();
    void readStation();

    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace binnacle
