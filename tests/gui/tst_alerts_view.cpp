// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/demo_alerts.h"
#include "tests/support/shown_widget.h"
#include "views/alerts/alerts_view.h"
#include "views/alerts/budget_list.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTableView>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

const QString kGood =
    u"apiVersion: binnacle/v1\nkind: AlertRule\nmetadata: {name: r}\nspec: {when: rps > 5}\n"_s;

AlertBook demoBook() {
    AlertBook book;
    book.rulesYaml = kGood.toStdString();
    book.alerts = demoAlerts();
    return book;
}

struct ShownAlerts {
    ShownAlerts() : window(view, {1000, 500}) {}

    QTableView& table() { return *namedChild<QTableView>(view, u"Alerts, firing first"_s); }
    QPlainTextEdit& rules() { return *namedChild<QPlainTextEdit>(view, u"Alert rules, YAML"_s); }
    QPushButton& button(const QString& name) { return *view.findChild<QPushButton*>(name); }
    QTabWidget& tabs() { return *view.findChild<QTabWidget*>(); }

    AlertsView view;
    ShownWidget window;
};

}  // namespace

class AlertsViewTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void noRules_saysWhereToWriteSome() {
        ShownAlerts shown;
        QVERIFY(shownText(shown.view).contains(u"There are no alert rules yet."_s));
    }

    void whatFires_isShownWithItsRunbook() {
        ShownAlerts shown;

        shown.view.setBook(demoBook());

        QCOMPARE(shown.tabs().tabText(0), u"Alerts (2)"_s);
        QCOMPARE(shown.table().model()->rowCount(), 4);
        QVERIFY(shownText(shown.view).contains(u"payment-errors: checkout → payment"_s));
        QVERIFY(shownText(shown.view).contains(u"https://runbooks.example/payment-errors"_s));
        shown.button(u"copyRunbook"_s).click();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"https://runbooks.example/payment-errors"_s);
    }

    void enter_asksForTheMomentAndTheCall() {
        ShownAlerts shown;
        shown.view.setBook(demoBook());
        QSignalSpy moment(&shown.view, &AlertsView::momentRequested);
        QSignalSpy call(&shown.view, &AlertsView::callRequested);
        shown.table().selectRow(3);

        QTest::keyClick(&shown.table(), Qt::Key_Return);

        QCOMPARE(moment.size(), 1);
        QCOMPARE(moment[0][0].value<TimePoint>(), demoAlerts()[3].firedAt);
        QCOMPARE(call.size(), 1);
        QCOMPARE(call[0], (QVariantList{u"checkout"_s, u"payment"_s}));
        shown.button(u"showMoment"_s).click();
        QCOMPARE(moment.size(), 2);
    }

    void chosenAlert_staysChosenWhenItIsOver() {
        ShownAlerts shown;
        AlertBook book = demoBook();
        shown.view.setBook(book);
        shown.table().selectRow(0);

        book.alerts[0].state = AlertState::resolved;
        shown.view.setBook(book);

        QVERIFY(shownText(shown.view).contains(u"payment-errors: "_s));
        QVERIFY(shown.table().currentIndex().row() > 0);
    }

    void budgets_areShownInWords() {
        ShownAlerts shown;
        AlertBook book = demoBook();
        book.budgets = {{"checkout-good", 0.62, 1.2, 0.4, std::chrono::hours(72)},
                        {"cart-good", -0.5, 30, 0, std::chrono::hours(3)}};
        book.beyond = 12;

        shown.view.setBook(book);

        QVERIFY(shownText(shown.view)
                    .contains(u"62.0 % left, burns 1.20× over 1 h, 0.40× over 5 min, 3 days recorded"_s));
        QVERIFY(shownText(shown.view)
                    .contains(u"overspent by 50.0 %, burns 30× over 1 h, 0.00× over 5 min, 3 h recorded"_s));
        QVERIFY(shownText(shown.view).contains(u"12 more calls meet a rule"_s));
        book.budgets.clear();
        shown.view.setBook(book);
        QVERIFY(!shownText(shown.view).contains(u"checkout-good"_s));
    }

    void rules_areCheckedWhileOneTypes() {
        ShownAlerts shown;
        shown.view.setBook(demoBook());
        shown.tabs().setCurrentIndex(1);
        QCOMPARE(shown.rules().toPlainText(), kGood);
        QVERIFY(!shown.button(u"applyRules"_s).isEnabled());

        shown.rules().setPlainText(kGood + u"---\nkind: AlertRule\n"_s);

        QVERIFY(!shown.button(u"applyRules"_s).isEnabled());
        QVERIFY(shownText(shown.view).contains(u"line 6: document 2.apiVersion is missing"_s));
        QCOMPARE(shown.rules().extraSelections().size(), 1);
        QCOMPARE(shown.rules().extraSelections()[0].cursor.blockNumber(), 5);
        shown.button(u"revertRules"_s).click();
        QCOMPARE(shown.rules().toPlainText(), kGood);
        QVERIFY(shown.rules().extraSelections().isEmpty());
    }

    void rules_areHandedOnAndKeptUntilTaken() {
        ShownAlerts shown;
        shown.view.setBook(demoBook());
        shown.tabs().setCurrentIndex(1);
        QSignalSpy submitted(&shown.view, &AlertsView::rulesSubmitted);
        const QString next = QString(kGood).replace(u"5"_s, u"6"_s);
        shown.rules().setPlainText(next);

        shown.button(u"applyRules"_s).click();
        shown.view.setBook(demoBook());
        shown.view.showRulesRefusal(u"The disk is full."_s);

        QCOMPARE(submitted.size(), 1);
        QCOMPARE(submitted[0][0].toString(), next);
        QCOMPARE(shown.rules().toPlainText(), next);
        QVERIFY(shownText(shown.view).contains(u"The disk is full."_s));
        AlertBook taken = demoBook();
        taken.rulesYaml = next.toStdString();
        shown.view.setBook(taken);
        QVERIFY(!shown.button(u"applyRules"_s).isEnabled());
        QVERIFY(!shownText(shown.view).contains(u"The disk is full."_s));
    }
};

QTEST_MAIN(AlertsViewTest)
#include "tst_alerts_view.moc"
