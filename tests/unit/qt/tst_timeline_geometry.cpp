// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/timeline/time_range_editor.h"
#include "views/timeline/timeline_geometry.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A midnight in the zone of the test, UTC.
constexpr TimePoint kDay{std::chrono::sys_days(std::chrono::year(2026) / 11 / 28)};
constexpr PixelRange kPixels{100, 700};

RecordedSpan sixHours() {
    return {kDay + 6h, kDay + 12h};
}

qint64 minutesOf(TimePoint at) {
    return std::chrono::floor<std::chrono::minutes>(at - kDay).count();
}

QString labels(const std::vector<TimeTick>& ticks) {
    QStringList all;
    for (const TimeTick& tick : ticks) all << tick.label;
    return all.join(u' ');
}

}  // namespace

class TimelineGeometryTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }

    void timesAndPixels_goBothWays() {
        const TimeSpan span{kDay, kDay + 10min};

        QCOMPARE(xOf(kDay, span, kPixels), 100.0);
        QCOMPARE(xOf(kDay + 5min, span, kPixels), 400.0);
        QCOMPARE(xOf(kDay + 20min, span, kPixels), 1300.0);
        QCOMPARE(timeAt(400, span, kPixels), kDay + 5min);
        QCOMPARE(timeAt(0, span, kPixels), kDay);
        QCOMPARE(timeAt(900, span, kPixels), kDay + 10min);
        QCOMPARE(xOf(kDay, {kDay, kDay}, kPixels), 100.0);
    }

    void zoomed_data() {
        QTest::addColumn<int>("around");
        QTest::addColumn<double>("factor");
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::newRow("in, around the middle") << 600 << 0.5 << 570 << 630;
        QTest::newRow("in, around the left") << 540 << 0.5 << 540 << 600;
        QTest::newRow("out") << 600 << 2.0 << 480 << 720;
        QTest::newRow("out past the end: the end stays") << 540 << 2.0 << 480 << 720;
        QTest::newRow("no shorter than a minute") << 600 << 0.0001 << 599 << 600;
        QTest::newRow("the same") << 600 << 1.0 << 540 << 660;
    }
    void zoomed() {
        QFETCH(int, around);
        QFETCH(double, factor);
        const TimeSpan before{kDay + 9h, kDay + 11h};

        const TimeSpan after =
            binnacle::zoomed(before, kDay + std::chrono::minutes(around), factor, sixHours());

        QTEST(static_cast<int>(minutesOf(after.from)), "from");
        QTEST(static_cast<int>(minutesOf(after.to)), "to");
    }

    void zoomedFarOut_isAtMostThirtyDays() {
        const TimeSpan after = binnacle::zoomed({kDay, kDay + 12h}, kDay + 12h, 1e6, sixHours());

        QCOMPARE(after.length(), Duration(24h * 30));
        QCOMPARE(after.to, kDay + 12h);
    }

    void panned_staysWithinReach() {
        const TimeSpan span{kDay + 9h, kDay + 11h};

        QCOMPARE(panned(span, -1h, sixHours()).from, kDay + 8h);
        QCOMPARE(panned(span, 5h, sixHours()).to, kDay + 12h);
        // A tenth of it is still to be seen.
        QCOMPARE(panned(span, -24h, sixHours()).to, kDay + 6h + 12min);
    }

    void revealing_movesOnlyWhereItMust() {
        const TimeSpan span{kDay + 9h, kDay + 10h};

        QCOMPARE(revealing(span, {kDay + 9h, kDay + 9h + 5min}, sixHours()), span);
        const TimeSpan later = revealing(span, {kDay + 10h, kDay + 10h + 20min}, sixHours());
        QVERIFY(later.to > kDay + 10h + 20min);
        QCOMPARE(later.length(), span.length());
        const TimeSpan earlier = revealing(span, {kDay + 7h, kDay + 7h + 1min}, sixHours());
        QVERIFY(earlier.from < kDay + 7h);
        const TimeSpan longer = revealing(span, {kDay + 7h, kDay + 11h}, sixHours());
        QVERIFY(longer.from <= kDay + 7h && longer.to >= kDay + 11h);
    }

    void seriesStep_data() {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<double>("pixels");
        QTest::addColumn<qint64>("step");
        QTest::newRow("a minute") << qint64{60} << 800.0 << qint64{1};
        QTest::newRow("15 min") << qint64{900} << 800.0 << qint64{2};
        QTest::newRow("6 h") << qint64{21'600} << 800.0 << qint64{60};
        QTest::newRow("30 d") << qint64{2'592'000} << 800.0 << qint64{7200};
        QTest::newRow("few pixels") << qint64{900} << 100.0 << qint64{10};
        QTest::newRow("no pixels") << qint64{60} << 0.0 << qint64{60};
    }
    void seriesStep() {
        QFETCH(qint64, seconds);
        QFETCH(double, pixels);

        QTEST(static_cast<qint64>(binnacle::seriesStep(std::chrono::seconds(seconds), pixels).count()),
              "step");
    }

    void ticks_data() {
        QTest::addColumn<qint64>("length");
        QTest::addColumn<int>("most");
        QTest::addColumn<QString>("labels");
        QTest::newRow("a minute") << qint64{60} << 4 << u"23:50:00 23:50:30 23:51:00"_s;
        QTest::newRow("over midnight") << qint64{900} << 4 << u"23:50 23:55 11-29 00:05"_s;
        QTest::newRow("a day") << qint64{86'400} << 4 << u"11-29 12:00"_s;
        QTest::newRow("four days") << qint64{345'600} << 5 << u"11-29 11-30 12-01 12-02"_s;
        QTest::newRow("hardly room") << qint64{60} << 0 << u"23:50"_s;
    }
    void ticks() {
        QFETCH(qint64, length);
        QFETCH(int, most);
        const TimePoint from = kDay + 23h + 50min;

        QTEST(labels(timelineTicks({from, from + std::chrono::seconds(length)}, most)), "labels");
    }

    void unknownParts_areWhatNobodyKept() {
        const TimeSpan span{kDay, kDay + 10h};
        const std::vector<RecordedSpan> known{{kDay + 9h, kDay + 11h}, {kDay + 2h, kDay + 5h}};

        const auto unknown = unknownParts(span, known);

        QCOMPARE(unknown.size(), std::size_t{2});
        QCOMPARE(unknown[0], (TimeSpan{kDay, kDay + 2h}));
        QCOMPARE(unknown[1], (TimeSpan{kDay + 5h, kDay + 9h}));
        QVERIFY(unknownParts({kDay + 3h, kDay + 4h}, known).empty());
        QCOMPARE(unknownParts(span, {}).size(), std::size_t{1});
        QCOMPARE(unknownParts({kDay + 20h, kDay + 21h}, known).size(), std::size_t{1});
    }

    void crowdedMarks_areOneGroup() {
        const std::vector<MarkPlace> marks{{100, 0}, {104, 1}, {106, 0}, {111, 0}, {113, 0}, {200, 0}};

        const auto groups = groupMarks(marks, 12);

        QCOMPARE(groups.size(), std::size_t{4});
        QCOMPARE(groups[0].members, (std::vector<std::size_t>{0, 2, 3}));
        QCOMPARE(groups[0].x, 105.5);
        QCOMPARE(groups[1].lane, std::size_t{1});
        QCOMPARE(groups[2].members, (std::vector<std::size_t>{4}));
        QVERIFY(groupMarks({}, 12).empty());
    }

    void nearestGroup_isFoundInItsLaneOnly() {
        const std::vector<MarkPlace> marks{{100, 0}, {118, 1}, {130, 0}};
        const auto groups = groupMarks(marks, 12);

        QCOMPARE(groupAt(groups, {124, 0}, 9), std::optional<std::size_t>(2));
        QCOMPARE(groupAt(groups, {115, 0}, 9), std::nullopt);
        QCOMPARE(groupAt(groups, {124, 1}, 9), std::optional<std::size_t>(1));
    }

    void writtenTimes_data() {
        QTest::addColumn<QString>("written");
        QTest::addColumn<qint64>("minutes");
        QTest::newRow("with zone") << u"2026-11-28T15:03:00+01:00"_s << qint64{843};
        QTest::newRow("local") << u"2026-11-28T14:03:00"_s << qint64{843};
        QTest::newRow("a blank between") << u" 2026-11-28 14:03:00 "_s << qint64{843};
        QTest::newRow("only a clock time") << u"14:03"_s << qint64{843};
        QTest::newRow("with seconds") << u"14:03:20"_s << qint64{843};
        QTest::newRow("words") << u"yesterday"_s << qint64{-1};
        QTest::newRow("nothing") << QString() << qint64{-1};
        QTest::newRow("far away") << u"9999-01-01T00:00:00"_s << qint64{-1};
    }
    void writtenTimes() {
        QFETCH(QString, written);
        const auto at = parseTime(written, kDay + 1h);

        QTEST(at ? minutesOf(*at) : qint64{-1}, "minutes");
    }
};

QTEST_GUILESS_MAIN(TimelineGeometryTest)
#include "tst_timeline_geometry.moc"
