// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_table_model.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/shown_widget.h"
#include "views/common/theme.h"
#include "views/latency/comparison_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QHeaderView>
#include <QPushButton>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using Frame = std::shared_ptr<const TopologyFrame>;

namespace {

/// The shop on a bad day: catalog breaks, payment-v1 gets slower, cart gets busier, shipping is away, and a
/// recommender is new.
TopologyFrame badDay() {
    TopologyFrame frame = demoFrame(60s);
    const std::vector<DemoCall> changed = {{"frontend", "catalog", 42, 0.31, 6},
                                           {"checkout", "payment-v1", 10.8, 0.001, 64},
                                           {"frontend", "cart", 52, 0, 4}};
    for (Edge& edge : frame.edges) {
        for (const DemoCall& call : changed) {
            if (edge.source == call.source && edge.destination == call.destination)
                edge.stats = demoStats(call, 60);
        }
        if (edge.destination == "shipping") edge.destination = "tracking";
    }
    return frame;
}

/// The panel beside a station whose past was well.
struct Bench {
    std::shared_ptr<FakeTelemetryPort> station = std::make_shared<FakeTelemetryPort>();
    TelemetrySession telemetry{station};
    ComparisonSession comparison{telemetry};
    MapSelection selection;
    ComparisonView view{comparison, selection};
    ShownWidget window{view, {1100, 320}};
    QTableView* table = namedChild<QTableView>(view, u"Calls compared"_s);
    QComboBox* picker = namedChild<QComboBox>(view, u"Compare with"_s);

    Bench() {
        station->answerTopology([](const TopologyQuery& query) -> Result<Frame> {
            TopologyFrame frame = demoFrame(60s);
            frame.to = query.window.to.value_or(demoNow());
            frame.from = frame.to - 60s;
            return std::make_shared<const TopologyFrame>(frame);
        });
        telemetry.setWindow({60s, std::nullopt});
        station->pushFrame(badDay());
    }
    void pick(Baseline baseline) {
        QTRY_COMPARE(telemetry.frame()->to, demoNow());
        const int row = picker->findData(static_cast<int>(baseline));
        picker->setCurrentIndex(row);
        Q_EMIT picker->activated(row);
        QTRY_VERIFY(comparison.comparison() != nullptr);
    }
    QString cell(int row, int column) const { return table->model()->index(row, column).data().toString(); }
    QString calls() const {
        QStringList all;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            all << cell(row, ComparisonTableModel::kVerdict) + u' ' +
                       cell(row, ComparisonTableModel::kDestination);
        return all.join(u", "_s);
    }
    void click(int row) {
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(row, 1)).center());
    }
};

}  // namespace

class ComparisonViewTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void off_itSaysWhatItIsFor() {
        const Bench bench;

