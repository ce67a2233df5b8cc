// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/web_canaries.h"
#include "views/incident/report_text.h"

#include "models/qt/format.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

class ReportTextTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void hiddenCharacters_areSpelled_data() {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"payment-v2, 4.1 %"_s << u"payment-v2, 4.1 %"_s;
        QTest::newRow("chinese") << u"支付服务"_s << u"支付服务"_s;
        QTest::newRow("emoji") << u"🚢"_s << u"🚢"_s;
        QTest::newRow("right to left override") << u"gpj\u202Eexe"_s << u"gpj\\u{202E}exe"_s;
        QTest::newRow("isolate") << u"a\u2066b\u2069"_s << u"a\\u{2066}b\\u{2069}"_s;
        QTest::newRow("zero width space") << u"pay\u200Bment"_s << u"pay\\u{200B}ment"_s;
        QTest::newRow("byte order mark") << u"\uFEFFa"_s << u"\\u{FEFF}a"_s;
        QTest::newRow("no character") << QString(QChar(0xFFFE)) << u"\\u{FFFE}"_s;
        QTest::newRow("lone surrogate") << QString(QChar(0xD800)) << u"\uFFFD"_s;
        QTest::newRow("nul") << QString(QChar(u'\0')) << u"\\u{0000}"_s;
        QTest::newRow("escape") << u"\u001B[31m"_s << u"\\u{001B}[31m"_s;
        QTest::newRow("tag") << QString::fromUcs4(U"\U000E0041", 1) << u"\\u{E0041}"_s;
        QTest::newRow("line ends") << u"a\r\nb\nc\td"_s << u"a b c d"_s;
        QTest::newRow("line separator") << u"a\u2028b"_s << u"a\\u{2028}b"_s;
    }
    void hiddenCharacters_areSpelled() {
        QFETCH(QString, given);
        QFETCH(QString, shown);

        QCOMPARE(visibleText(given), shown);
    }

    void html_hasNoMarkupLeft() {
        for (const std::string& canary : webCanaries()) {
            const QString html = escapeHtml(text(canary));
            for (const QChar c : {u'<', u'>', u'"', u'\'', u'`'}) {
                QVERIFY2(!html.contains(c), qPrintable(html));
            }
        }
        QCOMPARE(escapeHtml(u"a < b & \"c\"\nd"_s), u"a &lt; b &amp; &quot;c&quot;\nd"_s);
    }

    void markdown_showsWhatWasWritten_data() {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("markdown");
        QTest::newRow("plain") << u"checkout calls payment-v2 at 14:03:20"_s
                               << u"checkout calls payment-v2 at 14:03:20"_s;
        QTest::newRow("link") << u"[x](javascript:y)"_s << u"\\[x\\]\\(javascript\\:y\\)"_s;
        QTest::newRow("image") << u"![x](y)"_s << u"\\!\\[x\\]\\(y\\)"_s;
        QTest::newRow("address") << u"https://a.example"_s << u"https\\://a.example"_s;
        QTest::newRow("bare address") << u"www.a.example"_s << u"www\\.a.example"_s;
        QTest::newRow("mail") << u"a@b.example"_s << u"a\\@b.example"_s;
        QTest::newRow("html") << u"<b>"_s << u"\\<b\\>"_s;
        QTest::newRow("entity") << u"&lt;"_s << u"\\&lt;"_s;
        QTest::newRow("cell") << u"a|b"_s << u"a\\|b"_s;
        QTest::newRow("code") << u"`a`"_s << u"\\`a\\`"_s;
        QTest::newRow("list") << u"- a"_s << u"\\- a"_s;
        QTest::newRow("several lines") << u"a\n# b"_s << u"a \\# b"_s;
        QTest::newRow("direction") << u"a\u202Eb"_s << u"a\\\\u\\{202E\\}b"_s;
    }
    void markdown_showsWhatWasWritten() {
        QFETCH(QString, given);
        QFETCH(QString, markdown);

        QCOMPARE(escapeMarkdown(given), markdown);
    }
};

QTEST_MAIN(ReportTextTest)
#include "tst_report_text.moc"
