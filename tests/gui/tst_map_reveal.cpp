// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shown_map.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

class MapRevealTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatIsSeenAlready_isSelectedAndStaysInPlace() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        const QPoint before = map.at(u"payment-v1"_s);

        map.view.reveal(u"payment-v1"_s);

        QCOMPARE(map.selection.node(), u"payment-v1"_s);
        QCOMPARE(map.at(u"payment-v1"_s), before);
    }

    void whatIsOutOfSight_isBroughtToTheMiddle() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        map.turnWheel(map.at(u"bank"_s), 120 * 8);

        map.view.reveal(u"frontend"_s);

        QVERIFY((map.at(u"frontend"_s) - map.view.rect().center()).manhattanLength() <= 2);
    }

    void aNameThatIsNotThere_changesNothing() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        map.view.reveal(u"nobody"_s);

        QCOMPARE(map.selection.kind(), MapSelection::Kind::nothing);
    }
};

QTEST_MAIN(MapRevealTest)
#include "tst_map_reveal.moc"
