// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shown_map.h"

#include <QAction>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

QHash<QString, QPointF> places(const MapView& view) {
    QHash<QString, QPointF> places;
    for (const NodeCard& card : view.scene().cards()) places.insert(card.id, card.rect.center());
    return places;
}

QAction* action(QMenu& menu, const QString& text) {
    for (QAction* entry : menu.actions()) {
        if (entry->text() == text) return entry;
    }
    return nullptr;
}

}  // namespace

class MapViewTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void anEmptyMap_saysWhatToDo() {
        ShownMap map;

        QVERIFY(map.view.emptyText().contains(u"Send requests"_s));
        QVERIFY(!map.view.grab().isNull());
    }

    void aFrame_becomesCardsAndLines() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        QCOMPARE(map.view.scene().cards().size(), 13U);
        QCOMPARE(map.view.scene().lines().size(), 15U);
        QCOMPARE(map.card(u"payment-v2"_s).health, Health::failing);
        QCOMPARE(map.card(u"payment-v2"_s).rateText, u"1.3 rps"_s);
        QCOMPARE(map.card(u"visitors"_s).kind, NodeKind::unknown);
        QCOMPARE(map.card(u"bank"_s).kind, NodeKind::external);
        QVERIFY(map.card(u"store"_s).tcpOnly);
        QVERIFY(map.view.emptyText().isEmpty());
        QVERIFY(map.view.scene().dump().contains(u"failing"_s));
    }

    void callsIntoVersions_showTheirShare() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        QCOMPARE(map.line(u"checkout"_s, u"payment-v1"_s).share, u"90 %"_s);
        QCOMPARE(map.line(u"checkout"_s, u"payment-v2"_s).share, u"10 %"_s);
        QVERIFY(map.line(u"checkout"_s, u"shipping"_s).share.isEmpty());
    }

    void callsGoFromLeftToRight_andNothingOverlaps() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        for (const EdgeLine& line : map.view.scene().lines()) {
            QVERIFY(map.card(line.source).rect.right() < map.card(line.destination).rect.left());
        }
        const auto& cards = map.view.scene().cards();
        for (std::size_t i = 0; i < cards.size(); ++i) {
            for (std::size_t k = i + 1; k < cards.size(); ++k)
                QVERIFY(!cards[i].rect.intersects(cards[k].rect));
        }
    }

    void labels_coverNoCardAndNoOtherLabel() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        const auto& lines = map.view.scene().lines();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (const NodeCard& card : map.view.scene().cards())
                QVERIFY(!card.rect.intersects(lines[i].labelRect));
            for (std::size_t k = i + 1; k < lines.size(); ++k) {
                QVERIFY(!lines[i].labelRect.intersects(lines[k].labelRect));
            }
        }
    }

    void newValues_moveNothing() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const auto before = places(map.view);
        const double scale = map.view.viewport().scale();
        QSignalSpy settled(&map.view, &MapView::settled);

        for (const double load : {0.5, 3.0, 40.0}) QVERIFY(map.show(shopFrame(load)));

        QCOMPARE(places(map.view), before);
        QCOMPARE(map.view.viewport().scale(), scale);
        QCOMPARE(settled.size(), 0);
        QCOMPARE(map.card(u"frontend"_s).rateText, u"2.48 k rps"_s);
    }

    void aNewNode_movesNobody() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const auto before = places(map.view);
        TopologyFrame grown = shopFrame();
        grown.to += std::chrono::seconds(20);
        grown.nodes.push_back(meshNode("zebra", NodeKind::workload));
        Edge edge;
        edge.source = "shipping";
        edge.destination = "zebra";
        grown.edges.push_back(edge);

        QVERIFY(map.show(grown));

        for (auto place = before.begin(); place != before.end(); ++place) {
            QCOMPARE(map.card(place.key()).rect.center(), place.value());
        }
        QVERIFY(map.card(u"zebra"_s).rect.left() > map.card(u"shipping"_s).rect.right());
    }

    void aMeshSeenBitByBit_getsThePictureOfTheWhole() {
        ShownMap whole;
        QVERIFY(whole.show(shopFrame()));
        ShownMap map;
        TopologyFrame part = shopFrame();
        std::erase_if(part.edges,
                      [](const Edge& edge) { return edge.source != "visitors" && edge.source != "cart"; });
        std::erase_if(part.nodes, [](const Node& node) { return node.id > "g" && node.id < "s"; });

        QVERIFY(map.show(part));
        QVERIFY(map.show(shopFrame()));

        QCOMPARE(places(map.view), places(whole.view));
    }

    void aNodeThatComesBack_hasItsOldPlace() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const auto before = places(map.view);
        TopologyFrame fewer = shopFrame();
        fewer.nodes.erase(fewer.nodes.begin() + 1);  // billing
        std::erase_if(fewer.edges, [](const Edge& edge) { return edge.source == "billing"; });

        QVERIFY(map.show(fewer));
        QCOMPARE(map.view.scene().cardOf(u"billing"_s), -1);
        QVERIFY(map.show(shopFrame()));

        QCOMPARE(places(map.view), before);
    }

    void clickOnANode_selectsIt() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        QSignalSpy activated(&map.view, &MapView::nodeActivated);

        map.click(map.at(u"checkout"_s));

        QCOMPARE(map.selection.kind(), MapSelection::Kind::node);
        QCOMPARE(map.selection.node(), u"checkout"_s);
        QCOMPARE(activated.size(), 1);
    }

    void clickOnALine_selectsTheCalls_andClickBeside_nothing() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        map.click(map.middleOf(u"cart"_s, u"store"_s));
        QCOMPARE(map.selection.kind(), MapSelection::Kind::edge);
        QCOMPARE(map.selection.destination(), u"store"_s);

        map.click({3, 3});
        QCOMPARE(map.selection.kind(), MapSelection::Kind::nothing);
    }

    void aSelectionThatGoesAway_isReplacedByTheMapsOwn() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        auto passing = std::make_unique<MapSelection>();
        map.view.setSelection(passing.get());
        passing->selectNode(u"cart"_s);

        passing.reset();
        map.click(map.at(u"checkout"_s));

        QCOMPARE(map.selection.kind(), MapSelection::Kind::nothing);
    }

    void selectionFromElsewhere_isShown() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const QImage before = map.view.grab().toImage();

        map.selection.selectNode(u"cart"_s);

        QVERIFY(map.view.grab().toImage() != before);
    }

    void wheel_zoomsAtThePointer() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const QPoint pointer = map.at(u"cart"_s);
        const double scale = map.view.viewport().scale();

        map.turnWheel(pointer, 240);

        QVERIFY(map.view.viewport().scale() > scale * 1.2);
        QVERIFY((map.at(u"cart"_s) - pointer).manhattanLength() <= 2);
    }

    void zoomKeys_zoom_andF_fits() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const double fitting = map.view.viewport().scale();

        map.press(Qt::Key_Plus);
        QVERIFY(map.view.viewport().scale() > fitting);
        map.press(Qt::Key_0);
        QCOMPARE(map.view.viewport().scale(), 1.0);
        map.press(Qt::Key_F);
        QCOMPARE(map.view.viewport().scale(), fitting);
    }

    void dragOfTheGround_pans() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const QPoint before = map.at(u"cart"_s);

        QTest::mousePress(&map.view, Qt::LeftButton, {}, {5, 5});
        QTest::mouseMove(&map.view, {40, 30});
        QTest::mouseMove(&map.view, {65, 45});
        QTest::mouseRelease(&map.view, Qt::LeftButton, {}, {65, 45});

        QCOMPARE(map.at(u"cart"_s) - before, QPoint(60, 40));
        QCOMPARE(map.selection.kind(), MapSelection::Kind::nothing);
    }

    void panning_drawsTheSameAsDrawingAfresh() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        map.press(Qt::Key_0);

        QTest::mousePress(&map.view, Qt::LeftButton, {}, {5, 5});
        QTest::mouseMove(&map.view, {-80, 60});
        QTest::mouseMove(&map.view, {-130, 90});
        QTest::mouseRelease(&map.view, Qt::LeftButton, {}, {-130, 90});
        const QImage panned = map.view.grab().toImage();
        map.view.setEdgeLabel(map.view.edgeLabel());

        QCOMPARE(panned, map.view.grab().toImage());
    }

    void dragOfANode_pinsItThere() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const auto before = places(map.view);
        const QPoint from = map.at(u"shipping"_s);
        QSignalSpy pins(&map.view, &MapView::pinsChanged);

        QTest::mousePress(&map.view, Qt::LeftButton, {}, from);
        QTest::mouseMove(&map.view, from + QPoint(20, 60));
        QTest::mouseMove(&map.view, from + QPoint(40, 120));
        QTest::mouseRelease(&map.view, Qt::LeftButton, {}, from + QPoint(40, 120));
        QVERIFY(QTest::qWaitFor([&] { return !map.view.isSettling(); }));

        QCOMPARE(pins.size(), 1);
        QVERIFY(map.card(u"shipping"_s).pinned);
        QVERIFY((map.at(u"shipping"_s) - from - QPoint(40, 120)).manhattanLength() <= 2);
        QVERIFY(map.show(shopFrame(2)));
        QCOMPARE(map.card(u"shipping"_s).rect.center(), map.view.pins().value(u"shipping"_s));
        QCOMPARE(map.card(u"frontend"_s).rect.center(), before.value(u"frontend"_s));
    }

    void doubleClick_showsNeighboursOnly_andEscapeEverything() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        QSignalSpy focus(&map.view, &MapView::focusChanged);

        QTest::mouseDClick(&map.view, Qt::LeftButton, {}, map.at(u"cart"_s));
        QCOMPARE(focus.takeFirst().first().toString(), u"cart"_s);
        map.click(map.at(u"bank"_s));
        QVERIFY(map.selection.node() != u"bank"_s);
        map.press(Qt::Key_Escape);

        QCOMPARE(focus.takeFirst().first().toString(), QString());
    }

    void arrows_goAlongTheCalls_andEnterSelects() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        map.click(map.at(u"visitors"_s));

        map.press(Qt::Key_Right);
        map.press(Qt::Key_Return);
        QCOMPARE(map.selection.node(), u"frontend"_s);

        map.press(Qt::Key_Left);
        map.press(Qt::Key_Return);
        QCOMPARE(map.selection.node(), u"visitors"_s);
    }

    void tab_reachesEveryNode_thenLeavesTheMap() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        QSet<QString> reached;

        for (int i = 0; i < 13; ++i) {
            map.press(Qt::Key_Tab);
            map.press(Qt::Key_Return);
            reached.insert(map.selection.node());
        }

        QCOMPARE(reached.size(), 13);
    }

    void contextMenu_asksForPolicies() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        QSignalSpy asked(&map.view, &MapView::editPolicyRequested);
        const auto menu = map.view.menuAt(map.at(u"payment-v2"_s));

        action(*menu, u"Split traffic…"_s)->trigger();
        action(*menu, u"Limit and eject…"_s)->trigger();

        QCOMPARE(asked.size(), 2);
        QCOMPARE(asked[0][0].toString(), u"payment"_s);
        QCOMPARE(asked[0][1].value<IntentKind>(), IntentKind::trafficSplit);
        QCOMPARE(asked[1][1].value<IntentKind>(), IntentKind::circuitBreaker);
        QCOMPARE(map.selection.node(), u"payment-v2"_s);
    }

    void edgeLabel_isTheOneChosen() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        QCOMPARE(map.line(u"frontend"_s, u"catalog"_s).label, u"41 rps"_s);
        map.view.setEdgeLabel(EdgeLabel::errors);
        QCOMPARE(map.line(u"checkout"_s, u"payment-v2"_s).label, u"27.8 %"_s);
        map.view.setEdgeLabel(EdgeLabel::p99);
        QVERIFY(map.line(u"frontend"_s, u"catalog"_s).label.endsWith(u" ms"_s));
        map.view.setEdgeLabel(EdgeLabel::nothing);
        QVERIFY(map.line(u"frontend"_s, u"catalog"_s).label.isEmpty());
    }

    void aNameThatLooksLikeHtml_staysPlainText() {
        ShownMap map;
        QVERIFY(map.show(meshFrame({{"<img src='x'>", "<b>bold</b>", 5}})));

        const QString shown = map.view.toolTipAt(map.at(u"<b>bold</b>"_s));

        QVERIFY(shown.contains(u"&lt;b&gt;"_s));
        QVERIFY(!shown.contains(u"<b>"_s));
    }

    void oneSidedCalls_areSaid() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        QVERIFY(map.line(u"checkout"_s, u"shipping"_s).sideMissing);
        QVERIFY(
            map.line(u"checkout"_s, u"shipping"_s).toolTip.contains(u"the proxy of shipping is silent"_s));
    }

    void hovering_repaintsTheOverlayOnly() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const QImage before = map.view.grab().toImage();

        QTest::mouseMove(&map.view, map.at(u"cart"_s));
        QVERIFY(map.view.grab().toImage() != before);
        QTest::mouseMove(&map.view, {2, 2});

        QCOMPARE(map.view.grab().toImage(), before);
    }

    void minimap_clickedAt_movesTheView() {
        ShownMap map;
        QVERIFY(map.show(generatedFrame(200, 320, 1)));
        map.press(Qt::Key_0);
        const QPointF before = map.view.viewport().toMap({0, 0});
        const QRect place = MapOverlay::minimapPlace(map.view.scene(), map.view.viewport(), map.view.size());
        QVERIFY(!place.isEmpty());

        map.click(place.topLeft() + QPoint(12, 20));

        QVERIFY(map.view.viewport().toMap({0, 0}) != before);
        QCOMPARE(map.selection.kind(), MapSelection::Kind::nothing);
    }

    void framesInQuickSuccession_endWithTheLast() {
        ShownMap map;
        for (int nodes = 5; nodes <= 60; ++nodes)
            map.view.setFrame(shared(generatedFrame(nodes, nodes + 3, 1)));

        QTRY_VERIFY(!map.view.isSettling());

        QCOMPARE(map.view.scene().cards().size(), 60U);
    }

    void framesFasterThanLayouts_stillShowSomething() {
        ShownMap map;
        QSignalSpy settled(&map.view, &MapView::settled);
        int nodes = 300;
        const auto showNext = [&] {
            ++nodes;
            map.view.setFrame(shared(generatedFrame(nodes, nodes * 2, 1)));
            return settled.size() > 1;
        };

        QTRY_VERIFY_WITH_TIMEOUT(showNext(), 20'000);
    }

    void callsOfUnknownNodes_areLeftOut_andItEnds() {
        ShownMap map;
        TopologyFrame frame = shopFrame();
        frame.nodes.erase(frame.nodes.begin());  // bank: calls to it stay

        QVERIFY(map.show(frame));

        QCOMPARE(map.view.scene().cards().size(), 12U);
        QCOMPARE(map.view.scene().lines().size(), 13U);
        QVERIFY(map.view.scene().hasStructureOf(frame));
    }

    void aNodeThatGetsKnown_changesItsCard() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        TopologyFrame frame = shopFrame();
        for (Node& node : frame.nodes) {
            if (node.id == "visitors") node.kind = NodeKind::external;
        }

        QVERIFY(map.show(frame));

        QCOMPARE(map.card(u"visitors"_s).kind, NodeKind::external);
    }

    void destroyedWhileALayoutRuns_ends() {
        for (int i = 0; i < 10; ++i) {
            MapView view;
            view.setFrame(shared(generatedFrame(400, 800, static_cast<unsigned>(i))));
        }
    }

    void tidyUp_forgetsPins() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const auto before = places(map.view);
        map.view.setPins({{u"cart"_s, QPointF(-400, -400)}});
        QTRY_COMPARE(map.card(u"cart"_s).rect.center(), QPointF(-400, -400));

        map.view.tidyUp();
        QTRY_VERIFY(!map.view.isSettling());

        QCOMPARE(places(map.view), before);
    }

    void viewport_pointsGoThereAndBack_data() {
        QTest::addColumn<double>("factor");
        QTest::newRow("as it is") << 1.0;
        QTest::newRow("near") << 2.5;
        QTest::newRow("far") << 0.2;
        QTest::newRow("nearer than allowed") << 1000.0;
        QTest::newRow("not a number") << std::nan("");
    }
    void viewport_pointsGoThereAndBack() {
        QFETCH(double, factor);
        MapViewport viewport;
        viewport.panBy({17, -4});
        const QPointF anchor = viewport.toMap({100, 50});

        viewport.zoomAt({100, 50}, factor);

        QVERIFY((viewport.toMap({100, 50}) - anchor).manhattanLength() < 1e-6);
        QVERIFY((viewport.toWindow(viewport.toMap({3, 4})) - QPointF(3, 4)).manhattanLength() < 1e-6);
        QVERIFY(viewport.scale() <= MapViewport::kLargestScale);
    }
};

QTEST_MAIN(MapViewTest)
#include "tst_map_view.moc"
