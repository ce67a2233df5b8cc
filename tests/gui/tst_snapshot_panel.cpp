// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/demo_frame.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/manual_clock.h"
#include "tests/support/shown_widget.h"
#include "views/incident/snapshot_banner.h"
#include "views/incident/snapshot_panel.h"
#include "views/latency/fact_table.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

SnapshotReport report() {
    SnapshotReport report;
    report.mesh = "shop";
    report.who = "ada";
    report.made = demoNow();
    report.from = demoNow() - std::chrono::minutes(15);
    report.to = demoNow();
    report.nodes = 11;
    report.edges = 13;
    report.requests = 31'320;
    report.records = 4'120;
    report.parts = {{"rollups", 40'960}, {"configuration/a", 1024}, {"configuration/b", 1024}};
    report.removed = {{"JSON web tokens", 2}};
    report.note = "Payments <b>failed</b>.\u202E";
    return report;
}

struct Panel {
    Panel() : window(view, {400, 720}) { memory->setReport(report()); }

    template <typename T>
    T& find(const QString& name) {
        return *view.findChild<T*>(name);
    }
    QString table(const QString& name) { return namedChild<FactTable>(view, name)->asText(); }

    std::shared_ptr<FakeTelemetryPort> station = std::make_shared<FakeTelemetryPort>();
    std::shared_ptr<FakePolicyPort> desk = std::make_shared<FakePolicyPort>();
    std::shared_ptr<FakeHistoryPort> memory = std::make_shared<FakeHistoryPort>();
    ManualClock clock{demoNow()};
    TelemetrySession telemetry{station};
    HistorySession history{memory, clock};
    ReportMaker reports{{station, desk, memory}, clock};
    SnapshotPanel view{telemetry, history, reports};
    ShownWidget window;
    QTemporaryDir folder;
};

}  // namespace

class SnapshotPanelTest : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whatLeavesAndWhatIsRemoved_isShownFirst() {
        Panel panel;

        QTRY_VERIFY(panel.table(u"What leaves"_s).contains(u"31,320"_s));
        QVERIFY2(panel.table(u"What leaves"_s).contains(u"2.0 KiB"_s),
                 qPrintable(panel.table(u"What leaves"_s)));
        QVERIFY(panel.table(u"Removed before it leaves"_s).contains(u"JSON web tokens"_s));
        QVERIFY(panel.memory->exported().empty());
    }

    void choices_reachTheStation() {
        Panel panel;
        panel.memory->waitForReviews(0);

        panel.find<QComboBox>(u"snapshotWindow"_s).setCurrentIndex(1);
        panel.find<QComboBox>(u"snapshotRequests"_s).setCurrentIndex(2);
        panel.find<QCheckBox>(u"snapshotConfiguration"_s).setChecked(false);
        panel.find<QPlainTextEdit>(u"snapshotNote"_s).setPlainText(u" Payments failed. "_s);
        panel.view.saveSnapshotTo(panel.folder.filePath(u"a.binnacle"_s));

        panel.memory->waitForExports(1);
        const SnapshotOrder order = panel.memory->exported().front().order;
        QVERIFY(order.window == (TimeWindow{std::chrono::minutes(15), {}}));
        QVERIFY(order.requests == SnapshotRequests::none);
        QVERIFY(!order.withConfiguration);
        QCOMPARE(order.note, "Payments failed.");
        QVERIFY(!order.who.empty());
    }

    void savedFile_isNamedAndItsPathCanBeCopied() {
        Panel panel;

        panel.view.saveSnapshotTo(panel.folder.filePath(u"a.binnacle"_s));

        QTRY_VERIFY(shownText(panel.view).contains(u"Saved: a.binnacle, 10 B"_s));
        panel.find<QPushButton>(u"copyPath"_s).click();
        QCOMPARE(QGuiApplication::clipboard()->text(), panel.folder.filePath(u"a.binnacle"_s));
        QVERIFY(panel.find<QPushButton>(u"saveSnapshot"_s).isEnabled());
    }

    void saving_canBeCancelled() {
        Panel panel;
        QTRY_VERIFY(panel.table(u"What leaves"_s).contains(u"31,320"_s));
        panel.memory->hold();
        panel.view.saveSnapshotTo(panel.folder.filePath(u"a.binnacle"_s));
        QTRY_VERIFY(panel.find<QPushButton>(u"cancelSave"_s).isVisible());
        QVERIFY(!panel.find<QPushButton>(u"saveSnapshot"_s).isEnabled());

        panel.find<QPushButton>(u"cancelSave"_s).click();

        panel.memory->waitForCancelled();
        panel.memory->release();
        QTRY_VERIFY(panel.find<QPushButton>(u"saveSnapshot"_s).isEnabled());
        QVERIFY(!panel.find<QProgressBar>(u"saveProgress"_s).isVisible());
        QVERIFY(!QFile::exists(panel.folder.filePath(u"a.binnacle"_s)));
    }

    void failure_isSaidInPlace() {
        Panel panel;
        panel.memory->setReport(failure(ErrorCode::unavailable, "the disk", "It is full."));

        panel.view.saveSnapshotTo(panel.folder.filePath(u"a.binnacle"_s));

        QTRY_VERIFY(shownText(panel.view).contains(u"The disk is not available. It is full."_s));
    }

    void ofASnapshot_onlyReportsAreMade() {
        Panel panel;
        StationStatus status = demoStatus();
        status.snapshot = "incident.binnacle";

        panel.station->pushStatus(status);

        QTRY_VERIFY(!panel.find<QPushButton>(u"saveSnapshot"_s).isVisible());
        QVERIFY(panel.find<QPushButton>(u"saveReport"_s).isVisible());
        QVERIFY(!panel.find<QComboBox>(u"snapshotRequests"_s).isVisible());
    }

    void banner_saysWhoseSnapshotItIs() {
        Panel panel;
        SnapshotBanner banner(panel.telemetry, panel.history);
        const ShownWidget shown(banner, {900, 60});
        StationStatus status = demoStatus();
        status.snapshot = "incident.binnacle";
        status.history.span = RecordedSpan{report().from, report().to};

        panel.station->pushStatus(status);

        QTRY_VERIFY(shownText(banner).contains(u"made by ada"_s));
        QVERIFY(shownText(banner).contains(u"Snapshot of shop"_s));
        QVERIFY2(shownText(banner).contains(u"Note: Payments <b>failed</b>.\\u{202E}"_s),
                 qPrintable(shownText(banner)));
    }

    void banner_isNotThereWhileLive() {
        Panel panel;
        QWidget window;
        const auto* banner = new SnapshotBanner(panel.telemetry, panel.history, &window);
        window.show();

        panel.station->pushStatus(demoStatus());

        QTRY_COMPARE(panel.telemetry.status().mesh, "shop");
        QVERIFY(banner->isHidden());
    }
};

QTEST_MAIN(SnapshotPanelTest)
#include "tst_snapshot_panel.moc"
