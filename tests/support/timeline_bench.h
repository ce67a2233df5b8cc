// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/qt/history_session.h"
#include "models/qt/map_selection.h"
#include "models/qt/time_travel.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/manual_clock.h"

#include <QTest>
#include <memory>
#include <utility>
#include <vector>

namespace binnacle {

/// An event of a kind, so long after the demo's now (before where negative).
inline Event eventAt(Duration since, EventKind kind, const std::string& subject = {}) {
    static std::uint64_t id = 0;
    return {++id, demoNow() + since, kind, subject, {}, {}, {}};
}

/// A station with six hours of history that the test plays, and a clock that the test owns. UI thread only.
struct TimelineBench {
    std::shared_ptr<FakeTelemetryPort> station = std::make_shared<FakeTelemetryPort>();
    std::shared_ptr<FakeHistoryPort> memory = std::make_shared<FakeHistoryPort>();
    ManualClock clock{demoNow()};
    TelemetrySession telemetry{station};
    HistorySession history{memory, clock};
    MapSelection selection;
    TimeTravel travel{telemetry, clock};

    TimelineBench() {
        StationStatus status = demoStatus();
        status.history.isRecording = true;
        status.history.span = RecordedSpan{demoNow() - std::chrono::hours(6), demoNow()};
        station->pushStatus(status);
        answer();
        [[maybe_unused]] const bool isHeard =
            QTest::qWaitFor([&] { return telemetry.status().history.span.has_value(); });
    }
    /// The picture of the window that is looked at comes.
    void answer() {
        TopologyFrame frame = demoFrame();
        frame.generation = ++m_pictures;
        station->pushFrame(frame);
        [[maybe_unused]] const bool isShown =
            QTest::qWaitFor([&] { return telemetry.frame()->generation == m_pictures; });
    }
    void remember(std::vector<Event> events) {
        memory->setEvents(events);
        history.refresh();
        [[maybe_unused]] const bool isKnown =
            QTest::qWaitFor([&] { return history.events().size() == events.size(); });
    }

  private:
    std::uint64_t m_pictures = 0;
};

}  // namespace binnacle
