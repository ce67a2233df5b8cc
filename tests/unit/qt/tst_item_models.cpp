// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/change_table_model.h"
#include "models/qt/host_table_model.h"
#include "models/qt/item_roles.h"
#include "models/qt/problem_table_model.h"
#include "models/qt/proxy_table_model.h"
#include "models/qt/request_filter_model.h"
#include "models/qt/request_table_model.h"
#include "tests/support/demo_frame.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

QString shown(const QAbstractItemModel& model, int row, int column) {
    return model.index(row, column).data().toString();
}

QStringList column(const QAbstractItemModel& model, int column) {
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row) texts << shown(model, row, column);
    return texts;
}

Change splitChange(const std::string& id) {
    Change change;
    change.id = id;
    change.who = "ana";
    change.reason = "v2 is slow";
    change.state = ChangeState::live;
    change.edits.push_back({"payment", IntentKind::trafficSplit,
                            Intent{"payment", TrafficSplit{{{"payment-v1", 50}, {"payment-v2", 50}}}},
                            Intent{"payment", TrafficSplit{{{"payment-v1", 90}, {"payment-v2", 10}}}}});
    change.answers = {{"checkout-1", AnswerState::acknowledged, {}, {}, {}},
                      {"cart-1", AnswerState::silent, {}, {}, {}}};
    return change;
}

}  // namespace

class ItemModelsTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void requests_fallOutAtTheOldEnd() {
        RequestTableModel model(nullptr, 50);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const std::vector<RequestRecord> batch = demoRequests(40);

        model.append(batch);
        model.append(batch);

        QCOMPARE(model.rowCount(), 50);
        QCOMPARE(model.record(49)->sequence, batch.back().sequence);
        QCOMPARE(model.record(50), nullptr);
        model.append(demoRequests(500));
        QCOMPARE(model.rowCount(), 50);
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void requests_tellAViewOnceABatch() {
        RequestTableModel model;
        const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);

        model.append(demoRequests(300));

