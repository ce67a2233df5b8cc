// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_session.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_telemetry_port.h"

#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Frame = std::shared_ptr<const TopologyFrame>;

namespace {

/// The shop, in which one call has other figures.
TopologyFrame shopWith(const DemoCall& changed) {
    TopologyFrame frame = demoFrame();
    for (Edge& edge : frame.edges) {
        if (edge.source == changed.source && edge.destination == changed.destination)
            edge.stats = demoStats(changed, 30);
    }
    return frame;
}

const DemoCall kBrokenCatalog{"frontend", "catalog", 42, 0.5, 6};

}  // namespace

class ComparisonSessionTest : public QObject {
    Q_OBJECT

    /// A station whose past was well.
    struct Bench {
        std::shared_ptr<FakeTelemetryPort> station = std::make_shared<FakeTelemetryPort>();
        TelemetrySession telemetry{station};
        ComparisonSession comparison{telemetry};

        Bench() {
            station->answerTopology([](const TopologyQuery& query) -> Result<Frame> {
                TopologyFrame frame = demoFrame(query.window.length);
                frame.to = query.window.to.value_or(demoNow());
                frame.from = frame.to - query.window.length;
                return std::make_shared<const TopologyFrame>(frame);
            });
        }
        std::size_t broken() const {
            return comparison.comparison() ? comparison.comparison()->count(Verdict::broke) : 0;
        }
    };

