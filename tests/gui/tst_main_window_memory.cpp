// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/demo_alerts.h"
#include "tests/support/main_window_bench.h"
#include "tests/support/shown_widget.h"
#include "views/map/map_view.h"
#include "views/shell/message_bar.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// What the main window says of the station's memory: alerts, and the recording.
class MainWindowMemoryTest : public QObject {
    Q_OBJECT

    using Bench = MainWindowBench;

  private Q_SLOTS:
    void initTestCase() { keepSettingsIn(m_folder); }
    void init() { QSettings().clear(); }

    void aRecordingThatStops_isSaidAndDoesNotStopTheView() {
        Bench bench;
        bench.fill();
        StationStatus status = demoStatus();
        status.history.isRecording = true;
        status.history.span = RecordedSpan{demoNow() - 2h - 11min, demoNow()};
        status.history.bytes = 84U << 20U;
        bench.station->pushStatus(status);
        QTRY_COMPARE(bench.label(u"statusHistory"_s), u"history 2 h 11 min, 84.0 MiB"_s);

        status.history.problem = "history.db: database or disk is full";
        bench.station->pushStatus(status);
        QTRY_COMPARE(bench.label(u"statusHistory"_s), u"history stopped"_s);
        QVERIFY(bench.label(u"messageText"_s).contains(u"database or disk is full"_s));
        QVERIFY(bench.window.findChild<MapView*>()->isVisible());

        status.history.problem.clear();
        bench.station->pushStatus(status);
        QTRY_VERIFY(!bench.find<MessageBar>(u"messageBar"_s).isVisible());
    }

    void anAlert_opensAtItsMoment() {
        Bench bench;
        bench.fill();
        AlertBook book;
        book.alerts = demoAlerts();
        for (Alert& alert : book.alerts) alert.firedAt = demoNow() - 10min;
        bench.memory->setAlerts(book);
        bench.history.refresh();
        auto& table = *namedChild<QTableView>(bench.window, u"Alerts, firing first"_s);
        QTRY_COMPARE(table.model()->rowCount(), 4);

        bench.window.showAlert(book.alerts[0]);

        QVERIFY(bench.travel.window().to.has_value());
        QVERIFY(*bench.travel.window().to >= demoNow() - 10min);
        QVERIFY(*bench.travel.window().to < demoNow());
        QVERIFY(table.isVisible());
        QCOMPARE(bench.window.selection().source(), u"checkout"_s);
        QCOMPARE(bench.window.selection().destination(), u"payment"_s);
    }

    void alertRules_goToTheStation() {
        Bench bench;
        AlertBook book;
        book.rulesYaml = "# none yet";
        bench.memory->setAlerts(book);
        bench.history.refresh();
        auto& rules = *namedChild<QPlainTextEdit>(bench.window, u"Alert rules, YAML"_s);
        QTRY_COMPARE(rules.toPlainText(), u"# none yet"_s);
        rules.setPlainText(u"# none, by choice"_s);

        bench.find<QPushButton>(u"applyRules"_s).click();

        QTRY_COMPARE(bench.memory->rules(), std::vector<std::string>{"# none, by choice"});
        QTRY_VERIFY(!bench.find<QPushButton>(u"applyRules"_s).isEnabled());
    }

  private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(MainWindowMemoryTest)
#include "tst_main_window_memory.moc"
