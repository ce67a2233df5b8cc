// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/qt/telemetry_session.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_telemetry_port.h"

#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <thread>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using State = TelemetrySession::State;

namespace {

TopologyFrame numbered(std::uint64_t generation) {
    TopologyFrame frame = demoFrame();
    frame.generation = generation;
    return frame;
}

}  // namespace

class TelemetrySessionTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_port = std::make_shared<FakeTelemetryPort>(); }

    void firstFrame_makesItLive() {
        TelemetrySession session(m_port);
        const QSignalSpy changed(&session, &TelemetrySession::frameChanged);
        QCOMPARE(session.state(), State::connecting);
        QVERIFY(session.frame()->edges.empty());

        m_port->pushFrame(numbered(7));

        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(session.frame()->generation, std::uint64_t{7});
        QCOMPARE(session.state(), State::live);
    }

    void burstFromAThread_isThrottledAndNeverLosesTheLast() {
        TelemetrySession session(m_port);
        const QSignalSpy changed(&session, &TelemetrySession::frameChanged);

        std::thread sender([this] {
            for (std::uint64_t i = 1; i <= 500; ++i) m_port->pushFrame(numbered(i));
        });
        sender.join();

        QTRY_COMPARE(session.frame()->generation, std::uint64_t{500});
        QVERIFY2(changed.size() <= 3, qPrintable(QString::number(changed.size())));
    }

    void answerToAnOlderFilter_isDropped() {
        TelemetrySession session(m_port);
        // It waits for the UI thread while the user already asks for something else.
        m_port->pushFrame(numbered(1));

        session.setFilter(u"service = cart"_s);
        m_port->pushFrame(numbered(2));

        const QSignalSpy changed(&session, &TelemetrySession::frameChanged);
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(session.frame()->generation, std::uint64_t{2});
        QCOMPARE(m_port->topologyQueries().back().filter, std::string("service = cart"));
    }

    void oldWatches_end() {
        TelemetrySession session(m_port);

        session.setWindow({60s, std::nullopt});
        session.setWindow({300s, std::nullopt});

        QTRY_COMPARE(m_port->topologyQueries().size(), std::size_t{1});
        QTRY_COMPARE(m_port->requestQueries().size(), std::size_t{1});
        QTRY_COMPARE(m_port->seriesQueries().size(), std::size_t{2});  // the chart's and the overview's
        QCOMPARE(m_port->topologyQueries().front().window.length, Duration(300s));
    }

    void past_hasItsOwnProxiesBesideTheLiveStatus() {
        TelemetrySession session(m_port);
        m_port->pushStatus(demoStatus());
        QTRY_COMPARE(session.status().proxies.size(), demoStatus().proxies.size());
        const TimePoint moment = demoNow() - 1h;

        session.setWindow({60s, moment});
        QTRY_COMPARE(m_port->statusQueries().size(), std::size_t{2});
        StationStatus then = demoStatus();
        then.proxies.resize(2);
        m_port->pushStatusOf(moment, then);

        QTRY_COMPARE(session.statusShown().proxies.size(), std::size_t{2});
        QCOMPARE(session.status().proxies.size(), demoStatus().proxies.size());
        session.setWindow({60s, std::nullopt});
        QCOMPARE(session.statusShown().proxies.size(), demoStatus().proxies.size());
    }

    void requests_stayUntilTheNewOnesCome() {
        TelemetrySession session(m_port);
        const QSignalSpy reset(&session, &TelemetrySession::requestsReset);
        const QSignalSpy arrived(&session, &TelemetrySession::requestsArrived);

        session.setWindow({60s, std::nullopt});
        QCOMPARE(reset.size(), 0);
        m_port->pushRequests(demoRequests(5));

        QTRY_COMPARE(arrived.size(), 1);
        QCOMPARE(reset.size(), 1);
    }

    void overview_hasASpanOfItsOwn() {
        TelemetrySession session(m_port);

        session.setOverview({6h, demoNow()}, 60s);
        session.setWindow({60s, demoNow() - 1h});

        QTRY_COMPARE(m_port->seriesQueries().size(), std::size_t{2});
        const auto queries = m_port->seriesQueries();
        const auto overview = std::find_if(queries.begin(), queries.end(),
                                           [](const SeriesQuery& query) { return query.step == 60s; });
        QVERIFY(overview != queries.end());
        QCOMPARE(overview->window, (TimeWindow{6h, demoNow()}));
    }

    void charts_getNoMorePointsThanTheyCanDraw() {
        TelemetrySession session(m_port);

        session.setWindow({900s, std::nullopt});

        for (const SeriesQuery& query : m_port->seriesQueries()) {
            QVERIFY(query.step >= Duration(1s));
            QVERIFY(query.window.length / query.step <= 300);
        }
    }

    void paused_holdsThePictureAndCatchesUp() {
        TelemetrySession session(m_port);
        m_port->pushFrame(numbered(1));
        QTRY_COMPARE(session.state(), State::live);
        QSignalSpy arrived(&session, &TelemetrySession::requestsArrived);
        const QSignalSpy status(&session, &TelemetrySession::statusChanged);

        session.setPaused(true);
        m_port->pushFrame(numbered(2));
        m_port->pushRequests(demoRequests(5));
        m_port->pushRequests(demoRequests(7));
        m_port->pushStatus(demoStatus());
        QTRY_COMPARE(status.size(), 1);

        QCOMPARE(session.state(), State::paused);
        QCOMPARE(session.frame()->generation, std::uint64_t{1});
        QCOMPARE(arrived.size(), 0);
        session.setPaused(false);
        QCOMPARE(session.frame()->generation, std::uint64_t{2});
        QCOMPARE(arrived.size(), 1);
        QCOMPARE(arrived[0][0].value<std::vector<RequestRecord>>().size(), std::size_t{12});
    }

    void lostStation_isSaidAndRecoveredFrom() {
        TelemetrySession session(m_port);
        m_port->pushFrame(numbered(1));
        m_port->pushStatus(demoStatus());
        QTRY_COMPARE(session.state(), State::live);

        m_port->fail({ErrorCode::unavailable, "the station", "gone"});
        QTRY_COMPARE(session.state(), State::disconnected);
        QCOMPARE(session.errorText(), u"The station is not available. gone"_s);
        QCOMPARE(session.frame()->generation, std::uint64_t{1});

        m_port->pushFrame(numbered(2));
        m_port->pushRequests({});
        m_port->pushSeries(demoSeries());
        m_port->pushStatus(demoStatus());
        m_port->pushClusters(demoClusters());
        QTRY_COMPARE(session.state(), State::live);
        QVERIFY(session.errorText().isEmpty());
    }

    void retry_opensEveryWatchAnew() {
        TelemetrySession session(m_port);
        m_port->fail({ErrorCode::unavailable, "the station", "gone"});
        QTRY_COMPARE(session.state(), State::disconnected);

        session.retry();

        QTRY_COMPARE(m_port->statusWatches(), std::size_t{1});
        QCOMPARE(m_port->topologyQueries().size(), std::size_t{1});
    }

    void selection_chartsThatSelection() {
        TelemetrySession session(m_port);
        const Selection payment{.source = {}, .destination = "payment-v2"};

        session.setSeriesSelection(payment);
        m_port->pushSeries(demoSeries(payment));

        QTRY_COMPARE(session.series().points.size(), std::size_t{120});
        QCOMPARE(session.series().selection, payment);
    }

    void endWhileValuesPour_isClean() {
        std::atomic<bool> isOver = false;
        std::thread sender([&] {
            while (!isOver) m_port->pushFrame(numbered(1));
        });

        for (int i = 0; i < 20; ++i) {
            TelemetrySession session(m_port);
            session.setFilter(u"service = x"_s);
            QCoreApplication::processEvents();
        }

        isOver = true;
        sender.join();
    }

  private:
    std::shared_ptr<FakeTelemetryPort> m_port;
};

QTEST_GUILESS_MAIN(TelemetrySessionTest)
#include "tst_telemetry_session.moc"
