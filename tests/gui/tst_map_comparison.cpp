// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_text.h"
#include "tests/support/demo_frame.h"
#include "tests/support/shown_map.h"
#include "views/common/verdict_style.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// The shop, in which the call to catalog breaks and payment-v2 is not called any more.
TopologyFrame badDay() {
    TopologyFrame frame = demoFrame(60s);
    std::erase_if(frame.edges, [](const Edge& edge) {
        return edge.destination == "payment-v2" || edge.source == "payment-v2";
    });
    std::erase_if(frame.nodes, [](const Node& node) { return node.id == "payment-v2"; });
    for (Edge& edge : frame.edges) {
        if (edge.source == "frontend" && edge.destination == "catalog")
            edge.stats = demoStats({"frontend", "catalog", 42, 0.31, 6}, 60);
    }
    return frame;
}

std::shared_ptr<const FrameComparison> comparedWithAGoodDay() {
    return std::make_shared<const FrameComparison>(compareFrames(demoFrame(60s), badDay()));
}

}  // namespace

class MapComparisonTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void lines_tellWhatBecameOfTheirCalls() {
        ShownMap map;
        QVERIFY(map.show(badDay()));
        QVERIFY(!map.line(u"frontend"_s, u"catalog"_s).verdict);

        map.view.setComparison(comparedWithAGoodDay());

        QTRY_VERIFY(map.view.scene().lineOf(u"checkout"_s, u"payment-v2"_s) >= 0);
        QCOMPARE(map.line(u"frontend"_s, u"catalog"_s).verdict, Verdict::broke);
        QCOMPARE(map.line(u"frontend"_s, u"catalog"_s).label, u"0 → 31.0 %"_s);
        QVERIFY(map.line(u"frontend"_s, u"catalog"_s).toolTip.contains(u"broke: 0 → 31.0 %"_s));
        QCOMPARE(map.line(u"frontend"_s, u"cart"_s).verdict, Verdict::same);
    }

    void callsThatAreGone_areDrawn() {
        ShownMap map;
        QVERIFY(map.show(badDay()));
        QCOMPARE(map.view.scene().cardOf(u"payment-v2"_s), -1);

        map.view.setComparison(comparedWithAGoodDay());

        QTRY_VERIFY(map.view.scene().cardOf(u"payment-v2"_s) >= 0);
        QCOMPARE(map.line(u"checkout"_s, u"payment-v2"_s).verdict, Verdict::gone);
        QCOMPARE(map.line(u"checkout"_s, u"payment-v2"_s).label, u"gone"_s);
    }

    void end_bringsHealthBack() {
        ShownMap map;
        QVERIFY(map.show(badDay()));
        map.view.setComparison(comparedWithAGoodDay());
        QTRY_VERIFY(map.view.scene().cardOf(u"payment-v2"_s) >= 0);

        map.view.setComparison(nullptr);

        QTRY_COMPARE(map.view.scene().cardOf(u"payment-v2"_s), -1);
        QVERIFY(!map.line(u"frontend"_s, u"catalog"_s).verdict);
        QCOMPARE(map.line(u"frontend"_s, u"catalog"_s).label, u"42 rps"_s);
    }

    void callThatComesBack_isDrawnOnce() {
        ShownMap map;
        map.view.setComparison(comparedWithAGoodDay());

        QVERIFY(map.show(demoFrame(60s)));

        QCOMPARE(map.view.scene().cards().size(), demoFrame(60s).nodes.size());
        QVERIFY(map.line(u"checkout"_s, u"payment-v2"_s).rate > 0);
    }

    void verdicts_areNotToldByHueAlone() {
        // Those of one colour differ by their dash.
        for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
            for (std::size_t a = 0; a < kVerdicts; ++a) {
                for (std::size_t b = a + 1; b < kVerdicts; ++b) {
                    const auto first = static_cast<Verdict>(a);
                    const auto second = static_cast<Verdict>(b);
                    const bool isSame =
                        verdictColor(Theme::of(kind), first) == verdictColor(Theme::of(kind), second) &&
                        verdictDash(first) == verdictDash(second);
                    QVERIFY2(!isSame, qPrintable(verdictText(first) + u' ' + verdictText(second)));
                }
                QVERIFY(contrast(verdictColor(Theme::of(kind), static_cast<Verdict>(a)),
                                 Theme::of(kind).mapBackground) >= 3);
            }
        }
    }

    void picture_hasALegend() {
        for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
            applyTheme(*qApp, kind);
            ShownMap map;
            QVERIFY(map.show(badDay()));
            const QImage before = map.view.grab().toImage();
            map.view.setComparison(comparedWithAGoodDay());
            QTRY_VERIFY(!map.view.isSettling() && map.view.scene().cardOf(u"payment-v2"_s) >= 0);
            const QImage after = map.view.grab().toImage();
            QVERIFY(before.copy(16, 16, 120, 80) != after.copy(16, 16, 120, 80));
        }
    }
};

QTEST_MAIN(MapComparisonTest)
#include "tst_map_comparison.moc"
