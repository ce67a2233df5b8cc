// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/core/base/clock.h"
#include "tests/support/demo_frame.h"
#include "tests/support/fake_history_port.h"
#include "tests/support/fake_policy_port.h"
#include "tests/support/fake_telemetry_port.h"
#include "tests/support/manual_clock.h"
#include "views/shell/main_window.h"
#include "views/shell/theme_choice.h"

#include <QCoreApplication>
#include <QLabel>
#include <QLayout>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <memory>

namespace binnacle {

using namespace Qt::StringLiterals;

/// Keeps what a test's windows remember in a folder of the test's own.
inline void keepSettingsIn(const QTemporaryDir& folder) {
    QVERIFY(folder.isValid());
    QStandardPaths::setTestModeEnabled(true);
    QCoreApplication::setOrganizationName(u"binnacle-test"_s);
    QCoreApplication::setApplicationName(u"binnacle-test"_s);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
}

/// A window on a station that the test plays, as someone sees it who has just opened it.
struct MainWindowBench {
    std::shared_ptr<FakeTelemetryPort> station = std::make_shared<FakeTelemetryPort>();
    std::shared_ptr<FakePolicyPort> desk = std::make_shared<FakePolicyPort>();
    std::shared_ptr<FakeHistoryPort> memory = std::make_shared<FakeHistoryPort>();
    ManualClock clock{demoNow()};
    ThemeChoice theme;
    TelemetrySession telemetry{station};
    PolicySession policy{desk};
    HistorySession history{memory, clock};
    TimeTravel travel{telemetry, clock};
    ReportMaker reports{{station, desk, memory}, clock};
    MainWindow window{{telemetry, policy, history, travel, reports}, theme, clock};

    MainWindowBench() {
        // The offscreen platform warns of size hints, and a warning ends the test.
        window.layout()->setSizeConstraint(QLayout::SetNoConstraint);
        window.show();
        [[maybe_unused]] const bool isShown = QTest::qWaitForWindowExposed(&window);
    }
    void fill() {
        station->pushStatus(demoStatus());
        station->pushFrame(demoFrame());
        station->pushSeries(demoSeries());
        station->pushClusters(demoClusters());
        station->pushRequests(demoRequests(60));
        QTRY_COMPARE(telemetry.state(), TelemetrySession::State::live);
        QTRY_VERIFY(!telemetry.frame()->edges.empty());
    }
    template <typename T>
    T& find(const QString& name) {
        T* found = window.findChild<T*>(name);
        if (found == nullptr) qFatal("no %s", qPrintable(name));
        return *found;
    }
    QString label(const QString& name) { return find<QLabel>(name).text(); }
    void key(Qt::Key key) { QTest::keyClick(&window, key); }
};

}  // namespace binnacle