        QVERIFY(shownText(bench.view).contains(u"Choose a window to compare the shown one with"_s));
        QVERIFY(!bench.table->isVisible());
    }

    void baseline_bringsTheWorstFirst() {
        Bench bench;

        bench.pick(Baseline::justBefore);

        QTRY_COMPARE(bench.calls(),
                     u"broke catalog, slower payment-v1, new tracking, gone shipping, busier cart"_s);
        QVERIFY(shownText(bench.view)
                    .contains(u"Of 14 calls, 1 broke, 1 got slower, 1 new, 1 gone, 1 got busier since"_s));
    }

    void unchangedCalls_areShownWhenAskedFor() {
        Bench bench;
        bench.pick(Baseline::justBefore);
        QTRY_COMPARE(bench.table->model()->rowCount(), 5);

        bench.view.findChild<QCheckBox*>()->click();

        QCOMPARE(bench.table->model()->rowCount(), 14);
    }

    void row_selectsItsCallAndTheMapsSelectionItsRow() {
        Bench bench;
        bench.pick(Baseline::justBefore);
        QTRY_COMPARE(bench.table->model()->rowCount(), 5);

        bench.click(0);
        QCOMPARE(bench.selection.kind(), MapSelection::Kind::edge);
        QCOMPARE(bench.selection.source(), u"frontend"_s);
        QCOMPARE(bench.selection.destination(), u"catalog"_s);

        bench.selection.selectEdge(u"checkout"_s, u"payment-v1"_s);
        QCOMPARE(bench.table->currentIndex().row(), 1);
    }

    void rowThatGoes_selectsNothingElse() {
        Bench bench;
        bench.pick(Baseline::justBefore);
        QTRY_COMPARE(bench.table->model()->rowCount(), 5);
        bench.click(0);

        bench.station->pushFrame(demoFrame(60s));

        QTRY_COMPARE(bench.table->model()->rowCount(), 0);
        QCOMPARE(bench.selection.destination(), u"catalog"_s);
        QVERIFY(shownText(bench.view).contains(u"No call changed for sure."_s));
    }

    void pointerOnTheTable_keepsItsOrder() {
        Bench bench;
        bench.pick(Baseline::justBefore);
        QTRY_COMPARE(bench.cell(0, ComparisonTableModel::kDestination), u"catalog"_s);
        QEvent enter(QEvent::Enter);
        QCoreApplication::sendEvent(bench.table->viewport(), &enter);
        TopologyFrame worse = badDay();
        for (Edge& edge : worse.edges) {
            if (edge.destination == "payment-v1")
                edge.stats = demoStats({"checkout", "payment-v1", 10.8, 0.9, 64}, 60);
        }

        bench.station->pushFrame(worse);

        QTRY_COMPARE(bench.cell(1, ComparisonTableModel::kVerdict), u"broke"_s);
        QCOMPARE(bench.cell(0, ComparisonTableModel::kDestination), u"catalog"_s);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(bench.table->viewport(), &leave);
        QCOMPARE(bench.cell(0, ComparisonTableModel::kDestination), u"payment-v1"_s);
    }

    void pointerOnTheTable_keepsItsRowsToo() {
        Bench bench;
        bench.pick(Baseline::justBefore);
        QTRY_COMPARE(bench.table->model()->rowCount(), 5);
        QEvent enter(QEvent::Enter);
        QCoreApplication::sendEvent(bench.table->viewport(), &enter);
        TopologyFrame better = badDay();
        for (Edge& edge : better.edges) {
            if (edge.destination == "payment-v1")
                edge.stats = demoStats({"checkout", "payment-v1", 10.8, 0.001, 18}, 60);
        }

        bench.station->pushFrame(better);

        QTRY_COMPARE(bench.cell(1, ComparisonTableModel::kVerdict), u"same"_s);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(bench.table->viewport(), &leave);
        QCOMPARE(bench.calls(), u"broke catalog, new tracking, gone shipping, busier cart"_s);
    }

    void chosenTime_isTypedInPlace() {
        Bench bench;
        bench.pick(Baseline::chosenTime);
        auto* time = bench.view.findChild<QDateTimeEdit*>();
        QVERIFY(time->isVisible());
        QCOMPARE(bench.comparison.comparison()->beforeTo, demoNow() - 1h);

        time->setDateTime(time->dateTime().addSecs(-3600));

        QTRY_VERIFY(bench.comparison.comparison() != nullptr &&
                    bench.comparison.comparison()->beforeTo == demoNow() - 2h);
    }

    void failure_isSaidWithWhatToDo() {
        Bench bench;
        QTRY_COMPARE(bench.telemetry.frame()->to, demoNow());
        bench.station->answerTopology([](const TopologyQuery&) -> Result<Frame> {
            return failure(ErrorCode::unavailable, "the history", "It is switched off.");
        });
        bench.comparison.compareWith(Baseline::dayAgo);
        QTRY_VERIFY(shownText(bench.view).contains(u"The history is not available. It is switched off."_s));

        bench.station->answerTopology({});
        bench.view.findChild<QPushButton*>()->click();

        QTRY_VERIFY(bench.comparison.comparison() != nullptr);
    }

    void snapshot_isOfferedWhereItCanBeOpened() {
        Bench bench;
        auto* items = qobject_cast<QStandardItemModel*>(bench.picker->model());
        const int row = bench.picker->findData(static_cast<int>(Baseline::snapshot));
        QVERIFY(!items->item(row)->isEnabled());

        bench.comparison.setOpener([&](const std::string&) -> Result<ComparisonSession::Recording> {
            return ComparisonSession::Recording{bench.station, {60s, demoNow() - 24h}};
        });
        bench.comparison.compareWithSnapshot(u"/tmp/friday.binnacle"_s);

        QVERIFY(items->item(row)->isEnabled());
        QCOMPARE(bench.picker->currentText(), u"friday.binnacle"_s);
        QTRY_VERIFY(bench.comparison.comparison() != nullptr);
    }

    void namesWithMarkup_stayText() {
        Bench bench;
        TopologyFrame frame = badDay();
        frame.edges.front().destination = "<b>evil</b>";
        bench.station->pushFrame(frame);

        bench.pick(Baseline::justBefore);

        QTRY_VERIFY(bench.calls().contains(u"<b>evil</b>"_s));
        for (const QLabel* label : bench.view.findChildren<QLabel*>()) {
            QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void columns_fitThePanelInBothThemes() {
        for (const ThemeKind kind : {ThemeKind::light, ThemeKind::dark}) {
            applyTheme(*qApp, kind);
            Bench bench;
            bench.pick(Baseline::justBefore);
            QTRY_COMPARE(bench.table->model()->rowCount(), 5);
            QVERIFY(bench.table->horizontalHeader()->length() <= bench.table->viewport()->width());
        }
    }
};

QTEST_MAIN(ComparisonViewTest)
#include "tst_comparison_view.moc"
