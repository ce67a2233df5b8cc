// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/csv.h"

#include <QStandardItemModel>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

class CsvTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cells_neverStartAFormula_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << u"checkout"_s << u"checkout"_s;
        QTest::newRow("equals") << u"=1+1"_s << u"'=1+1"_s;
        QTest::newRow("plus") << u"+cmd"_s << u"'+cmd"_s;
        QTest::newRow("minus") << u"-cmd|' /C calc'!A0"_s << u"'-cmd|' /C calc'!A0"_s;
        QTest::newRow("at") << u"@SUM(A1)"_s << u"'@SUM(A1)"_s;
        QTest::newRow("tab") << u"\t=1"_s << u"'\t=1"_s;
        QTest::newRow("carriage return") << u"\r=1"_s << u"\"'\r=1\""_s;
        QTest::newRow("a number stays one") << u"-12.5"_s << u"-12.5"_s;
        QTest::newRow("comma") << u"a,b"_s << u"\"a,b\""_s;
        QTest::newRow("quote") << u"say \"hi\""_s << u"\"say \"\"hi\"\"\""_s;
        QTest::newRow("line break") << u"a\nb"_s << u"\"a\nb\""_s;
        QTest::newRow("formula in quotes")
            << u"=HYPERLINK(\"x\",\"y\")"_s << u"\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""_s;
        QTest::newRow("empty") << QString() << QString();
    }
    void cells_neverStartAFormula() {
        QFETCH(QString, text);
        QTEST(csvCell(text), "expected");
    }

    void rows_areAsShownWithAHeader() {
        QStandardItemModel model(0, 2);
        model.setHorizontalHeaderLabels({u"Path"_s, u"Status"_s});
        model.appendRow({new QStandardItem(u"/a,b"_s), new QStandardItem(u"503"_s)});
        model.appendRow({new QStandardItem(u"/c"_s), new QStandardItem(u"200"_s)});

        QCOMPARE(toCsv(model, {0}), u"Path,Status\r\n\"/a,b\",503\r\n"_s);
        QCOMPARE(toTabbedText(model, {0, 1}), u"/a,b\t503\n/c\t200"_s);
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "tst_csv.moc"
