// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/demo_frame.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/shown_widget.h"
#include "views/latency/chart_view.h"
#include "views/latency/fact_table.h"
#include "views/latency/figure_grid.h"
#include "views/latency/hosts_view.h"
#include "views/latency/inspector.h"
#include "views/latency/inspector_facts.h"

#include <QCheckBox>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

std::vector<PolicyInForce> paymentPolicies() {
    PolicyInForce split{{"payment", TrafficSplit{{{"payment-v1", 90}, {"payment-v2", 10}}}}, {}, {}};
    split.values = {{"weights.payment-v1", "90", "mesh file"}, {"weights.payment-v2", "10", "change c-12"}};
    return {split};
}

/// The inspector on the shop, in which payment-v2 is slow and fails.
struct ShownInspector {
    explicit ShownInspector(int width = 360) : window(inspector, {width, 1200}) {
        policyPort->setPolicies(paymentPolicies());
        policy.refresh();
        show(demoFrame());
        telemetryPort->pushStatus(demoStatus());
        telemetryPort->pushClusters(demoClusters());
    }

    void show(const TopologyFrame& frame) { telemetryPort->pushFrame(frame); }
    FactTable& table(const QString& name) { return *namedChild<FactTable>(inspector, name); }
    QString shown() { return shownText(inspector); }

    std::shared_ptr<FakeTelemetryPort> telemetryPort = std::make_shared<FakeTelemetryPort>();
    std::shared_ptr<FakePolicyPort> policyPort = std::make_shared<FakePolicyPort>();
    TelemetrySession telemetry{telemetryPort};
    PolicySession policy{policyPort};
    MapSelection selection;
    Inspector inspector{telemetry, policy, selection};
    ShownWidget window;
};

}  // namespace

class InspectorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void nothingSelected_showsWhereItHurts() {
        ShownInspector shown;

