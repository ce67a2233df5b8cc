// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/policy_session.h"
#include "tests/support/fake_policy_port.h"

#include <QSignalSpy>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

std::vector<Intent> split(std::uint32_t first) {
    return {Intent{"payment", TrafficSplit{{{"payment-v1", first}, {"payment-v2", 100 - first}}}}};
}

Change change(const std::string& id, ChangeState state) {
    Change made;
    made.id = id;
    made.state = state;
    return made;
}

}  // namespace

class PolicySessionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_port = std::make_shared<FakePolicyPort>(); }

    void newestDraft_wins() {
        PolicySession session(m_port);
        QSignalSpy ready(&session, &PolicySession::planReady);
        m_port->hold();

        session.planDraft(split(90));
        m_port->waitForPlans(1);  // it is at the station, and slow
        session.planDraft(split(80));
        session.planDraft(split(50));
        m_port->release();

        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(ready[0][0].value<Plan>().edits.front().after, split(50).front());
        // The one in between was never asked for.
        QCOMPARE(m_port->planned().size(), std::size_t{2});
    }

    void failedPlan_isASentence() {
        PolicySession session(m_port);
        QSignalSpy failed(&session, &PolicySession::planFailed);
        m_port->setPlan(failure(ErrorCode::timeout, "the station", {}));

        session.planDraft(split(90));

        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), u"The station did not answer in time."_s);
    }

    void apply_tellsEachAnswerThenTheEnd() {
        PolicySession session(m_port);
        QSignalSpy progressed(&session, &PolicySession::changeProgressed);
        QSignalSpy finished(&session, &PolicySession::changeFinished);
        m_port->setOutcome({change("c-1", ChangeState::sending), change("c-1", ChangeState::live)},
                           change("c-1", ChangeState::live));

        session.apply(split(50), u"7"_s, u"v2 fails"_s);

        QVERIFY(session.isApplying());
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!session.isApplying());
        QCOMPARE(progressed.size(), 2);
        QCOMPARE(m_port->applied().front().basedOn, std::string("7"));
        QCOMPARE(m_port->applied().front().reason, std::string("v2 fails"));
        QVERIFY(!m_port->applied().front().who.empty());
    }

    void thePast_isShownButNotChanged() {
        PolicySession session(m_port);
        QSignalSpy failed(&session, &PolicySession::changeFailed);
        const QSignalSpy shown(&session, &PolicySession::policiesChanged);
        const TimePoint moment(std::chrono::seconds(1'800'000'000));

        session.setMoment(moment);
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(m_port->policiesAskedFor(), std::optional(moment));
        session.apply(split(50), {}, u"v2 fails"_s);
        session.revert(u"c-1"_s, u"v2 fails"_s);

        QCOMPARE(failed.size(), 2);
        QVERIFY(failed[0][0].toString().contains(u"go back to live"_s));
        QVERIFY(m_port->applied().empty() && m_port->reverted().empty());
        session.setMoment(std::nullopt);
        QTRY_COMPARE(shown.size(), 2);
        QCOMPARE(m_port->policiesAskedFor(), std::nullopt);
    }

    void secondApply_isRefusedWhileOneRuns() {
        PolicySession session(m_port);
        const QSignalSpy failed(&session, &PolicySession::changeFailed);
        const QSignalSpy finished(&session, &PolicySession::changeFinished);
        m_port->hold();

        session.apply(split(50), {}, u"one"_s);
        session.apply(split(60), {}, u"two"_s);

        QCOMPARE(failed.size(), 1);
        m_port->release();
        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(m_port->applied().size(), std::size_t{1});
    }

    void conflict_isSaidAndNothingIsLeftRunning() {
        PolicySession session(m_port);
        QSignalSpy failed(&session, &PolicySession::changeFailed);
        m_port->setOutcome({}, failure(ErrorCode::conflict, "the policy of payment", "Look at it again."));

        session.apply(split(50), u"6"_s, u"x"_s);

        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(),
                 u"The policy of payment was changed by someone else meanwhile. Look at it again."_s);
        QVERIFY(!session.isApplying());
    }

    void revert_namesTheChange() {
        PolicySession session(m_port);
        const QSignalSpy finished(&session, &PolicySession::changeFinished);

        session.revert(u"c-4"_s, u"worse"_s);

        QTRY_COMPARE(finished.size(), 1);
        QCOMPARE(m_port->reverted().front().change, std::string("c-4"));
    }

    void refresh_bringsPoliciesAndHistory() {
        PolicySession session(m_port);
        const QSignalSpy policies(&session, &PolicySession::policiesChanged);
        m_port->setHistory(
            std::vector{change("c-2", ChangeState::live), change("c-1", ChangeState::reverted)});
        m_port->setPolicies(std::vector{PolicyInForce{split(90).front(), {}, {"checkout-1"}}});

        session.refresh();
        session.refresh();

        QTRY_COMPARE(policies.size(), 2);
        QCOMPARE(session.history().size(), std::size_t{2});
        QCOMPARE(session.policies().front().intent.service, std::string("payment"));
    }

    void adoption_givesTheLines() {
        PolicySession session(m_port);
        QSignalSpy ready(&session, &PolicySession::adoptionReady);
        m_port->setAdoption(std::string("layered_runtime: ..."));

        session.requestAdoption();

        QTRY_COMPARE(ready.size(), 1);
        QCOMPARE(ready[0][0].toString(), u"layered_runtime: ..."_s);
    }

    void endWhileAPlanIsAtTheStation_isClean() {
        auto session = std::make_unique<PolicySession>(m_port);
        m_port->hold();
        session->planDraft(split(90));
        session->planDraft(split(80));
        m_port->waitForPlans(1);

        m_port->release();
        session.reset();
        QCoreApplication::processEvents();
    }

  private:
    std::shared_ptr<FakePolicyPort> m_port;
};

QTEST_GUILESS_MAIN(PolicySessionTest)
#include "tst_policy_session.moc"
