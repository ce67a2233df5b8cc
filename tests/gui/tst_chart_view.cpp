// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shown_widget.h"
#include "views/common/theme.h"
#include "views/latency/chart_view.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

QString count(double value) {
    return QString::number(value);
}

ChartLine line(const QString& name, ChartStyle style, int points, double y) {
    ChartLine made{name, ChartTone::first, style, {}};
    for (int i = 0; i < points; ++i) made.points.push_back({i * 1000.0, y + i});
    return made;
}

/// A chart of 400 pixels over 60 s.
struct ShownChart {
    explicit ShownChart(std::vector<ChartLine> lines) : window(chart, {400, 220}) {
        chart.setTimeKind(ChartTime::relative);
        chart.setRange({0, 60'000});
        chart.setSeries(std::move(lines));
    }
    bool isDrawn() {
        return QTest::qWaitFor([this] { return !chart.drawnPoints().empty(); });
    }
    QWidget* plot() { return chart.findChild<QAbstractScrollArea*>()->viewport(); }

    ChartView chart{u"Requests"_s, count};
    ShownWidget window;
};

}  // namespace

class ChartViewTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void longLine_isCutToTwoPointsAPixel() {
        ShownChart shown({line(u"p99"_s, ChartStyle::line, 50'000, 0)});
        shown.chart.setRange({0, 50'000'000});

        QTRY_VERIFY(!shown.chart.drawnPoints().empty() && shown.chart.drawnPoints().front() > 0);

        QVERIFY(shown.chart.drawnPoints().front() <= 800);
    }

    void readOut_isTheNewestUntilTheCrosshairMoves() {
        ShownChart shown(
            {line(u"p50"_s, ChartStyle::line, 61, 0), line(u"p99"_s, ChartStyle::line, 61, 100)});
        QVERIFY(shown.isDrawn());
        QCOMPARE(shown.chart.readOut(), u"p50 60, p99 160"_s);

        shown.chart.setCrosshair(10'000);

        QCOMPARE(shown.chart.readOut(), u"p50 10, p99 110"_s);
        QCOMPARE(shown.chart.asText(), u"Requests, +10 s: p50 10, p99 110"_s);
    }

    void stackedArea_isReadAsItsOwnValue() {
        ShownChart shown({line(u"2xx"_s, ChartStyle::area, 61, 0), line(u"5xx"_s, ChartStyle::area, 61, 5)});
        QVERIFY(shown.isDrawn());

        QCOMPARE(shown.chart.readOut(), u"2xx 60, 5xx 65"_s);
    }

    void pointer_movesTheCrosshair() {
        ShownChart shown({line(u"p50"_s, ChartStyle::line, 61, 0)});
        QVERIFY(shown.isDrawn());
        QSignalSpy moved(&shown.chart, &ChartView::crosshairMoved);

        QTest::mouseMove(shown.plot(), {200, 60});

        QTRY_VERIFY(!moved.isEmpty());
        const double x = moved.last().first().toDouble();
        QVERIFY(x > 10'000 && x < 50'000);
    }

    void drag_asksForAWindow() {
        ShownChart shown({line(u"p50"_s, ChartStyle::line, 61, 0)});
        QVERIFY(shown.isDrawn());
        QSignalSpy dragged(&shown.chart, &ChartView::windowDragged);

        QTest::mousePress(shown.plot(), Qt::LeftButton, {}, {300, 60});
        QTest::mouseMove(shown.plot(), {200, 60});
        QTest::mouseRelease(shown.plot(), Qt::LeftButton, {}, {200, 60});

        QCOMPARE(dragged.size(), 1);
        QVERIFY(dragged.first().at(0).toDouble() < dragged.first().at(1).toDouble());
    }

    void click_asksForNothing() {
        ShownChart shown({line(u"p50"_s, ChartStyle::line, 61, 0)});
        QVERIFY(shown.isDrawn());
        QSignalSpy dragged(&shown.chart, &ChartView::windowDragged);

        QTest::mouseClick(shown.plot(), Qt::LeftButton, {}, {200, 60});

        QVERIFY(dragged.isEmpty());
    }

    void arrowKeys_stepThroughThePoints() {
        ShownChart shown({line(u"p50"_s, ChartStyle::line, 61, 0)});
        QVERIFY(shown.isDrawn());
        connect(&shown.chart, &ChartView::crosshairMoved, &shown.chart,
                [&shown](double x) { shown.chart.setCrosshair(x); });

        QTest::keyClick(shown.plot()->parentWidget(), Qt::Key_Left);
        QTest::keyClick(shown.plot()->parentWidget(), Qt::Key_Left);

        QCOMPARE(shown.chart.readOut(), u"p50 58"_s);
    }

    void changedLines_areDrawnAnew() {
        ShownChart shown({line(u"p50"_s, ChartStyle::line, 61, 0)});
        QVERIFY(shown.isDrawn());

        shown.chart.setSeries(
            {line(u"2xx"_s, ChartStyle::area, 61, 1), line(u"5xx"_s, ChartStyle::area, 61, 2)});

        QTRY_COMPARE(shown.chart.drawnPoints().size(), std::size_t{2});
        shown.chart.setSeries({});
        QTRY_VERIFY(shown.chart.drawnPoints().empty());
    }

    void themeSwitch_recoloursTheLine() {
        ShownChart shown({line(u"p50"_s, ChartStyle::line, 61, 0)});
        QVERIFY(shown.isDrawn());
        const QImage light = shown.chart.grab().toImage();

        Theme::setCurrent(ThemeKind::dark);
        QApplication::setPalette(Theme::current().palette());
        const QImage dark = shown.chart.grab().toImage();

        Theme::setCurrent(ThemeKind::light);
        QApplication::setPalette(Theme::current().palette());
        QVERIFY(light != dark);
    }
};

QTEST_MAIN(ChartViewTest)
#include "tst_chart_view.moc"
