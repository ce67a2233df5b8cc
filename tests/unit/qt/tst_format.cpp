// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/format.h"

#include <QTest>
#include <QTimeZone>
#include <limits>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class FormatTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void durations_haveThreeDigitsAndAUnit_data() {
        QTest::addColumn<qint64>("nanoseconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << qint64{0} << u"0 ns"_s;
        QTest::newRow("nanoseconds") << qint64{850} << u"850 ns"_s;
        QTest::newRow("microseconds") << qint64{850'000} << u"850 µs"_s;
        QTest::newRow("just below a millisecond") << qint64{999'900} << u"1.00 ms"_s;
        QTest::newRow("milliseconds") << qint64{12'345'000} << u"12.3 ms"_s;
        QTest::newRow("rounds to three digits") << qint64{9'996'000} << u"10.0 ms"_s;
        QTest::newRow("hundreds") << qint64{612'000'000} << u"612 ms"_s;
        QTest::newRow("seconds") << qint64{1'200'000'000} << u"1.20 s"_s;
        QTest::newRow("minutes") << qint64{125'000'000'000} << u"2 min 5 s"_s;
        QTest::newRow("whole minutes") << qint64{120'000'000'000} << u"2 min"_s;
        QTest::newRow("hours") << qint64{7'860'000'000'000} << u"2 h 11 min"_s;
        QTest::newRow("negative") << qint64{-12'345'000} << u"-12.3 ms"_s;
    }
    void durations_haveThreeDigitsAndAUnit() {
        QFETCH(qint64, nanoseconds);
        QTEST(formatDuration(Duration(nanoseconds)), "expected");
    }

    void rates_haveNoIdleZeros_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << 0.0 << u"0 rps"_s;
        QTest::newRow("rare") << 0.001 << u"< 0.01 rps"_s;
        QTest::newRow("below one") << 0.4 << u"0.4 rps"_s;
        QTest::newRow("whole") << 12.0 << u"12 rps"_s;
        QTest::newRow("hundreds") << 214.3 << u"214 rps"_s;
        QTest::newRow("thousands") << 3412.0 << u"3.41 k rps"_s;
        QTest::newRow("millions") << 2.5e6 << u"2.50 M rps"_s;
        QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << u"0 rps"_s;
    }
    void rates_haveNoIdleZeros() {
        QFETCH(double, rate);
        QTEST(formatRate(rate), "expected");
    }

    void shares_thatAreNotNoneOrAllNeverReadSo_data() {
        QTest::addColumn<double>("share");
        QTest::addColumn<QString>("expected");
        QTest::newRow("none") << 0.0 << u"0 %"_s;
        QTest::newRow("a trace") << 0.00001 << u"< 0.01 %"_s;
        QTest::newRow("small") << 0.0041 << u"0.41 %"_s;
        QTest::newRow("usual") << 0.041 << u"4.1 %"_s;
        QTest::newRow("half") << 0.5 << u"50.0 %"_s;
        QTest::newRow("nearly all") << 0.9996 << u"> 99.9 %"_s;
        QTest::newRow("all") << 1.0 << u"100 %"_s;
    }
    void shares_thatAreNotNoneOrAllNeverReadSo() {
        QFETCH(double, share);
        QTEST(formatShare(share), "expected");
    }

    void bytesAndCounts_areShort() {
        QCOMPARE(formatBytes(0), u"0 B"_s);
        QCOMPARE(formatBytes(1023), u"1023 B"_s);
        QCOMPARE(formatBytes(1229), u"1.2 KiB"_s);
        QCOMPARE(formatBytes(300.0 * 1024 * 1024), u"300 MiB"_s);
        QCOMPARE(formatCount(3412), u"3,412"_s);
        QCOMPARE(formatCount(std::numeric_limits<std::uint64_t>::max()), u"18,446,744,073,709,551,615"_s);
    }

    void ages_countInOneUnit() {
        QCOMPARE(formatAge(300ms), u"now"_s);
        QCOMPARE(formatAge(3s), u"3 s ago"_s);
        QCOMPARE(formatAge(150s), u"2 min ago"_s);
        QCOMPARE(formatAge(49h), u"2 d ago"_s);
    }

    void stamps_carryMillisecondsAndZone() {
        const TimePoint at(std::chrono::milliseconds(1'800'000'000'120));

        QVERIFY(formatStamp(at).contains(u".120"_s));
        QVERIFY2(formatStamp(at).contains(u'+') || formatStamp(at).contains(u'-') ||
                     formatStamp(at).endsWith(u'Z'),
                 qPrintable(formatStamp(at)));
        QCOMPARE(formatClock(at).size(), qsizetype{12});
        QVERIFY(formatClock(at).endsWith(u".120"_s));
    }

    void errors_sayWhatFailedAndWhy() {
        const QString told = sentence({ErrorCode::unavailable, "the station", "Nobody answers on /run/x."});

        QCOMPARE(told, u"The station is not available. Nobody answers on /run/x."_s);
    }

    void textFromOutside_survivesAnyBytes() {
        QCOMPARE(utf8(text("größe")), std::string("größe"));
        QVERIFY(!text(std::string("a\xff\xfe")).isNull());
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "tst_format.moc"
