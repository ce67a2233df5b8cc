// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_policy_port.h"
#include "tests/support/shown_widget.h"
#include "views/policy/changes_view.h"

#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

Change change(const std::string& id, ChangeState state, const std::string& reason) {
    Change made;
    made.id = id;
    made.who = "ada";
    made.reason = reason;
    made.state = state;
    made.edits = {{"payment", IntentKind::trafficSplit,
                   Intent{"payment", TrafficSplit{{{"v1", 90}, {"v2", 10}}}},
                   Intent{"payment", TrafficSplit{{{"v1", 50}, {"v2", 50}}}}}};
    made.answers = {
        {"checkout-1", AnswerState::acknowledged, {}, std::chrono::milliseconds(2), "v1 50, v2 50"}};
    return made;
}

struct ShownChanges {
    ShownChanges() : window(view, {1000, 500}) {}

    bool show(std::vector<Change> newestFirst) {
        const int expected = static_cast<int>(newestFirst.size());
        port->setHistory(std::move(newestFirst));
        policy.refresh();
        return QTest::qWaitFor([&] { return table().model()->rowCount() == expected; });
    }
    QTableView& table() { return *namedChild<QTableView>(view, u"Changes, newest first"_s); }

    std::shared_ptr<FakePolicyPort> port = std::make_shared<FakePolicyPort>();
    PolicySession policy{port};
    ChangesView view{policy};
    ShownWidget window;
};

}  // namespace

class ChangesViewTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void noChange_saysHowToMakeOne() {
        ShownChanges shown;

        QVERIFY(shownText(shown.view).contains(u"No change has been made yet."_s));
    }

    void newestChange_isShownInFull() {
        ShownChanges shown;

        QVERIFY(shown.show(
            {change("c-2", ChangeState::live, "heal"), change("c-1", ChangeState::reverted, "try")}));

        QTRY_VERIFY(shownText(shown.view).contains(u"1 of 1 proxies acknowledged"_s));
        QVERIFY(shownText(shown.view).contains(u"“heal”"_s));
        QVERIFY(shownText(shown.view).contains(u"payment: split 90/10 → 50/50"_s));
        QVERIFY(shownText(shown.view).contains(u"checkout-1: v1 50, v2 50"_s));
    }

    void chosenChange_staysChosenWhenANewerOneComes() {
        ShownChanges shown;
        QVERIFY(
            shown.show({change("c-2", ChangeState::live, "heal"), change("c-1", ChangeState::live, "try")}));
        shown.table().selectRow(1);
        QTRY_VERIFY(shownText(shown.view).contains(u"“try”"_s));

        QVERIFY(
            shown.show({change("c-3", ChangeState::live, "more"), change("c-2", ChangeState::live, "heal"),
                        change("c-1", ChangeState::live, "try")}));

        QCOMPARE(shown.table().currentIndex().row(), 2);
        QVERIFY(shownText(shown.view).contains(u"“try”"_s));
    }

    void revert_asksForAReasonInPlace() {
        ShownChanges shown;
        QVERIFY(shown.show({change("c-2", ChangeState::live, "heal")}));

        shown.view.findChild<QPushButton*>(u"revert"_s)->click();
        QTest::keyClicks(shown.view.findChild<QLineEdit*>(u"revertReason"_s), u"worse than before"_s);
        QTest::keyClick(shown.view.findChild<QLineEdit*>(u"revertReason"_s), Qt::Key_Return);

        QTRY_COMPARE(shown.port->reverted().size(), std::size_t{1});
        QCOMPARE(shown.port->reverted().front().change, "c-2");
        QCOMPARE(shown.port->reverted().front().reason, "worse than before");
    }

    void revertedChange_isNotRevertedAgain() {
        ShownChanges shown;

        QVERIFY(shown.show({change("c-1", ChangeState::reverted, "try")}));

        QTRY_VERIFY(!shown.view.findChild<QPushButton*>(u"revert"_s)->isEnabled());
    }
};

QTEST_MAIN(ChangesViewTest)
#include "tst_changes_view.moc"
