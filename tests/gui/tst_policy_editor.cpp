// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/demo_frame.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/shown_widget.h"
#include "views/policy/diff_view.h"
#include "views/policy/policy_editor.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

std::vector<PolicyInForce> inForce() {
    PolicyInForce split{{"payment", TrafficSplit{{{"payment-v1", 90}, {"payment-v2", 10}}}}, {}, {}};
    PolicyInForce breaker{{"payment", CircuitBreaker{{100, {}, 200, {}}, {}}}, {}, {}};
    breaker.values = {{"limits.maxRequests", "200", "mesh file"}};
    return {split, breaker};
}

Plan planOf(std::vector<Problem> problems = {}) {
    Plan plan{.edits = {}, .changes = {}, .problems = std::move(problems), .basedOn = "7"};
    plan.changes = {{"checkout-1", "runtime binnacle.split.payment.payment-v1", "90", "50"}};
    return plan;
}

Change answered(int acknowledged, int asked) {
    Change change;
    change.id = "c-13";
    change.state = acknowledged == asked ? ChangeState::live : ChangeState::partlyLive;
    change.reason = "payment-v2 fails";
    change.edits = {{"payment", IntentKind::trafficSplit, {}, Intent{"payment", TrafficSplit{}}}};
    for (int i = 0; i < asked; ++i) {
        ProxyAnswer answer;
        answer.node = "checkout-" + std::to_string(i);
        answer.state = i < acknowledged ? AnswerState::acknowledged : AnswerState::rejected;
        if (i >= acknowledged) answer.error = "no such runtime key";
        change.answers.push_back(answer);
    }
    return change;
}

/// The editor on the policy of the shop's payment.
struct ShownEditor {
    ShownEditor() : window(editor, {1000, 900}) {
        policyPort->setPolicies(inForce());
        policyPort->setPlan(planOf());
        telemetryPort->pushFrame(demoFrame());
        telemetryPort->pushStatus(demoStatus());
        telemetryPort->pushClusters(demoClusters());
    }

    bool edit() {
        policy.refresh();
        editor.editService(u"payment"_s);
        return QTest::qWaitFor([this] {
            const auto* slider = child<QSlider>(u"slider:payment-v1"_s);
            return slider != nullptr && slider->value() == 90 && !telemetry.status().readOnly;
        });
    }
    template <typename Widget>
    Widget* child(const QString& name) const {
        return editor.findChild<Widget*>(name);
    }
    QString why() const { return child<QLabel>(u"why"_s)->text(); }
    bool canApply() const { return child<QPushButton>(u"apply"_s)->isEnabled(); }
    void giveReason() const { QTest::keyClicks(child<QLineEdit>(u"reason"_s), u"payment-v2 fails"_s); }
    void apply() const { QTest::mouseClick(child<QPushButton>(u"apply"_s), Qt::LeftButton); }

    std::shared_ptr<FakeTelemetryPort> telemetryPort = std::make_shared<FakeTelemetryPort>();
    std::shared_ptr<FakePolicyPort> policyPort = std::make_shared<FakePolicyPort>();
    TelemetrySession telemetry{telemetryPort};
    PolicySession policy{policyPort};
    PolicyEditor editor{telemetry, policy};
    ShownWidget window;
};

}  // namespace

class PolicyEditorTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void movedSlider_isPlannedAndApplied() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        QCOMPARE(shown.why(), u"Nothing changes."_s);

        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(30);

        QTRY_VERIFY(shown.child<QSpinBox>(u"weight:payment-v1"_s)->value() == 30);
        QVERIFY(shownText(shown.editor).contains(u"75.0 %"_s));  // 30 of 30 + 10
        QTRY_VERIFY(shown.editor.findChild<DiffView*>()->toPlainText().contains(u"- 90\n+ 50"_s));
        QCOMPARE(shown.why(), u"Give a reason: it is kept in the audit trail."_s);
        shown.giveReason();
        QVERIFY(shown.canApply());
        QCOMPARE(shown.why(), u"Writes to 1 proxy."_s);
        shown.apply();
        QTRY_COMPARE(shown.policyPort->applied().size(), std::size_t{1});
        const ApplyRequest request = shown.policyPort->applied().front();
        const TrafficSplit wanted{{{"payment-v1", 30}, {"payment-v2", 10}}};
        QCOMPARE(request.intents, (std::vector<Intent>{{"payment", wanted}}));
        QCOMPARE(request.basedOn, "7");
        QCOMPARE(request.reason, "payment-v2 fails");
    }

    void typedLimit_isPlanned_andTheRestOfTheBreakerStays() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        auto* number = shown.child<QDoubleSpinBox>(u"number:limits.maxRequests"_s);
        QVERIFY(shownText(shown.editor).contains(u"now 200, from mesh file"_s));

        number->selectAll();
        QTest::keyClicks(number, u"2"_s);

        QTRY_VERIFY(!shown.policyPort->planned().empty());
        const CircuitBreaker wanted{{100, {}, 2, {}}, {}};
        QCOMPARE(shown.policyPort->planned().back(), (std::vector<Intent>{{"payment", wanted}}));
    }

    void zero_saysWhatItMeans_andIsNotUnset() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        auto* number = shown.child<QDoubleSpinBox>(u"number:limits.maxRequests"_s);

        number->setValue(0);

        QTRY_VERIFY(shownText(shown.editor).contains(u"0: Envoy rejects every request."_s));
        QCOMPARE(number->text(), u"0"_s);
        shown.child<QCheckBox>(u"set:limits.maxRequests"_s)->click();
        QCOMPARE(number->text(), u"not set"_s);
        QTRY_VERIFY(!shown.policyPort->planned().empty());
        const CircuitBreaker wanted{{100, {}, {}, {}}, {}};
        QTRY_COMPARE(shown.policyPort->planned().back(), (std::vector<Intent>{{"payment", wanted}}));
    }

    void checkedField_startsAtAValueThatRejectsNothing() {
        ShownEditor shown;
        QVERIFY(shown.edit());

        shown.child<QCheckBox>(u"set:outlierDetection.consecutive5xx"_s)->click();

        QCOMPARE(shown.child<QDoubleSpinBox>(u"number:outlierDetection.consecutive5xx"_s)->value(), 5.0);
    }

    void weightsOfZero_areBlocked() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        shown.giveReason();

        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(0);
        shown.child<QSlider>(u"slider:payment-v2"_s)->setValue(0);

        QTRY_COMPARE(shown.why(), u"Every weight is 0: give at least one version some traffic."_s);
        QVERIFY(!shown.canApply());
    }

    void problemOfSeverityError_blocksAndIsShownWithItsFix() {
        ShownEditor shown;
        shown.policyPort->setPlan(planOf({{"unknown-subset", Severity::error, "TrafficSplit payment",
                                           "No cluster is called payment-v3.", "Remove it."}}));
        QVERIFY(shown.edit());
        shown.giveReason();

        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(50);

        QTRY_COMPARE(shown.why(), u"1 error to mend first."_s);
        QVERIFY(!shown.canApply());
        QVERIFY(shownText(shown.editor).contains(u"Error: No cluster is called payment-v3."_s));
        QVERIFY(shownText(shown.editor).contains(u"Remove it."_s));
    }

    void readOnlyStation_isSaidBesideApply() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        StationStatus status = demoStatus();
        status.readOnly = true;
        shown.telemetryPort->pushStatus(status);

        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(50);

        QTRY_COMPARE(shown.why(), u"Read-only: this station takes no changes."_s);
        QVERIFY(!shown.canApply());
    }

    void undo_takesAWholeDragBack() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        auto* slider = shown.child<QSlider>(u"slider:payment-v1"_s);
        for (const int weight : {80, 70, 60}) slider->setValue(weight);

        namedChild<QToolButton>(shown.editor, u"Undo"_s)->click();

        QCOMPARE(slider->value(), 90);
        namedChild<QToolButton>(shown.editor, u"Redo"_s)->click();
        QCOMPARE(slider->value(), 60);
        namedChild<QToolButton>(shown.editor, u"Reset"_s)->click();
        QCOMPARE(slider->value(), 90);
        QCOMPARE(shown.why(), u"Nothing changes."_s);
    }

    void conflict_isSaid_andTheDraftStays() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        shown.policyPort->setOutcome({}, failure(ErrorCode::conflict, "payment", "version 8 is in force"));
        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(50);
        shown.giveReason();
        QTRY_VERIFY(shown.canApply());

        shown.apply();

        QTRY_VERIFY(shownText(shown.editor).contains(u"version 8 is in force"_s));
        QCOMPARE(shown.child<QSlider>(u"slider:payment-v1"_s)->value(), 50);
    }

    void appliedChange_showsEachAnswer_andRevertAsksWhy() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        shown.policyPort->setOutcome({answered(5, 12)}, answered(10, 12));
        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(50);
        shown.giveReason();
        QTRY_VERIFY(shown.canApply());

        shown.apply();

        QTRY_VERIFY(shownText(shown.editor).contains(u"10 of 12 proxies acknowledged"_s));
        QVERIFY(shownText(shown.editor).contains(u"checkout-10, checkout-11: no such runtime key"_s));
        QTRY_VERIFY(shown.child<QPushButton>(u"revert"_s)->isEnabled());
        shown.child<QPushButton>(u"revert"_s)->click();
        QVERIFY(!shown.child<QPushButton>(u"revertNow"_s)->isEnabled());
        QTest::keyClicks(shown.child<QLineEdit>(u"revertReason"_s), u"worse"_s);
        shown.child<QPushButton>(u"revertNow"_s)->click();
        QTRY_COMPARE(shown.policyPort->reverted().size(), std::size_t{1});
        QCOMPARE(shown.policyPort->reverted().front().change, "c-13");
        QCOMPARE(shown.policyPort->reverted().front().reason, "worse");
    }

    void anotherEditOfTheSameService_keepsTheDraft() {
        ShownEditor shown;
        QVERIFY(shown.edit());
        shown.child<QSlider>(u"slider:payment-v1"_s)->setValue(50);

        shown.editor.editService(u"payment"_s);

        QCOMPARE(shown.child<QSlider>(u"slider:payment-v1"_s)->value(), 50);
    }

    void serviceOfOneVersion_hasNothingToSplit() {
        ShownEditor shown;
        QVERIFY(shown.edit());

        shown.editor.editService(u"shipping"_s);

        QTRY_VERIFY(
            shownText(shown.editor).contains(u"shipping has one version: there is nothing to split."_s));
    }

    void close_isTold() {
        ShownEditor shown;
        QSignalSpy closed(&shown.editor, &PolicyEditor::closed);

        shown.child<QToolButton>(u"close"_s)->click();

        QCOMPARE(closed.size(), 1);
    }
};

QTEST_MAIN(PolicyEditorTest)
#include "tst_policy_editor.moc"
