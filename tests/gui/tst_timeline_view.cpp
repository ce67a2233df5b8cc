// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shown_widget.h"
#include "tests/support/timeline_bench.h"
#include "views/timeline/timeline_strip.h"
#include "views/timeline/timeline_view.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QWheelEvent>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TimelineViewTest : public QObject {
    Q_OBJECT

    /// A timeline as wide as in a small window.
    struct Bench : TimelineBench {
        TimelineView view{{telemetry, history, travel, selection}};
        ShownWidget shown{view, {1000, 180}};

        TimelineStrip& strip() { return view.strip(); }
        TimePoint end() const { return travel.window().to.value_or(TimePoint{}); }
        QPoint at(TimePoint moment) {
            const TimelineLayout layout = strip().drawnLayout();
            const double x = xOf(moment, strip().span(), layout.pixels());
            return {static_cast<int>(std::lround(x)), static_cast<int>(layout.area.center().y())};
        }
        void drag(TimePoint from, TimePoint to, Qt::MouseButton button = Qt::LeftButton) {
            // Where they are now: a drag may move the span.
            const QPoint begin = at(from);
            const QPoint end = at(to);
            QTest::mousePress(&strip(), button, {}, begin);
            QTest::mouseMove(&strip(), end);
            QMouseEvent move(QEvent::MouseMove, end, strip().mapToGlobal(end), Qt::NoButton, button, {});
            QApplication::sendEvent(&strip(), &move);
            QTest::mouseRelease(&strip(), button, {}, end);
        }
        void wheel(TimePoint over, int notches, Qt::KeyboardModifiers keys = {}) {
            const QPoint place = at(over);
            QWheelEvent turn(place, strip().mapToGlobal(place), {}, {0, 120 * notches}, Qt::NoButton, keys,
                             Qt::NoScrollPhase, false);
            QApplication::sendEvent(&strip(), &turn);
        }
        void click(const Event& event) {
            const auto place = strip().placeOf(event);
            if (!place) qFatal("the event is out of sight");
            QTest::mouseClick(&strip(), Qt::LeftButton, {}, place->toPoint());
        }
        template <typename T>
        T& find(const QString& name) {
            T* found = view.findChild<T*>(name);
            if (found == nullptr) qFatal("no %s", qPrintable(name));
            return *found;
        }
    };

    static bool isNear(TimePoint a, TimePoint b, Duration within) {
        return (a > b ? a - b : b - a) <= within;
    }

  private Q_SLOTS:
    void drag_choosesTheWindow() {
        Bench bench;

        bench.drag(demoNow() - 10min, demoNow() - 5min);

        QVERIFY(isNear(bench.end(), demoNow() - 5min, 3s));
        QVERIFY(isNear(demoNow() - bench.travel.window().length, demoNow() - 5min, 3s));
    }

    void click_looksAtThatMoment() {
        Bench bench;
        const Duration length = bench.travel.window().length;

        QTest::mouseClick(&bench.strip(), Qt::LeftButton, {}, bench.at(demoNow() - 5min));

        QVERIFY(isNear(bench.end(), demoNow() - 5min, 3s));
        QCOMPARE(bench.travel.window().length, length);
    }

    void wheel_zoomsAroundThePointer() {
        Bench bench;
        const TimePoint held = demoNow() - 5min;
        const QPoint place = bench.at(held);

        bench.wheel(held, 3);

        QVERIFY(bench.strip().span().length() < Duration(15min));
        QVERIFY(std::abs(bench.at(held).x() - place.x()) <= 1);
        QVERIFY(!bench.strip().isFollowing());
        bench.wheel(held, -40);
        QCOMPARE(bench.strip().span().length(), Duration(24h * 30));
    }

    void wheelAtNow_goesOnFollowing() {
        Bench bench;

        bench.wheel(demoNow() - 1s, 2);

        QVERIFY(bench.strip().isFollowing());
        QCOMPARE(bench.strip().span().to, demoNow());
    }

    void shiftAndWheelOrMiddleDrag_moveTheSpan() {
        Bench bench;

        bench.wheel(demoNow() - 5min, 2, Qt::ShiftModifier);
        QCOMPARE(bench.strip().span().to, demoNow() - 3min);
        const TimePoint before = bench.strip().span().to;
        bench.drag(before - 10min, before - 5min, Qt::MiddleButton);

        QVERIFY(isNear(bench.strip().span().to, before - 5min, 3s));
        QVERIFY(!bench.travel.window().to.has_value());
    }

    void doubleClick_showsAllThatIsRecorded() {
        Bench bench;
        const TimeWindow window = bench.travel.window();
        const QPoint place = bench.at(demoNow() - 5min);

        QTest::mouseClick(&bench.strip(), Qt::LeftButton, {}, place);
        QTest::mouseDClick(&bench.strip(), Qt::LeftButton, {}, place);

        QCOMPARE(bench.strip().span(), (TimeSpan{demoNow() - 6h, demoNow()}));
        QCOMPARE(bench.travel.window(), window);
    }

    void keys_stepZoomAndGoToTheEnds() {
        Bench bench;
        bench.travel.show({1min, demoNow() - 5min});

        QTest::keyClick(&bench.strip(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(bench.end(), demoNow() - 5min + 1s);
        QTest::keyClick(&bench.strip(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(bench.end(), demoNow() - 5min);
        const Duration length = bench.strip().span().length();
        QTest::keyClick(&bench.strip(), Qt::Key_Plus);
        QCOMPARE(bench.strip().span().length(), length / 2);
        QTest::keyClick(&bench.strip(), Qt::Key_Minus);
        QCOMPARE(bench.strip().span().length(), length);
        QTest::keyClick(&bench.strip(), Qt::Key_Home);
        QCOMPARE(bench.end(), demoNow() - 6h + 1min);
        QTest::keyClick(&bench.strip(), Qt::Key_End);
        QCOMPARE(bench.travel.state(), TimeTravel::State::live);
    }

    void clickOnAMark_goesThere() {
        Bench bench;
        const Event ejected = eventAt(-5min, EventKind::hostEjected, "payment-v2");
        bench.remember({ejected});
        QSignalSpy chosen(&bench.view, &TimelineView::eventChosen);

        bench.click(ejected);

        QCOMPARE(bench.end(), demoNow() - 5min + 1s);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen[0][0].value<Event>(), ejected);
    }

    void crowdedMarks_areSpreadOutByAClick() {
        Bench bench;
        const Event first = eventAt(-5min, EventKind::proxyLeft, "checkout-1");
        const Event last = eventAt(-5min + 5s, EventKind::proxyCame, "checkout-1");
        bench.remember({first, last});

        bench.click(first);

        QVERIFY(!bench.travel.window().to.has_value());
        QVERIFY(bench.strip().span().length() < Duration(15min));
        QVERIFY(bench.strip().placeOf(last)->x() - bench.strip().placeOf(first)->x() > 12);
    }

    void neighbourEvents_areGoneToOneByOne() {
        Bench bench;
        bench.remember({eventAt(-2min, EventKind::change), eventAt(-1min, EventKind::alertFired)});

        bench.view.goToPreviousEvent();
        QTRY_COMPARE(bench.end(), demoNow() - 1min + 1s);
        bench.view.goToPreviousEvent();
        QTRY_COMPARE(bench.end(), demoNow() - 2min + 1s);
        bench.view.goToNextEvent();
        QTRY_COMPARE(bench.end(), demoNow() - 1min + 1s);
    }

    void playing_keepsTheWindowInSight() {
        Bench bench;
        bench.strip().setSpan({demoNow() - 2h, demoNow() - 90min});
        bench.travel.show({1min, demoNow() - 95min});
        bench.answer();
        QTest::mouseClick(&bench.find<QToolButton>(u"play"_s), Qt::LeftButton);
        bench.travel.setSpeed(60);

        bench.clock.advance(10s);

        QTRY_COMPARE(bench.end(), demoNow() - 85min);
        QVERIFY(bench.strip().span().to > bench.end());
        QCOMPARE(bench.strip().span().length(), Duration(30min));
        QVERIFY(bench.find<QLabel>(u"shownMoment"_s).text().startsWith(u"Playing"_s));
    }

    void span_isAskedForAsItIsDrawn() {
        Bench bench;

        bench.view.showWhole();

        QTRY_COMPARE(bench.history.span().length, Duration(6h));
        QTRY_VERIFY(std::ranges::any_of(bench.station->seriesQueries(), [](const SeriesQuery& query) {
            return query.step >= 30s && query.window.to && query.window.length / query.step <= 3600;
        }));
    }

    void note_isWrittenOnTheSelection() {
        Bench bench;
        bench.selection.selectNode(u"checkout"_s);
        bench.travel.show({1min, demoNow() - 5min});

        QTest::mouseClick(&bench.find<QToolButton>(u"addNote"_s), Qt::LeftButton);
        auto& words = bench.find<QLineEdit>(u"noteText"_s);
        QTRY_VERIFY(words.isVisible());
        QTest::keyClick(&words, Qt::Key_Return);
        QCOMPARE(bench.find<QLabel>(u"noteFailure"_s).text(), u"A note needs words."_s);
        QTest::keyClicks(&words, u"pool is full"_s);
        QTest::keyClick(&words, Qt::Key_Return);

        QTRY_VERIFY(!words.isVisible());
        const NoteDraft note = bench.memory->notes().front();
        QCOMPARE(note.at, demoNow() - 5min);
        QCOMPARE(note.subject, std::string("checkout"));
        QCOMPARE(note.text, std::string("pool is full"));
        QTRY_COMPARE(bench.history.events().size(), std::size_t{1});
    }

    void refusedNote_staysToBeMended() {
        Bench bench;
        bench.memory->setWriteError(Error{ErrorCode::unavailable, "the station", "It is read-only."});

        bench.view.addNote();
        auto& words = bench.find<QLineEdit>(u"noteText"_s);
        QTest::keyClicks(&words, u"odd"_s);
        QTest::mouseClick(&bench.find<QPushButton>(u"saveNote"_s), Qt::LeftButton);

        QTRY_VERIFY(bench.find<QLabel>(u"noteFailure"_s).text().contains(u"read-only"_s));
        QCOMPARE(words.text(), u"odd"_s);
        QTest::keyClick(&words, Qt::Key_Escape);
        QVERIFY(!words.isVisible());
    }
};

QTEST_MAIN(TimelineViewTest)
#include "tst_timeline_view.moc"