        QCOMPARE(inserted.size(), 1);
    }

    void requestRow_readsAsAPersonWould() {
        RequestTableModel model;
        RequestRecord record = demoRequests(1).front();
        record.status = 503;
        record.flags = std::uint64_t{1} << responseFlagByName("UO").value();
        record.path = "<b>/pay</b>";
        model.append({record});

        QCOMPARE(shown(model, 0, RequestTableModel::kSource), u"visitors"_s);
        QCOMPARE(shown(model, 0, RequestTableModel::kStatus), u"503"_s);
        QCOMPARE(shown(model, 0, RequestTableModel::kFlags), u"UO"_s);
        QCOMPARE(shown(model, 0, RequestTableModel::kSide), u"caller"_s);
        QVERIFY(
            model.index(0, RequestTableModel::kFlags).data(Qt::ToolTipRole).toString().startsWith(u"UO: "_s));
        QCOMPARE(model.index(0, RequestTableModel::kPath).data(Qt::ToolTipRole).toString(),
                 u"&lt;b&gt;/pay&lt;/b&gt;"_s);
        QCOMPARE(model.index(0, RequestTableModel::kStatus).data(kStandingRole).toInt(),
                 static_cast<int>(CellStanding::bad));
    }

    void requestViews_joinBothSidesOfOneCall() {
        RequestTableModel model;
        model.append(demoRequests(60));
        std::string told;
        for (const RequestRecord& each : demoRequests(60)) {
            if (each.reporter == Reporter::destination) told = each.requestId;
        }

        const std::vector<RequestRecord> views = model.viewsOf(told);

        QCOMPARE(views.size(), std::size_t{2});
        QCOMPARE(views[0].reporter, Reporter::source);
        QCOMPARE(views[1].reporter, Reporter::destination);
        QVERIFY(model.viewsOf({}).empty());
    }

    void requestFilter_letsThroughTheSelectionAndErrors() {
        RequestTableModel model;
        RequestFilterModel filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(&filter,
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        MapSelection selection;
        model.append(demoRequests(80));

        selection.selectEdge(u"checkout"_s, u"payment-v2"_s);
        filter.follow(selection);
        QVERIFY(filter.rowCount() > 0);
        QCOMPARE(column(filter, RequestTableModel::kDestination).removeDuplicates(), filter.rowCount() - 1);
        selection.selectNode(u"cart"_s);
        filter.follow(selection);
        for (int row = 0; row < filter.rowCount(); ++row) {
            QVERIFY(shown(filter, row, RequestTableModel::kSource) == u"cart"_s ||
                    shown(filter, row, RequestTableModel::kDestination) == u"cart"_s);
        }
        filter.followNothing();
        filter.setShow(RequestFilterModel::Show::errorsOnly);
        QVERIFY(filter.rowCount() > 0);
        QVERIFY(!column(filter, RequestTableModel::kStatus).contains(u"200"_s));
    }

    void requestFilter_sortsDurationsAsNumbers() {
        RequestTableModel model;
        RequestFilterModel filter;
        filter.setSourceModel(&model);
        model.append(demoRequests(80));

        filter.sort(RequestTableModel::kDuration, Qt::DescendingOrder);

        for (int row = 1; row < filter.rowCount(); ++row) {
            QVERIFY(filter.index(row - 1, RequestTableModel::kDuration).data(kSortRole).toLongLong() >=
                    filter.index(row, RequestTableModel::kDuration).data(kSortRole).toLongLong());
        }
    }

    void proxies_comeAndGoWithoutAReset() {
        ProxyTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        std::vector<ProxyStatus> proxies = demoStatus().proxies;

        model.setProxies(proxies);
        proxies.erase(proxies.begin() + 1, proxies.begin() + 4);
        proxies[1].connected = false;
        ProxyStatus first = proxies.front();
        first.proxy.node = "admin-1";
        proxies.push_back(first);
        model.setProxies(proxies);

        QCOMPARE(resets.size(), 0);
        QCOMPARE(model.rowCount(), 6);
        QCOMPARE(shown(model, 0, ProxyTableModel::kNode), u"admin-1"_s);
        QVERIFY(column(model, ProxyTableModel::kConnected).contains(u"away"_s));
    }

    void proxies_changeOnlyTheRowThatDiffers() {
        ProxyTableModel model;
        std::vector<ProxyStatus> proxies = demoStatus().proxies;
        model.setProxies(proxies);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);

        proxies[2].records += 5;
        model.setProxies(proxies);

        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed[0][0].toModelIndex().row(), 2);
    }

    void hosts_showEjectionAndTheBreaker() {
        HostTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<ClusterState> clusters = demoClusters();

        model.setClusters(clusters);

        QCOMPARE(model.rowCount(), 4);
        QVERIFY(column(model, HostTableModel::kHealth).contains(u"ejected"_s));
        QVERIFY(column(model, HostTableModel::kBreaker).contains(u"open: requests"_s));
        QVERIFY(column(model, HostTableModel::kLimits).contains(u"conn 100 · pend 10 · req 2 · retry 3"_s));
        clusters[0].hosts.clear();
        model.setClusters(clusters);
        QCOMPARE(model.rowCount(), 4);
        QCOMPARE(column(model, HostTableModel::kHost).count(QString()), qsizetype{1});
        model.setClusters({});
        QCOMPARE(model.rowCount(), 0);
    }

    void changes_areToldInAPersonsWords() {
        ChangeTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

        model.setChanges({splitChange("c-1")});
        model.setChanges({splitChange("c-2"), splitChange("c-1")});

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(shown(model, 0, ChangeTableModel::kId), u"c-2"_s);
        QCOMPARE(shown(model, 0, ChangeTableModel::kWhat), u"split 50/50 → 90/10"_s);
        QCOMPARE(shown(model, 0, ChangeTableModel::kProxies), u"1 of 2"_s);
        QCOMPARE(shown(model, 0, ChangeTableModel::kState), u"live"_s);
        model.setChanges({});
        QCOMPARE(model.rowCount(), 0);
    }

    void breakerChanges_nameEachLimit() {
        Change change;
        Intent before{"payment", CircuitBreaker{}};
        std::get<CircuitBreaker>(before.spec).limits.maxRequests = 200;
        Intent after = before;
        std::get<CircuitBreaker>(after.spec).limits.maxRequests = 2;
        change.edits.push_back({"payment", IntentKind::circuitBreaker, before, after});

        QCOMPARE(ChangeTableModel::summary(change), u"breaker maxRequests 200 → 2"_s);
        change.edits[0].after.reset();
        QCOMPARE(ChangeTableModel::summary(change), u"breaker removed"_s);
    }

    void problems_putErrorsFirst() {
        ProblemTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

        model.setProblems({{"a", Severity::info, "x", "r", "f"}, {"b", Severity::error, "y", "r", "f"}});

        QCOMPARE(column(model, ProblemTableModel::kSeverity), QStringList({u"Error"_s, u"Note"_s}));
    }
};

QTEST_GUILESS_MAIN(ItemModelsTest)
#include "tst_item_models.moc"
