// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/latency/chart_geometry.h"
#include "views/latency/chart_paint.h"
#include "views/latency/heat_grid.h"
#include "views/latency/inspector_charts.h"

#include <QTest>
#include <algorithm>
#include <cmath>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

std::vector<ChartPoint> noise(int count) {
    std::vector<ChartPoint> points;
    for (int i = 0; i < count; ++i) points.push_back({static_cast<double>(i), std::sin(i * 12.9898) * 43.0});
    return points;
}

}  // namespace

class ChartGeometryTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void project_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("pixel");
        QTest::newRow("low end") << 0.0 << 0.0 << 10.0 << 100.0;
        QTest::newRow("high end") << 10.0 << 0.0 << 10.0 << 300.0;
        QTest::newRow("middle") << 5.0 << 0.0 << 10.0 << 200.0;
        QTest::newRow("outside") << 20.0 << 0.0 << 10.0 << 500.0;
        QTest::newRow("empty range") << 5.0 << 3.0 << 3.0 << 100.0;
    }
    void project() {
        QFETCH(double, value);
        QFETCH(double, low);
        QFETCH(double, high);

        QTEST(binnacle::project(value, {low, high}, {100, 300}), "pixel");
    }

    void fewPoints_stayAsTheyAre() {
        const auto points = noise(200);

        QCOMPARE(decimate(points, {0, 199}, 100), points);
    }

    void manyPoints_becomeTwoAColumnAtMost() {
        const auto points = noise(10'000);

        const auto drawn = decimate(points, {0, 9'999}, 300);

        QVERIFY(drawn.size() <= 600);
        QVERIFY(std::is_sorted(drawn.begin(), drawn.end(), [](auto a, auto b) { return a.x < b.x; }));
    }

    void spike_survives() {
        auto points = noise(10'000);
        points[4321].y = 9'000;
        points[4322].y = -9'000;

        const auto drawn = decimate(points, {0, 9'999}, 100);

        QVERIFY(std::find(drawn.begin(), drawn.end(), points[4321]) != drawn.end());
        QVERIFY(std::find(drawn.begin(), drawn.end(), points[4322]) != drawn.end());
    }

    void pointsOutside_areLeftOutButForTheNextOnes() {
        const auto drawn = decimate(noise(100), {40, 60}, 500);

        QCOMPARE(drawn.front().x, 39.0);
        QCOMPARE(drawn.back().x, 60.0);
    }

    void nothingToDraw_isNothing() {
        QVERIFY(decimate({}, {0, 10}, 100).empty());
        QVERIFY(decimate(noise(10), {5, 5}, 100).empty());
        QVERIFY(decimate(noise(10), {0, 10}, 0).empty());
    }

    void valueTicks_data() {
        QTest::addColumn<double>("top");
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("last");
        QTest::newRow("nothing") << 0.0 << 1.0 << 1.0;
        QTest::newRow("not a number") << std::nan("") << 1.0 << 1.0;
        QTest::newRow("endless") << HUGE_VAL << 1.0 << 1.0;
        QTest::newRow("round") << 30.0 << 10.0 << 30.0;
        QTest::newRow("just above") << 30.1 << 20.0 << 40.0;
        QTest::newRow("share") << 0.278 << 0.1 << 0.3;
        QTest::newRow("nanoseconds") << 1.22e9 << 5e8 << 1.5e9;
        QTest::newRow("tiny") << 4e-7 << 2e-7 << 4e-7;
    }
    void valueTicks() {
        QFETCH(double, top);
        QFETCH(double, step);
        QFETCH(double, last);

        const ChartTicks ticks = binnacle::valueTicks(top, 3);

        QCOMPARE(ticks.step, step);
        QCOMPARE(ticks.last, last);
    }

    void timeTicks_areRoundAndFew_data() {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("step");
        QTest::newRow("10 s") << 10.0 << 5'000.0;
        QTest::newRow("a minute") << 60.0 << 15'000.0;
        QTest::newRow("5 minutes") << 300.0 << 120'000.0;
        QTest::newRow("15 minutes") << 900.0 << 300'000.0;
        QTest::newRow("a day") << 86'400.0 << 21'600'000.0;
    }
    void timeTicks_areRoundAndFew() {
        QFETCH(double, seconds);
        QFETCH(double, step);
        const double low = 1'800'000'007'000.0;

        const ChartTicks ticks = timeTicks({low, low + seconds * 1000}, 4);

        QCOMPARE(ticks.step, step);
        QVERIFY(ticks.values().size() <= 4);
        for (const double at : ticks.values()) QCOMPARE(std::fmod(at, step), 0.0);
    }

    void nearestPoint_data() {
        QTest::addColumn<double>("x");
        QTest::addColumn<int>("index");
        QTest::newRow("before all") << -5.0 << 0;
        QTest::newRow("on a point") << 3.0 << 3;
        QTest::newRow("nearer the later") << 3.6 << 4;
        QTest::newRow("half way: the earlier") << 3.5 << 3;
        QTest::newRow("after all") << 99.0 << 9;
    }
    void nearestPoint() {
        QFETCH(double, x);
        QFETCH(int, index);

        const auto at = binnacle::nearestPoint(noise(10), x);

        QVERIFY(at.has_value());
        QCOMPARE(static_cast<int>(*at), index);
    }

    void nearestPointOfNothing_isNothing() { QVERIFY(!binnacle::nearestPoint({}, 1).has_value()); }

    void labels_keepApartAndInside() {
        const std::vector<ChartLabelBox> labels = {{10, 40}, {100, 40}, {120, 40}, {199, 40}};

        const auto lefts = placeLabels(labels, {0, 200}, 4);

        QCOMPARE(lefts[0], std::optional(0.0));
        QVERIFY(!lefts[1].has_value());  // the newer of the two in each other's way is shown
        QCOMPARE(lefts[2], std::optional(100.0));
        QCOMPARE(lefts[3], std::optional(160.0));
    }

    void stacking_addsPointByPoint() {
        const std::vector<ChartPoint> lower = {{0, 1}, {1, 2}};
        const std::vector<ChartPoint> upper = {{0, 10}, {1, 20}, {2, 30}};

        QCOMPARE(stacked(lower, upper), (std::vector<ChartPoint>{{0, 11}, {1, 22}, {2, 30}}));
    }

    void heatGrid_spansWholeDecades_andEachColumnIsOne() {
        Series series{{}, std::chrono::seconds(1), std::vector<SeriesPoint>(3)};
        series.points[0].stats.latency.add(20'000'000, 9);
        series.points[0].stats.latency.add(700'000'000, 1);
        series.points[2].stats.latency.add(20'000'000, 5);

        const HeatGrid grid = heatGrid(series, 10);

        QCOMPARE(grid.lowDecade, 7);
        QCOMPARE(grid.highDecade, 9);
        QCOMPARE(grid.rows, 20);
        QCOMPARE(grid.share(0, 3), 0.9);   // 20 ms: log10 is 7.3
        QCOMPARE(grid.share(0, 18), 0.1);  // 700 ms: log10 is 8.8
        QCOMPARE(grid.share(1, 3), 0.0);
        QCOMPARE(grid.share(2, 3), 1.0);
    }

    void heatGridOfNothing_isEmpty() { QCOMPARE(heatGrid({}, 10).columns, 0); }

    void coarserSeries_losesNoRequest() {
        Series series{{}, std::chrono::seconds(1), std::vector<SeriesPoint>(300)};
        for (std::size_t i = 0; i < 300; ++i) {
            series.points[i].at = TimePoint(std::chrono::seconds(i));
            series.points[i].stats.requests = 2;
        }

        const Series merged = coarser(series, 100);

        QCOMPARE(merged.points.size(), std::size_t{100});
        QCOMPARE(merged.step, Duration(std::chrono::seconds(3)));
        for (const SeriesPoint& point : merged.points) QCOMPARE(point.stats.requests, 6U);
    }

    void ticks_loseIdleZeros_data() {
        QTest::addColumn<QString>("formatted");
        QTest::addColumn<QString>("tick");
        QTest::newRow("all zeros") << u"20.0 ms"_s << u"20 ms"_s;
        QTest::newRow("some") << u"1.50 s"_s << u"1.5 s"_s;
        QTest::newRow("whole") << u"200 ms"_s << u"200 ms"_s;
        QTest::newRow("share") << u"10.0 %"_s << u"10 %"_s;
    }
    void ticks_loseIdleZeros() {
        QFETCH(QString, formatted);

        QTEST(tickText(formatted), "tick");
    }
};

QTEST_MAIN(ChartGeometryTest)
#include "tst_chart_geometry.moc"