  private Q_SLOTS:
    void nothing_isComparedUntilAskedFor() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());

        QVERIFY(!bench.comparison.isOn());
        QVERIFY(bench.station->askedTopologies().empty());
    }

    void baselines_areAskedForByTheShownEnd_data() {
        QTest::addColumn<int>("baseline");
        QTest::addColumn<int>("secondsBefore");
        QTest::newRow("just before") << static_cast<int>(Baseline::justBefore) << 30;
        QTest::newRow("an hour ago") << static_cast<int>(Baseline::hourAgo) << 3600;
        QTest::newRow("a day ago") << static_cast<int>(Baseline::dayAgo) << 86'400;
        QTest::newRow("a week ago") << static_cast<int>(Baseline::weekAgo) << 604'800;
    }
    void baselines_areAskedForByTheShownEnd() {
        QFETCH(int, baseline);
        QFETCH(int, secondsBefore);
        Bench bench;
        bench.telemetry.setFilter(u"p99 > 1ms"_s);
        bench.station->pushFrame(shopWith(kBrokenCatalog));
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());

        bench.comparison.compareWith(static_cast<Baseline>(baseline));

        QTRY_COMPARE(bench.broken(), std::size_t{1});
        const auto asked = bench.station->askedTopologies();
        QCOMPARE(asked.size(), std::size_t{1});
        QCOMPARE(asked[0].window, (TimeWindow{30s, demoNow() - std::chrono::seconds(secondsBefore)}));
        QCOMPARE(asked[0].filter, "p99 > 1ms");
    }

    void eachFrame_isComparedWithTheSameBaseline() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());
        bench.comparison.compareWith(Baseline::justBefore);
        QTRY_VERIFY(bench.comparison.comparison() != nullptr);
        QCOMPARE(bench.broken(), std::size_t{0});

        bench.station->pushFrame(shopWith(kBrokenCatalog));

        QTRY_COMPARE(bench.broken(), std::size_t{1});
        QCOMPARE(bench.station->askedTopologies().size(), std::size_t{1});
    }

    void askedForBeforeTheFirstFrame_itWaitsForOne() {
        Bench bench;
        bench.comparison.compareWith(Baseline::justBefore);
        QVERIFY(bench.station->askedTopologies().empty());

        bench.station->pushFrame(shopWith(kBrokenCatalog));

        QTRY_COMPARE(bench.broken(), std::size_t{1});
    }

    void anotherShownWindow_asksForAnotherBaseline() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());
        bench.comparison.compareWith(Baseline::justBefore);
        QTRY_VERIFY(bench.comparison.comparison() != nullptr);

        bench.telemetry.setWindow({5min, demoNow() - 1h});

        QVERIFY(bench.comparison.comparison() == nullptr);
        QTRY_COMPARE(bench.station->askedTopologies().size(), std::size_t{2});
        QCOMPARE(bench.station->askedTopologies()[1].window, (TimeWindow{5min, demoNow() - 1h - 5min}));
        QCoreApplication::processEvents();
        QVERIFY2(bench.comparison.comparison() == nullptr, "the frame shown is still that of the old window");

        bench.station->pushFrame(shopWith(kBrokenCatalog));

        QTRY_COMPARE(bench.broken(), std::size_t{1});
    }

    void chosenTime_isTheBaselinesEnd() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());

        bench.comparison.compareWithTime(demoNow() - 2h);

        QTRY_VERIFY(bench.comparison.comparison() != nullptr);
        QCOMPARE(bench.comparison.comparison()->beforeTo, demoNow() - 2h);
    }

    void stop_endsItAndDropsAnswersOnTheirWay() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());
        bench.comparison.compareWith(Baseline::justBefore);

        bench.comparison.stop();

        QTRY_COMPARE(bench.station->askedTopologies().size(), std::size_t{1});
        QCoreApplication::processEvents();
        QVERIFY(!bench.comparison.isOn());
        QVERIFY(bench.comparison.comparison() == nullptr);
    }

    void whatCouldNotBeHad_isSaidAndAskedForAgain() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());
        bench.station->answerTopology([](const TopologyQuery&) -> Result<Frame> {
            return failure(ErrorCode::unavailable, "the history", "It is switched off.");
        });

        bench.comparison.compareWith(Baseline::dayAgo);

        QTRY_COMPARE(bench.comparison.errorText(), u"The history is not available. It is switched off."_s);
        bench.station->answerTopology({});
        bench.comparison.retry();
        QTRY_VERIFY(bench.comparison.comparison() != nullptr);
        QVERIFY(bench.comparison.errorText().isEmpty());
    }

    void baselineSeries_isThatOfTheSelection() {
        Bench bench;
        bench.station->pushFrame(demoFrame());
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());
        bench.comparison.compareWith(Baseline::hourAgo);
        const Selection payment{"", "payment-v2"};

        bench.telemetry.setSeriesSelection(payment);
        const auto queries = bench.station->seriesQueries();
        const bool isAsked = std::any_of(queries.begin(), queries.end(), [&](const SeriesQuery& query) {
            return query.selection == payment && query.window.to == demoNow() - 1h;
        });
        bench.station->pushSeries(demoSeries(payment));

        QVERIFY(isAsked);
        QTRY_COMPARE(bench.comparison.series().points.size(), std::size_t{120});
        QCOMPARE(bench.comparison.series().selection, payment);
    }

    void snapshot_isOpenedAndComparedOverItsOwnWindow() {
        Bench bench;
        auto other = std::make_shared<FakeTelemetryPort>();
        other->pushFrame(demoFrame());
        std::string opened;
        bench.comparison.setOpener([&](const std::string& path) -> Result<ComparisonSession::Recording> {
            opened = path;
            return ComparisonSession::Recording{other, {15min, demoNow() - 24h}};
        });
        bench.station->pushFrame(shopWith(kBrokenCatalog));

        bench.comparison.compareWithSnapshot(u"/tmp/friday.binnacle"_s);

        QTRY_COMPARE(bench.broken(), std::size_t{1});
        QCOMPARE(opened, "/tmp/friday.binnacle");
        QCOMPARE(bench.comparison.snapshotPath(), u"/tmp/friday.binnacle"_s);
        QCOMPARE(other->askedTopologies().at(0).window, (TimeWindow{15min, demoNow() - 24h}));
        QVERIFY(bench.station->askedTopologies().empty());
    }

    void snapshotThatDoesNotOpen_isSaid() {
        Bench bench;
        bench.comparison.setOpener([](const std::string&) -> Result<ComparisonSession::Recording> {
            return failure(ErrorCode::corrupt, "friday.binnacle", "A checksum is wrong.");
        });

        bench.comparison.compareWithSnapshot(u"/tmp/friday.binnacle"_s);

        QTRY_COMPARE(bench.comparison.errorText(), u"friday.binnacle is damaged. A checksum is wrong."_s);
    }
};

QTEST_MAIN(ComparisonSessionTest)
#include "tst_comparison_session.moc"
