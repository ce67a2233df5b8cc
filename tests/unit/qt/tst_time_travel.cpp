// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/timeline_bench.h"

#include <QSignalSpy>

using namespace binnacle;
using namespace std::chrono_literals;

namespace {

TimePoint endOf(const TimelineBench& bench) {
    return bench.travel.window().to.value_or(TimePoint{});
}

}  // namespace

class TimeTravelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void live_isWhatItBeginsWith() {
        TimelineBench bench;

        QCOMPARE(bench.travel.state(), TimeTravel::State::live);
        QCOMPARE(bench.travel.moment(), demoNow());
        QCOMPARE(bench.travel.reach().oldest, demoNow() - 6h);
    }

    void aWindow_isWholeSecondsInsideWhatIsRecorded() {
        TimelineBench bench;

        bench.travel.show({1500ms, demoNow() - 90s - 300ms});
        QCOMPARE(endOf(bench), demoNow() - 90s);
        QCOMPARE(bench.travel.window().length, Duration(2s));
        bench.travel.show({1min, demoNow() + 1h});
        QCOMPARE(endOf(bench), demoNow());
        bench.travel.show({1min, demoNow() - 24h});
        QCOMPARE(endOf(bench), demoNow() - 6h + 1s);
        QCOMPARE(bench.telemetry.window(), bench.travel.window());
    }

    void goTo_endsTheWindowWithTheSecondOfTheMoment() {
        TimelineBench bench;

        bench.travel.goTo(demoNow() - 10min + 400ms);

        QCOMPARE(endOf(bench), demoNow() - 10min + 1s);
        QCOMPARE(bench.travel.state(), TimeTravel::State::past);
    }

    void backAndForward_leadThroughTheWindows() {
        TimelineBench bench;
        const TimeWindow first = bench.travel.window();

        bench.travel.show({1min, demoNow() - 1h});
        bench.travel.show({1min, demoNow() - 2h});
        bench.travel.goBack();
        QCOMPARE(endOf(bench), demoNow() - 1h);
        bench.travel.goBack();
        QCOMPARE(bench.travel.window(), first);
        QVERIFY(!bench.travel.canGoBack());
        bench.travel.goForward();
        bench.travel.goForward();
        QCOMPARE(endOf(bench), demoNow() - 2h);
        QVERIFY(!bench.travel.canGoForward());

        bench.travel.goBack();
        bench.travel.show({1min, demoNow() - 3h});
        QVERIFY(!bench.travel.canGoForward());
    }

    void playing_movesTheEndBySpeed() {
        TimelineBench bench;
        bench.travel.show({1min, demoNow() - 1h});
        bench.answer();
        bench.travel.setSpeed(30);

        bench.travel.play();
        bench.clock.advance(200ms);

        QTRY_COMPARE(endOf(bench), demoNow() - 1h + 6s);
        QCOMPARE(bench.travel.window().length, Duration(1min));
        QCOMPARE(bench.travel.state(), TimeTravel::State::playing);
        bench.travel.pause();
        QCOMPARE(bench.travel.state(), TimeTravel::State::past);
    }

    void aSlowStation_getsFewerPicturesButIsNotLeftBehind() {
        TimelineBench bench;
        bench.travel.show({1min, demoNow() - 1h});
        bench.answer();
        bench.travel.setSpeed(10);
        bench.travel.play();
        bench.clock.advance(100ms);
        QTRY_COMPARE(endOf(bench), demoNow() - 1h + 1s);
        QSignalSpy changed(&bench.travel, &TimeTravel::changed);

        bench.clock.advance(500ms);  // without an answer to the first second
        QVERIFY(!changed.wait(250));
        bench.answer();

        QTRY_COMPARE(endOf(bench), demoNow() - 1h + 6s);
    }

    void playing_endsLive() {
        TimelineBench bench;
        bench.travel.show({1min, demoNow() - 10s});
        bench.answer();
        bench.travel.setSpeed(60);

        bench.travel.play();
        bench.clock.advance(1s);

        QTRY_COMPARE(bench.travel.state(), TimeTravel::State::live);
    }

    void whatIsLive_isNotPlayed() {
        TimelineBench bench;

        bench.travel.play();

        QCOMPARE(bench.travel.state(), TimeTravel::State::live);
    }

    void speeds_goUpAndDown() {
        TimelineBench bench;

        bench.travel.playSlower();
        QCOMPARE(bench.travel.speed(), 1);
        for (const int faster : {2, 5, 10, 30, 60, 60}) {
            bench.travel.playFaster();
            QCOMPARE(bench.travel.speed(), faster);
        }
        bench.travel.setSpeed(9);
        QCOMPARE(bench.travel.speed(), 10);
    }

    void aSnapshot_isLookedAtAsAWhole() {
        TimelineBench bench;
        StationStatus status = bench.telemetry.status();
        status.snapshot = "outage.binnacle";
        status.history.span = RecordedSpan{demoNow() - 30min, demoNow() - 10min};

        bench.station->pushStatus(status);

        QTRY_COMPARE(endOf(bench), demoNow() - 10min);
        QCOMPARE(bench.travel.window().length, Duration(20min));
        bench.travel.step(-60s);
        bench.travel.goLive();
        QCOMPARE(endOf(bench), demoNow() - 10min);
    }

    void thePast_isAskedForHostsAndProxiesToo() {
        TimelineBench bench;

        bench.travel.show({1min, demoNow() - 1h});

        const std::optional<TimePoint> moment = demoNow() - 1h;
        QTRY_COMPARE(bench.station->clusterQueries(), std::vector{moment});
        const std::vector<std::optional<TimePoint>> both{std::nullopt, moment};
        QTRY_COMPARE(bench.station->statusQueries(), both);
        bench.travel.goLive();
        QTRY_COMPARE(bench.station->statusQueries().size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TimeTravelTest)
#include "tst_time_travel.moc"
