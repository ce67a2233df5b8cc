// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/comparison_table_model.h"
#include "models/qt/comparison_text.h"
#include "models/qt/item_roles.h"
#include "tests/support/demo_frame.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// A window of checkout's calls: to cart as told, to bank always the same.
TopologyFrame windowWith(const DemoCall& cart) {
    TopologyFrame frame;
    frame.to = demoNow();
    frame.from = frame.to - 60s;
    for (const DemoCall& call : {DemoCall{"checkout", "bank", 10, 0, 9}, cart}) {
        Edge edge;
        edge.source = call.source;
        edge.destination = call.destination;
        edge.protocol = call.protocol;
        edge.stats = demoStats(call, 60);
        frame.edges.push_back(edge);
    }
    return frame;
}

FrameComparison compared(const DemoCall& before, const DemoCall& after) {
    return compareFrames(windowWith(before), windowWith(after));
}

}  // namespace

class ComparisonModelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void rows_showBothWindows() {
        ComparisonTableModel model;
        const QAbstractItemModelTester tester(&model);

        model.setComparison(compared({"checkout", "cart", 40, 0.01, 20}, {"checkout", "cart", 40, 0.2, 20}));

        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kVerdict), u"broke"_s);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kDestination), u"cart"_s);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kRate), u"40 → 40 rps"_s);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kErrors), u"1.0 → 20.0 %"_s);
        QCOMPARE(standing(model, 1, ComparisonTableModel::kVerdict), CellStanding::bad);
        QCOMPARE(standing(model, 0, ComparisonTableModel::kVerdict), CellStanding::muted);
    }

    void verdictsSortByScoreAndFiguresByTheirChange() {
        ComparisonTableModel model;
        model.setComparison(compared({"checkout", "cart", 40, 0.01, 20}, {"checkout", "cart", 40, 0.2, 20}));

        QVERIFY(sortValue(model, 1, ComparisonTableModel::kVerdict) > 8);
        QCOMPARE(sortValue(model, 0, ComparisonTableModel::kVerdict), 0.0);
        QVERIFY(std::abs(sortValue(model, 1, ComparisonTableModel::kErrors) - 0.19) < 1e-9);
    }

    void quantileOfTooFewRequests_isMutedAndSaysWhy() {
        ComparisonTableModel model;
        model.setComparison(compared({"checkout", "cart", 10, 0, 20}, {"checkout", "cart", 10, 0, 20}));

        QCOMPARE(standing(model, 1, ComparisonTableModel::kP50), CellStanding::neutral);
        QCOMPARE(standing(model, 1, ComparisonTableModel::kP99), CellStanding::muted);
        QCOMPARE(model.index(1, ComparisonTableModel::kP99).data(Qt::ToolTipRole).toString(),
                 u"Too few requests to judge by: it takes 1,072 in both windows"_s);
    }

    void windowWithoutTheCall_hasADashAndNoBar() {
        ComparisonTableModel model;
        model.setComparison(compared({"checkout", "old", 40, 0, 20}, {"checkout", "new", 40, 0, 20}));

        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kVerdict), u"new"_s);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kRate), u"– → 40 rps"_s);
        QVERIFY(
            !model.index(1, ComparisonTableModel::kRate).data(ComparisonTableModel::kBeforeRole).isValid());
        QCOMPARE(shown(model, 2, ComparisonTableModel::kVerdict), u"gone"_s);
    }

    void newFigures_changeRowsAndMoveNone() {
        ComparisonTableModel model;
        const QAbstractItemModelTester tester(&model);
        model.setComparison(compared({"checkout", "cart", 40, 0, 20}, {"checkout", "cart", 40, 0, 20}));
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);

        model.setComparison(compared({"checkout", "cart", 40, 0, 20}, {"checkout", "cart", 90, 0, 20}));

        QCOMPARE(changed.size(), 1);
        QCOMPARE(removed.size(), 0);
        QCOMPARE(shown(model, 1, ComparisonTableModel::kVerdict), u"busier"_s);
    }

    void summary_countsWhatChanged() {
        const FrameComparison comparison =
            compared({"checkout", "cart", 40, 0.01, 20}, {"checkout", "cart", 40, 0.2, 20});

        QCOMPARE(summaryText(comparison),
                 u"Of 2 calls, 1 broke since %1."_s.arg(spanText(demoNow() - 60s, demoNow(), demoNow())));
        QVERIFY(
            summaryText(compared({"a", "b", 9, 0, 9}, {"a", "b", 9, 0, 9})).startsWith(u"None of 2 calls"_s));
        QCOMPARE(summaryText({}), u"No calls in either window."_s);
        QVERIFY(summaryText(compareFrames({}, windowWith({"a", "b", 9, 0, 9})))
                    .startsWith(u"No calls are known from"_s));
    }

    void changes_areShortEnoughForTheMap() {
        QCOMPARE(change({40, 0.01, 20}, {40, 0.2, 20}), u"1.0 → 20.0 %"_s);
        QCOMPARE(change({40, 0, 20}, {40, 0, 60}), u"p50 × 3.0"_s);
        QCOMPARE(change({40, 0, 20}, {120, 0, 20}), u"rate × 3.0"_s);
        QCOMPARE(change({40, 0, 20}, {40, 0, 20}), QString());
    }

    void span_namesTheDayWhereItIsAnother() {
        QVERIFY(!spanText(demoNow() - 60s, demoNow(), demoNow()).contains(u'-'));
        QVERIFY(spanText(demoNow() - 72h - 60s, demoNow() - 72h, demoNow()).contains(u'-'));
    }

  private:
    struct Figures {
        double rate;
        double errorRatio;
        int medianMs;
    };

    static QString shown(const QAbstractItemModel& model, int row, int column) {
        return model.index(row, column).data().toString();
    }
    static CellStanding standing(const QAbstractItemModel& model, int row, int column) {
        return static_cast<CellStanding>(model.index(row, column).data(kStandingRole).toInt());
    }
    static double sortValue(const QAbstractItemModel& model, int row, int column) {
        return model.index(row, column).data(kSortRole).toDouble();
    }
    static QString change(const Figures& before, const Figures& after) {
        const FrameComparison comparison =
            compared({"checkout", "cart", before.rate, before.errorRatio, before.medianMs},
                     {"checkout", "cart", after.rate, after.errorRatio, after.medianMs});
        return changeText(comparison.calls.front());
    }
};

QTEST_GUILESS_MAIN(ComparisonModelTest)
#include "tst_comparison_model.moc"
