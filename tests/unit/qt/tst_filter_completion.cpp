// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/filter_completion.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

class FilterCompletionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void cursor_isOfferedWhatTheGrammarExpects_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("offered");
        QTest::addColumn<QString>("notOffered");
        QTest::newRow("a field at the start") << QString() << u"service"_s << u"and"_s;
        QTest::newRow("a field begun") << u"serv"_s << u"service"_s << u"status"_s;
        QTest::newRow("an operator after a field") << u"service "_s << u"="_s << u"service"_s;
        QTest::newRow("names after an operator") << u"service = "_s << u"payment"_s << u"service"_s;
        QTest::newRow("names right after an operator") << u"service="_s << u"payment"_s << u"service"_s;
        QTest::newRow("a name begun") << u"service = pay"_s << u"payment"_s << u"checkout"_s;
        QTest::newRow("and after a value") << u"service = payment "_s << u"and"_s << u"service"_s;
        QTest::newRow("a field after and") << u"service = payment and "_s << u"p99"_s << u"or"_s;
        QTest::newRow("a field after a bracket") << u"("_s << u"service"_s << u"and"_s;
        QTest::newRow("names in a list") << u"service in (cart, "_s << u"payment"_s << u"and"_s;
    }
    void cursor_isOfferedWhatTheGrammarExpects() {
        QFETCH(QString, typed);
        QFETCH(QString, offered);
        QFETCH(QString, notOffered);
        const QStringList names = {u"cart"_s, u"checkout"_s, u"payment"_s};

        const FilterCompletion completion = completeFilter(typed, typed.size(), names);

        QVERIFY2(completion.candidates.contains(offered), qPrintable(completion.candidates.join(u' ')));
        QVERIFY2(!completion.candidates.contains(notOffered), qPrintable(completion.candidates.join(u' ')));
    }

    void candidate_replacesTheWordBegun() {
        const FilterCompletion completion = completeFilter(u"not serv"_s, 8, {});

        QCOMPARE(completion.from, qsizetype{4});
        QCOMPARE(completion.length, qsizetype{4});
    }

    void anyText_isTakenWithoutHarm() {
        for (const QString& text : {u"\"unclosed"_s, u"))((,,"_s, u"= = ="_s, u"\u00e4\u00f6 ~~~"_s}) {
            for (qsizetype cursor = -1; cursor <= text.size() + 1; ++cursor) completeFilter(text, cursor, {});
        }
    }

    void mistakes_areMarkedAtTheirCharacter() {
        const QString text = u"größe = 1 and"_s;

        QCOMPARE(filterErrorPlace(text, 0).length, qsizetype{5});
        // Byte 10 is character 8: two letters take two bytes each.
        QCOMPARE(filterErrorPlace(text, 10).from, qsizetype{8});
        QCOMPARE(filterErrorPlace(text, 999).from, text.size() - 1);
        QCOMPARE(filterErrorPlace({}, 3).length, qsizetype{0});
    }
};

QTEST_GUILESS_MAIN(FilterCompletionTest)
#include "tst_filter_completion.moc"
