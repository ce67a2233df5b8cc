// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/history_session.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Event noteAt(std::uint64_t id, Duration since) {
    return {id, demoNow() + since, EventKind::note, "checkout", "deploy began", "ana", {}};
}

}  // namespace

class HistorySessionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() {
        m_port = std::make_shared<FakeHistoryPort>();
        m_port->setEvents(std::vector{noteAt(1, -2h), noteAt(2, -5min), noteAt(3, -1min)});
    }

    void liveSpan_endsNowAndIsAskedForAgain() {
        HistorySession session(m_port, m_clock);
        QTRY_COMPARE(session.events().size(), std::size_t{2});

        m_port->setEvents(std::vector{noteAt(2, -5min), noteAt(3, -1min), noteAt(4, -1s)});

        QTRY_COMPARE(session.events().size(), std::size_t{3});
        QCOMPARE(session.events().back().id, std::uint64_t{4});
    }

    void pastSpan_isAskedForOnce() {
        HistorySession session(m_port, m_clock);
        session.setSpan({1h, demoNow() - 90min});

        QTRY_COMPARE(session.events().size(), std::size_t{1});
        QCOMPARE(session.events().front().id, std::uint64_t{1});
        QCOMPARE(m_port->queries().back().from, demoNow() - 150min);
        QCOMPARE(m_port->queries().back().to, demoNow() - 90min);
    }

    void newestSpan_wins() {
        HistorySession session(m_port, m_clock);
        QTRY_COMPARE(session.events().size(), std::size_t{2});
        const QSignalSpy changed(&session, &HistorySession::eventsChanged);

        m_port->hold();
        session.setSpan({1h, demoNow() - 90min});
        session.setSpan({1h, demoNow() - 3h});
        session.setSpan({2min, std::nullopt});
        m_port->release();

        QTRY_COMPARE(session.events().size(), std::size_t{1});
        QCOMPARE(session.events().front().id, std::uint64_t{3});
        QCOMPARE(changed.size(), 1);
    }

    void aStationThatIsAway_leavesWhatIsShown() {
        HistorySession session(m_port, m_clock);
        QTRY_COMPARE(session.events().size(), std::size_t{2});
        const auto asked = m_port->queries().size();

        m_port->setEvents(failure(ErrorCode::unavailable, "the station", {}));
        session.refresh();
        m_port->waitForQueries(asked + 1);
        QCoreApplication::processEvents();

        QCOMPARE(session.events().size(), std::size_t{2});
    }

    void neighbours_areFoundOutsideOfTheSpanToo() {
        HistorySession session(m_port, m_clock);
        QSignalSpy found(&session, &HistorySession::eventFound);
        const QSignalSpy none(&session, &HistorySession::noEventFound);

        session.findEventBefore(demoNow() - 1h);
        QTRY_COMPARE(found.size(), 1);
        QCOMPARE(found[0][0].value<Event>().id, std::uint64_t{1});
        session.findEventFrom(demoNow() - 1h);
        QTRY_COMPARE(found.size(), 2);
        QCOMPARE(found[1][0].value<Event>().id, std::uint64_t{2});
        session.findEventBefore(demoNow() - 3h);
        QTRY_COMPARE(none.size(), 1);
        session.findEventFrom(demoNow() - 10s);
        QTRY_COMPARE(none.size(), 2);
    }

    void note_isAddedAndRemoved() {
        HistorySession session(m_port, m_clock);
        QSignalSpy added(&session, &HistorySession::noteAdded);
        QSignalSpy removed(&session, &HistorySession::noteRemoved);

        session.addNote({demoNow() - 30s, "payment", "pool is full", {}});
        QTRY_COMPARE(added.size(), 1);
        QVERIFY(!m_port->notes().front().who.empty());
        QTRY_COMPARE(session.events().size(), std::size_t{3});

        const auto note = added[0][0].value<Event>();
        session.removeNote(note);
        QTRY_COMPARE(removed.size(), 1);
        QTRY_COMPARE(session.events().size(), std::size_t{2});
        QCOMPARE(m_port->removed(), std::vector{note.id});
    }

    void refusedNote_isASentence() {
        HistorySession session(m_port, m_clock);
        QSignalSpy failed(&session, &HistorySession::noteFailed);
        m_port->setWriteError(Error{ErrorCode::unavailable, "the station", "It is read-only."});

        session.addNote({demoNow(), {}, "x", {}});

        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed[0][0].toString(), u"The station is not available. It is read-only."_s);
    }

    void alerts_comeByThemselves() {
        HistorySession session(m_port, m_clock);
        AlertBook book;
        book.alerts.push_back(
            {.rule = "checkout fails", .subject = {}, .value = {}, .summary = {}, .runbook = {}});
        m_port->setAlerts(book);

        QTRY_COMPARE(session.alertBook().alerts.size(), std::size_t{1});
        QCOMPARE(session.alertBook().alerts.front().rule, std::string("checkout fails"));
    }

    void alertRules_areTakenOrRefused() {
        HistorySession session(m_port, m_clock);
        const QSignalSpy set(&session, &HistorySession::rulesSet);
        const QSignalSpy refused(&session, &HistorySession::rulesRefused);

        session.setAlertRules(u"rules: []"_s);
        QTRY_COMPARE(set.size(), 1);
        QTRY_COMPARE(session.alertBook().rulesYaml, std::string("rules: []"));
        m_port->setWriteError(Error{ErrorCode::invalid, "line 3", {}});
        session.setAlertRules(u"rules: x"_s);
        QTRY_COMPARE(refused.size(), 1);
    }

    void snapshot_isReviewedForTheNewestOrderOnly() {
        HistorySession session(m_port, m_clock);
        QSignalSpy reviewed(&session, &HistorySession::snapshotReviewed);
        SnapshotReport report;
        report.records = 12;
        m_port->setReport(report);
        m_port->hold();

        session.reviewSnapshot({{1min, {}}, SnapshotRequests::all, true, {}, {}});
        m_port->waitForReviews(1);
        session.reviewSnapshot({{5min, {}}, SnapshotRequests::none, true, {}, {}});
        m_port->release();

        QTRY_COMPARE(reviewed.size(), 1);
        QCOMPARE(reviewed[0][0].value<SnapshotReport>().records, std::uint64_t{12});
        QCOMPARE(m_port->reviewed().back().requests, SnapshotRequests::none);
    }

    void export_tellsHowFarItIs() {
        HistorySession session(m_port, m_clock);
        QSignalSpy progressed(&session, &HistorySession::exportProgressed);
        const QSignalSpy finished(&session, &HistorySession::exportFinished);

        session.exportSnapshot({}, m_folder.filePath(u"outage.binnacle"_s));
        QVERIFY(session.isExporting());

        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!session.isExporting());
        QCOMPARE(progressed.last()[0].toDouble(), 1.0);
        QVERIFY(!m_port->exported().front().order.who.empty());
    }

    void export_isCancelled() {
        HistorySession session(m_port, m_clock);
        const QSignalSpy failed(&session, &HistorySession::exportFailed);
        m_port->hold();

        session.exportSnapshot({}, m_folder.filePath(u"outage.binnacle"_s));
        m_port->waitForExports(1);
        session.cancelExport();

        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(!session.isExporting());
        m_port->release();
    }

  private:
    std::shared_ptr<FakeHistoryPort> m_port;
    ManualClock m_clock{demoNow()};
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(HistorySessionTest)
#include "tst_history_session.moc"