        QTRY_VERIFY(
            shown.table(u"Most errors"_s).asText().startsWith(u"checkout → payment-v2 | 1.2 rps | 27.8 %"_s));
        QVERIFY(shown.table(u"Slowest"_s).asText().startsWith(u"checkout → payment-v2"_s));
        QVERIFY(shown.shown().contains(u"Whole mesh"_s));
    }

    void worstCall_isSelectedByAClick() {
        ShownInspector shown;
        FactTable& worst = shown.table(u"Most errors"_s);
        QTRY_VERIFY(worst.model()->rowCount() > 0);

        QTest::mouseClick(worst.viewport(), Qt::LeftButton, {},
                          worst.visualRect(worst.model()->index(0, 0)).center());

        QCOMPARE(shown.selection.kind(), MapSelection::Kind::edge);
        QCOMPARE(shown.selection.destination(), u"payment-v2"_s);
    }

    void selectedNode_showsItsFiguresAndAsksForItsSeries() {
        ShownInspector shown;

        shown.selection.selectNode(u"payment-v2"_s);

        QTRY_VERIFY(shown.shown().contains(u"workload of payment · version v2"_s));
        QTRY_VERIFY(shown.inspector.findChild<FigureGrid*>()->asText().contains(u"Errors 27.8 %"_s));
        QCOMPARE(shown.telemetry.seriesSelection().destination, "payment-v2");
        QTRY_COMPARE(shown.table(u"Callers"_s).asText(), u"checkout | 100 % | 1.2 rps | 27.8 %"_s);
        QVERIFY(shown.table(u"Calls to"_s).asText().startsWith(u"bank | 100 %"_s));
    }

    void series_reachTheCharts() {
        ShownInspector shown;
        shown.selection.selectNode(u"payment-v2"_s);
        QTRY_VERIFY(!shown.telemetryPort->seriesQueries().empty() &&
                    shown.telemetryPort->seriesQueries().back().selection.destination == "payment-v2");

        shown.telemetryPort->pushSeries(demoSeries({{}, "payment-v2"}));

        const auto charts = shown.inspector.findChildren<ChartView*>();
        QCOMPARE(charts.size(), 3);
        QTRY_VERIFY(charts.last()->readOut().contains(u"p99 "_s));
        QVERIFY(!charts.last()->readOut().contains(u"p99 –"_s));
    }

    void flags_areSpelledOut() {
        ShownInspector shown;

        shown.selection.selectEdge(u"checkout"_s, u"payment-v2"_s);

        QTRY_VERIFY(shown.shown().contains(u"UO: "_s));
        QVERIFY(shown.table(u"Codes and flags"_s).asText().contains(u"flag UO | "_s));
        QVERIFY(shown.table(u"Codes and flags"_s).asText().contains(u"503 | 10 | 27.8 %"_s));
    }

    void split_standsBesideWhatIsWanted() {
        ShownInspector shown;

        shown.selection.selectNode(u"payment-v1"_s);

        QTRY_COMPARE(shown.table(u"Traffic split"_s).asText(),
                     u"payment-v1 | 90.0 % | 90.0 %\npayment-v2 | 10.0 % | 10.0 %"_s);
    }

    void silentCallee_isSaid() {
        ShownInspector shown;
        TopologyFrame frame = demoFrame();
        for (Edge& edge : frame.edges) {
            edge.otherSideMissing = edge.destination == "shipping";
            edge.otherSide = {};
        }
        shown.show(frame);

        shown.selection.selectEdge(u"checkout"_s, u"shipping"_s);

        QTRY_VERIFY(shown.shown().contains(u"The callee's proxy does not report: shipping."_s));
    }

    void bothSides_differByNetworkAndProxyTime() {
        ShownInspector shown;
        TopologyFrame frame;
        frame.from = demoNow() - std::chrono::seconds(10);
        frame.to = demoNow();
        frame.nodes = {demoNode("checkout"), demoNode("payment-v1")};
        Edge edge;
        edge.source = "checkout";
        edge.destination = "payment-v1";
        edge.stats.requests = 100;
        edge.stats.latency.add(20'000'000, 100);
        edge.otherSide.requests = 98;
        edge.otherSide.latency.add(15'000'000, 98);
        frame.edges = {edge};
        shown.show(frame);

        shown.selection.selectEdge(u"checkout"_s, u"payment-v1"_s);

        QTRY_VERIFY(
            shown.table(u"Both sides"_s).asText().contains(u"Difference | +2 | +5.00 ms | +5.00 ms"_s));
    }

    void breakersAndHosts_showWhatIsOpenAndEjected() {
        ShownInspector shown;

        shown.selection.selectEdge(u"checkout"_s, u"payment-v2"_s);

        QTRY_COMPARE(shown.table(u"Circuit breakers"_s).asText(), u"checkout-1 | 2/100 | 0/10 | 3/2"_s);
        QVERIFY(shown.table(u"Hosts"_s).asText().contains(u"127.0.0.1:21006 | 0 | 88 | ejected"_s));
    }

    void policies_sayWhereTheyComeFrom_andEditAsksForTheService() {
        ShownInspector shown;
        QSignalSpy asked(&shown.inspector, &Inspector::editPolicyRequested);
        shown.selection.selectNode(u"payment-v2"_s);
        QTRY_VERIFY(shown.table(u"Policies in force"_s)
                        .asText()
                        .contains(u"weights.payment-v2 | 10 | change c-12"_s));

        namedChild<QPushButton>(shown.inspector, u"Edit the policy of this service"_s)->click();

        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toString(), u"payment"_s);
    }

    void anotherWindow_isDrawnDashedUnderTheQuantiles() {
        ShownInspector shown;
        Series before = demoSeries({}, 120);
        for (SeriesPoint& point : before.points) point.at -= std::chrono::hours(24);
        shown.telemetryPort->pushSeries(demoSeries({}, 120));

        shown.inspector.setBaseline(before);

        const auto hasBoth = [&] {
            for (const ChartView* chart : shown.inspector.findChildren<ChartView*>()) {
                const QString told = chart->asText();
                if (told.contains(u"p99 before "_s) && told.contains(u", p99 "_s)) return true;
            }
            return false;
        };
        QTRY_VERIFY(hasBoth());
        shown.inspector.setBaseline({});
        QTRY_VERIFY(!hasBoth());
    }

    void nodeThatIsGone_isSaid() {
        ShownInspector shown;

        shown.selection.selectNode(u"payment-v9"_s);

        QTRY_VERIFY(shown.shown().contains(u"not seen in this window"_s));
    }

    void narrowPanel_clipsNothing() {
        ShownInspector shown(320);
        shown.selection.selectNode(u"payment-v2"_s);
        QTRY_VERIFY(shown.shown().contains(u"Hosts"_s));

        const auto* scroll = shown.inspector.findChild<QScrollArea*>();

        QVERIFY(scroll->widget()->minimumSizeHint().width() <= 320);
        for (const FactTable* table : shown.inspector.findChildren<FactTable*>()) {
            if (!table->isVisible()) continue;
            int width = 0;
            for (int i = 0; i < table->model()->columnCount(); ++i) width += table->columnWidth(i);
            QVERIFY2(width <= table->viewport()->width(), qPrintable(table->accessibleName()));
        }
    }

    void markup_staysText() {
        ShownInspector shown;
        TopologyFrame frame = demoFrame();
        frame.nodes.push_back(demoNode("<b>evil</b>"));
        shown.show(frame);

        shown.selection.selectNode(u"<b>evil</b>"_s);

        QTRY_VERIFY(shown.shown().contains(u"<b>evil</b>"_s));
        for (const QLabel* label : shown.inspector.findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void hosts_followTheSelection() {
        ShownInspector shown;
        HostsView hosts(shown.telemetry, shown.selection);
        ShownWidget window(hosts, {900, 300});
        auto* table = hosts.findChild<QTableView*>();
        QTRY_COMPARE(table->model()->rowCount(), 4);

        shown.selection.selectNode(u"payment-v2"_s);

        QTRY_COMPARE(table->model()->rowCount(), 2);
        hosts.findChild<QCheckBox*>()->click();
        QCOMPARE(table->model()->rowCount(), 4);
    }
};

QTEST_MAIN(InspectorTest)
#include "tst_inspector.moc"
