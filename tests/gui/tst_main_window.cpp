// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/format.h"
#include "tests/support/demo_alerts.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/main_window_bench.h"
#include "tests/support/shown_widget.h"
#include "views/map/map_view.h"
#include "views/shell/command_palette.h"
#include "views/shell/filter_box.h"
#include "views/shell/main_window.h"
#include "views/shell/message_bar.h"
#include "views/shell/paint_probe.h"
#include "views/shell/theme_choice.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QLabel>
#include <QLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class MainWindowTest : public QObject {
    Q_OBJECT

    using Bench = MainWindowBench;

  private Q_SLOTS:
    void fitsALaptop() {
        Bench bench;
        bench.fill();

        QVERIFY(bench.window.minimumSizeHint().width() <= 1280);
        QCOMPARE(bench.window.width(), 1440);
    }

    void initTestCase() { keepSettingsIn(m_folder); }
    void init() { QSettings().clear(); }

    void beforeTheFirstAnswer_itSaysWhatItWaitsFor() {
        Bench bench;

        QCOMPARE(bench.label(u"emptyTitle"_s), u"Connecting to the station…"_s);
        QCOMPARE(bench.find<QToolButton>(u"liveButton"_s).text(), u"Connecting"_s);
    }

    void withoutProxies_bootstrapLinesAreOneClickAway() {
        Bench bench;
        StationStatus status = demoStatus();
        status.proxies.clear();
        bench.desk->setAdoption(std::string("layered_runtime: {}\n"));
        bench.station->pushStatus(status);
        QTRY_COMPARE(bench.label(u"emptyTitle"_s), u"No proxies yet"_s);
        QVERIFY(bench.label(u"emptyNext"_s).contains(u"127.0.0.1:18760"_s));

        QTest::mouseClick(&bench.find<QPushButton>(u"copyBootstrap"_s), Qt::LeftButton);

        QTRY_COMPARE(QApplication::clipboard()->text(), u"layered_runtime: {}\n"_s);
        QCOMPARE(bench.label(u"emptyNote"_s), u"Copied."_s);
    }

    void statusBar_saysProxiesLagAndLosses() {
        Bench bench;
        bench.fill();

        QTRY_COMPARE(bench.label(u"statusProxies"_s), u"8/8 proxies"_s);
        QVERIFY2(bench.label(u"statusLag"_s).contains(u"0.25 s proxies' flush"_s),
                 qPrintable(bench.label(u"statusLag"_s)));
        QCOMPARE(bench.label(u"statusLosses"_s), u"0 dropped"_s);
        QCOMPARE(bench.label(u"statusAccess"_s), u"read-write: shop"_s);
        QCOMPARE(bench.label(u"meshName"_s), u"shop"_s);
        bench.clock.advance(1s);
        StationStatus later = demoStatus();
        later.received += 342;
        later.dropped = 3;
        later.rejected["malformed"] = 2;
        bench.station->pushStatus(later);
        QTRY_COMPARE(bench.label(u"statusRate"_s), u"342 rec/s"_s);
        QCOMPARE(bench.label(u"statusLosses"_s), u"3 dropped, 2 rejected"_s);
    }

    void space_holdsThePictureStill() {
        Bench bench;
        bench.fill();
        auto& live = bench.find<QToolButton>(u"liveButton"_s);
        QCOMPARE(live.text(), u"LIVE"_s);

        bench.key(Qt::Key_Space);
        QCOMPARE(live.text(), u"Paused"_s);
        QCOMPARE(bench.telemetry.state(), TelemetrySession::State::paused);
        QTest::mouseClick(&live, Qt::LeftButton);
        QCOMPARE(live.text(), u"LIVE"_s);
    }

    void thePast_isSaidAndShownEverywhere() {
        Bench bench;
        bench.fill();
        auto& banner = bench.find<QWidget>(u"pastBanner"_s);
        QVERIFY(!banner.isVisible());
        const TimePoint moment = demoNow() - 5min;

        bench.travel.show({60s, moment});

        QVERIFY(banner.isVisible());
        QVERIFY(bench.label(u"pastText"_s).startsWith(u"Past: "_s));
        QVERIFY(bench.label(u"pastText"_s).endsWith(u"(5 min ago)"_s));
        QCOMPARE(bench.find<QToolButton>(u"liveButton"_s).text(), u"Back to live"_s);
        QTRY_COMPARE(bench.desk->policiesAskedFor(), std::optional(moment));
        QTRY_COMPARE(bench.station->clusterQueries(), std::vector<std::optional<TimePoint>>{moment});
        QTest::mouseClick(&bench.find<QPushButton>(u"backToLive"_s), Qt::LeftButton);
        QVERIFY(!banner.isVisible());
        QTRY_COMPARE(bench.desk->policiesAskedFor(), std::nullopt);
    }

    void space_playsThePast() {
        Bench bench;
        bench.fill();
        bench.travel.show({60s, demoNow() - 5min});

        bench.key(Qt::Key_Space);
        QCOMPARE(bench.travel.state(), TimeTravel::State::playing);
        bench.key(Qt::Key_Greater);
        QCOMPARE(bench.travel.speed(), 2);
        bench.key(Qt::Key_Space);
        QCOMPARE(bench.travel.state(), TimeTravel::State::past);
        bench.key(Qt::Key_BracketLeft);
        QCOMPARE(bench.travel.state(), TimeTravel::State::live);
        bench.key(Qt::Key_BracketRight);
        bench.key(Qt::Key_Escape);
        QCOMPARE(bench.travel.state(), TimeTravel::State::live);
    }

    void anEvent_bringsItsMomentAndItsSubject() {
        Bench bench;
        bench.fill();
        const TimePoint moment = demoNow() - 3min;
        bench.memory->setEvents(
            std::vector{Event{7, moment, EventKind::hostEjected, "payment-v2", "10.0.0.7:8080", {}, {}}});

        bench.key(Qt::Key_Comma);

        QTRY_COMPARE(bench.travel.window().to, std::optional(moment + 1s));
        QCOMPARE(bench.window.selection().node(), u"payment-v2"_s);
    }

    void aWindow_canBeWritten() {
        Bench bench;
        bench.fill();
        bench.find<QAction>(u"chooseWindowAction"_s).trigger();

        bench.find<QLineEdit>(u"rangeFrom"_s).setText(u"nonsense"_s);
        QTest::mouseClick(&bench.find<QPushButton>(u"rangeShow"_s), Qt::LeftButton);
        QVERIFY(!bench.label(u"rangeProblem"_s).isEmpty());
        bench.find<QLineEdit>(u"rangeFrom"_s).setText(formatStamp(demoNow() - 8min));
        bench.find<QLineEdit>(u"rangeTo"_s).setText(formatStamp(demoNow() - 6min));
        QTest::mouseClick(&bench.find<QPushButton>(u"rangeShow"_s), Qt::LeftButton);

        QCOMPARE(bench.travel.window(), (TimeWindow{2min, demoNow() - 6min}));
        QVERIFY(!bench.find<QWidget>(u"timeRangeEditor"_s).isVisible());
    }

    void escape_leavesANoteButNotThePast() {
        Bench bench;
        bench.fill();
        bench.travel.show({60s, demoNow() - 5min});
        bench.find<QAction>(u"addNoteAction"_s).trigger();
        auto& words = bench.find<QLineEdit>(u"noteText"_s);
        QTRY_VERIFY(words.hasFocus());

        QTest::keyClick(&words, Qt::Key_Escape);

        QVERIFY(!words.isVisible());
        QCOMPARE(bench.travel.state(), TimeTravel::State::past);
    }

    void badFilter_isMarkedAndNotSent() {
        Bench bench;
        bench.fill();
        auto& box = bench.find<FilterBox>(u"filterBox"_s);

        bench.key(Qt::Key_Slash);
        QTRY_VERIFY(box.hasFocus());
        QTest::keyClicks(&box, u"service = = x"_s);
        QTest::keyClick(&box, Qt::Key_Return);

        QVERIFY(!box.problem().isEmpty());
        QVERIFY(bench.telemetry.filter().isEmpty());
        auto& message = bench.find<QLabel>(u"filterMessage"_s);
        QTRY_VERIFY(message.isVisible());
        QCOMPARE(message.text(), box.problem());
    }

    void tab_completesWhatIsTyped() {
        Bench bench;
        bench.fill();
        auto& box = bench.find<FilterBox>(u"filterBox"_s);
        box.setFocus();

        QTest::keyClicks(&box, u"serv"_s);
        QTest::keyClick(&box, Qt::Key_Tab);
        QCOMPARE(box.text(), u"service "_s);
        QTest::keyClicks(&box, u"= shi"_s);
        QTest::keyClick(&box, Qt::Key_Tab);
        QCOMPARE(box.text(), u"service = shipping "_s);
        QTest::keyClick(&box, Qt::Key_Return);
        QCOMPARE(bench.telemetry.filter(), u"service = shipping"_s);
    }

    void goodFilter_reachesTheStationAndEscTakesItBack() {
        Bench bench;
        bench.fill();
        auto& box = bench.find<FilterBox>(u"filterBox"_s);

        box.setFocus();
        box.setText(u"service = cart"_s);
        QTest::keyClick(&box, Qt::Key_Return);
        QCOMPARE(bench.telemetry.filter(), u"service = cart"_s);
        QCOMPARE(bench.station->topologyQueries().back().filter, std::string("service = cart"));
        QTest::keyClick(&box, Qt::Key_Escape);
        QVERIFY(bench.telemetry.filter().isEmpty());
        QVERIFY(box.text().isEmpty());
    }

    void selectedNode_isFollowedByTheRequests() {
        Bench bench;
        bench.fill();
        auto& table = bench.find<QTableView>(u"requestTable"_s);
        QTRY_COMPARE(table.model()->rowCount(), 60);

        bench.window.selection().selectNode(u"payment-v2"_s);
        QVERIFY(table.model()->rowCount() > 0 && table.model()->rowCount() < 60);
        QVERIFY(bench.label(u"requestCount"_s).endsWith(u"of 60 requests"_s));
        QCOMPARE(bench.telemetry.seriesSelection().destination, std::string("payment-v2"));
        bench.key(Qt::Key_Escape);
        QCOMPARE(table.model()->rowCount(), 60);
    }

    void chosenRequest_showsBothSides() {
        Bench bench;
        bench.fill();
        bench.window.selection().selectEdge(u"checkout"_s, u"payment-v2"_s);
        auto& table = bench.find<QTableView>(u"requestTable"_s);
        QTRY_VERIFY(table.model()->rowCount() > 0);

        table.selectRow(0);

        auto& fields = bench.find<QTableWidget>(u"requestFields"_s);
        QTRY_VERIFY(fields.isVisible());
        QCOMPARE(fields.columnCount(), 3);
        QCOMPARE(fields.horizontalHeaderItem(1)->text(), u"checkout-1 · caller"_s);
        QCOMPARE(fields.horizontalHeaderItem(2)->text(), u"payment-v2-1 · callee"_s);
        QVERIFY(bench.label(u"requestFlags"_s).startsWith(u"UO: "_s));
    }

    void views_canBeBroughtToTheFront() {
        Bench bench;
        bench.fill();
        QTRY_COMPARE(bench.find<QTableView>(u"requestTable"_s).model()->rowCount(), 60);

        bench.window.showView(MainWindow::View::requests);
        QTRY_VERIFY(bench.find<QTableWidget>(u"requestFields"_s).isVisible());
        QVERIFY(bench.label(u"requestFlags"_s).startsWith(u"UO: "_s));
        bench.window.showView(MainWindow::View::latency);
        QCOMPARE(bench.window.selection().node(), u"payment-v2"_s);
        bench.window.showView(MainWindow::View::policy);
        QVERIFY(bench.find<QDockWidget>(u"policyDock"_s).isVisible());
    }

    void comparison_isSeenOnTheMapAndEndedByEsc() {
        Bench bench;
        bench.fill();
        const auto& map = *bench.window.findChild<MapView*>();
        QTRY_VERIFY(!map.isSettling() && !map.scene().lines().empty());
        QVERIFY(!map.scene().lines().front().verdict);

        bench.window.comparison().compareWith(Baseline::justBefore);
        QTRY_COMPARE(map.scene().lines().front().verdict, Verdict::same);
        bench.key(Qt::Key_Escape);

        QVERIFY(!bench.window.comparison().isOn());
        QVERIFY(!map.scene().lines().front().verdict);
    }

    void scrolledUp_theTailLetsGo() {
        Bench bench;
        bench.fill();
        auto& table = bench.find<QTableView>(u"requestTable"_s);
        auto& follow = bench.find<QToolButton>(u"followNewest"_s);
        QTRY_COMPARE(table.model()->rowCount(), 60);
        QVERIFY(follow.isChecked());

        table.verticalScrollBar()->setValue(0);
        QVERIFY(!follow.isChecked());
        bench.station->pushRequests(demoRequests(10));
        QTRY_COMPARE(table.model()->rowCount(), 70);
        QCOMPARE(table.verticalScrollBar()->value(), 0);
        QTest::mouseClick(&follow, Qt::LeftButton);
        QCOMPARE(table.verticalScrollBar()->value(), table.verticalScrollBar()->maximum());
    }

    void copiedCsv_hasHeaderAndChosenRows() {
        Bench bench;
        bench.fill();
        auto& table = bench.find<QTableView>(u"requestTable"_s);
        QTRY_COMPARE(table.model()->rowCount(), 60);
        table.selectRow(2);

        QTest::mouseClick(&bench.find<QToolButton>(u"copyCsv"_s), Qt::LeftButton);

        const QString csv = QApplication::clipboard()->text();
        QVERIFY(csv.startsWith(u"Time,Duration,Source"_s));
        QCOMPARE(csv.count(u"\r\n"_s), qsizetype{2});
    }

    void palette_findsActionsAndServices() {
        Bench bench;
        bench.fill();

        QTest::keyClick(&bench.window, Qt::Key_K, Qt::ControlModifier);
        auto& palette = bench.find<CommandPalette>(u"commandPalette"_s);
        QVERIFY(palette.isVisible());
        auto& input = bench.find<QLineEdit>(u"paletteInput"_s);
        auto& list = bench.find<QListWidget>(u"paletteList"_s);
        QTest::keyClicks(&input, u"theme: dark"_s);
        QCOMPARE(list.count(), 1);
        input.setText(u"shipping"_s);
        QVERIFY(list.item(0)->text().startsWith(u"shipping"_s));
        QTest::keyClick(&input, Qt::Key_Return);
        QVERIFY(!palette.isVisible());
        QCOMPARE(bench.window.selection().node(), u"shipping"_s);
    }

    void theme_changesEveryColourAndIsKept() {
        Bench bench;
        bench.fill();

        bench.find<QAction>(u"theme2Action"_s).trigger();
        QCOMPARE(Theme::current().kind, ThemeKind::dark);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Theme::of(ThemeKind::dark).window);
        bench.find<QAction>(u"theme1Action"_s).trigger();
        QCOMPARE(Theme::current().kind, ThemeKind::light);
        QCOMPARE(QSettings().value(u"theme"_s).toString(), u"light"_s);
    }

    void lostStation_isABarWithRetry() {
        Bench bench;
        bench.fill();

        bench.station->fail({ErrorCode::unavailable, "the station", "gone"});
        auto& bar = bench.find<MessageBar>(u"messageBar"_s);
        QTRY_VERIFY(bar.isVisible());
        QVERIFY(bench.label(u"messageText"_s).startsWith(u"The station is not available. gone"_s));
        QCOMPARE(bench.find<QToolButton>(u"liveButton"_s).text(), u"Offline"_s);
        QTest::mouseClick(&bench.find<QPushButton>(u"messageButton"_s), Qt::LeftButton);
        bench.fill();
        QTRY_VERIFY(!bar.isVisible());
    }

    void closeWhileApplying_asksInThePage() {
        Bench bench;
        bench.fill();
        bench.desk->hold();
        bench.policy.apply({Intent{"payment", TrafficSplit{{{"payment-v1", 1}}}}}, {}, u"x"_s);

        bench.window.close();
        QVERIFY(bench.window.isVisible());
        QVERIFY(bench.find<MessageBar>(u"messageBar"_s).isVisible());
        QTest::mouseClick(&bench.find<QPushButton>(u"messageButton"_s), Qt::LeftButton);
        QVERIFY(!bench.window.isVisible());
        bench.desk->release();
    }

    void paintedFrame_countsTowardsTheLag() {
        Bench bench;
        bench.fill();
        bench.clock.advance(80ms);

        TopologyFrame next = demoFrame();
        next.generation = 2;
        bench.station->pushFrame(next);

        QTRY_VERIFY(bench.window.probe().report().contains(u"newest request of a frame: n "_s));
        QTRY_VERIFY(bench.window.probe().desktopLag() > Duration::zero());
    }

  private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
