// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/alert_table_model.h"
#include "models/qt/item_roles.h"
#include "tests/support/demo_alerts.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

class AlertTableModelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void firing_comesFirstAndTheNewestOfIt() {
        AlertTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);

        model.setAlerts(demoAlerts());

        QCOMPARE(rules(model), (QStringList{u"payment-errors"_s, u"slow-calls"_s, u"busy"_s, u"old"_s}));
        QCOMPARE(model.index(0, AlertTableModel::kState).data().toString(), u"firing"_s);
        QCOMPARE(model.index(0, AlertTableModel::kCall).data().toString(), u"checkout → payment"_s);
        QCOMPARE(model.index(0, AlertTableModel::kSeverity).data().toString(), u"error"_s);
        QCOMPARE(model.index(0, AlertTableModel::kState).data(kStandingRole).toInt(),
                 static_cast<int>(CellStanding::bad));
        QCOMPARE(model.index(3, AlertTableModel::kState).data(kStandingRole).toInt(),
                 static_cast<int>(CellStanding::muted));
        QCOMPARE(model.alert(4), nullptr);
        QCOMPARE(model.alert(-1), nullptr);
    }

    void changes_moveOnlyTheirOwnRow() {
        AlertTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<Alert> alerts = demoAlerts();
        model.setAlerts(alerts);
        const QPersistentModelIndex slow(model.index(1, 0));

        alerts[0].state = AlertState::resolved;
        alerts[0].resolvedAt = alerts[0].firedAt + std::chrono::hours(1);
        model.setAlerts(alerts);

        QCOMPARE(slow.row(), 0);
        QCOMPARE(rules(model), (QStringList{u"slow-calls"_s, u"busy"_s, u"payment-errors"_s, u"old"_s}));
        model.setAlerts({});
        QCOMPARE(model.rowCount(), 0);
    }

    void markup_isNoMarkupInTips() {
        AlertTableModel model;
        std::vector<Alert> alerts = demoAlerts();
        alerts[0].subject = "<b>x</b> -> y";
        model.setAlerts(alerts);

        const QModelIndex call = model.index(0, AlertTableModel::kCall);
        QCOMPARE(call.data(Qt::ToolTipRole).toString(), u"&lt;b&gt;x&lt;/b&gt; → y"_s);
        QVERIFY(call.data(kOutsideTextRole).toBool());
    }

  private:
    static QStringList rules(const AlertTableModel& model) {
        QStringList names;
        for (int row = 0; row < model.rowCount(); ++row)
            names << model.index(row, AlertTableModel::kRule).data().toString();
        return names;
    }
};

QTEST_GUILESS_MAIN(AlertTableModelTest)
#include "tst_alert_table_model.moc"
