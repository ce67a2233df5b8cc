// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shown_map.h"

#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

class MapBadgesTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void policiesAndClusters_becomeBadges() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));

        map.view.setPolicies(shopPolicies());
        map.view.setClusters(shopClusters());

        QVERIFY(map.card(u"payment-v1"_s).hasSplit);
        QVERIFY(map.card(u"payment-v2"_s).breakerOpen);
        QCOMPARE(map.card(u"payment-v2"_s).ejectedHosts, 1U);
        QVERIFY(!map.card(u"payment-v1"_s).breakerOpen);
        QVERIFY(!map.card(u"frontend"_s).hasBreaker);
    }

    void aBreakerOfDefaultsOnly_isNoBadge() {
        ShownMap map;
        QVERIFY(map.show(shopFrame()));
        PolicyInForce defaults;
        defaults.intent = {"cart", CircuitBreaker{}};
        defaults.values = {{"limits.maxRequests", "1024", "Envoy default"}};

        map.view.setPolicies({defaults});

        QVERIFY(!map.card(u"cart"_s).hasBreaker);
    }
};

QTEST_MAIN(MapBadgesTest)
#include "tst_map_badges.moc"
