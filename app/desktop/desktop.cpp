// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/end_signals.h"
#include "app/desktop/own_station.h"
#include "app/desktop/screenshot.h"
#include "app/desktop/snapshot_opener.h"
#include "connectors/station/station_client.h"
#include "models/core/base/clock.h"
#include "models/qt/format.h"
#include "models/qt/history_session.h"
#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"
#include "models/qt/time_travel.h"
#include "views/alerts/desktop_notifier.h"
#include "views/incident/report_maker.h"
#include "views/shell/main_window.h"
#include "views/shell/paint_probe.h"
#include "views/shell/theme_choice.h"

#include <QApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <iostream>
#include <memory>
#include <optional>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

int complain(const Error& error) {
    std::cerr << "binnacle: " << utf8(sentence(error)) << '\n';
    return 1;
}

std::optional<ThemeChoice::Choice> imposedTheme(const DesktopOptions& options) {
    if (options.theme == "dark") return ThemeChoice::Choice::dark;
    if (options.theme == "light") return ThemeChoice::Choice::light;
    return std::nullopt;
}

void connectNotifier(DesktopNotifier& notifier, HistorySession& history, MainWindow& window) {
    QObject::connect(&history, &HistorySession::alertBookChanged, &notifier,
                     [&] { notifier.tell(history.alertBook()); });
    QObject::connect(&notifier, &DesktopNotifier::openRequested, &window, [&](const Alert& alert) {
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
        window.raise();
        window.activateWindow();
        window.showAlert(alert);
    });
    QObject::connect(&notifier, &DesktopNotifier::unavailable, &window, &MainWindow::remark);
}

/// The station that was asked for, and our hold on it where it is ours.
struct StationAtHand {
    std::unique_ptr<OwnStation> own;
    std::string socket;
};

Result<StationAtHand> stationFor(const DesktopOptions& options) {
    if (!options.socket.empty()) return StationAtHand{{}, options.socket};
    auto own = options.open.empty() ? OwnStation::start() : OwnStation::open(text(options.open));
    if (!own) return tl::unexpected<Error>(own.error());
    const std::string socket = (*own)->socketPath();
    return StationAtHand{*std::move(own), socket};
}

int writeReport(const StationAtHand& station, const DesktopOptions& options) {
    const auto client = std::make_shared<StationClient>(station.socket);
    const SystemClock clock;
    ReportMaker maker({client, client, client}, clock);
    QObject::connect(&maker, &ReportMaker::finished, &maker, [] { QCoreApplication::exit(0); });
    QObject::connect(&maker, &ReportMaker::failed, &maker, [](const QString& sentence) {
        std::cerr << "binnacle: " << utf8(sentence) << '\n';
        QCoreApplication::exit(1);
    });
    ReportOrder order;
    if (options.window) order.window = TimeWindow{*options.window, {}};
    maker.make(order, text(options.report));
    return QCoreApplication::exec();
}

void openElsewhere(const QString& snapshot) {
    QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--open"_s, snapshot});
}

/// A snapshot that can't be opened, or whose station ends, is said in the window, which stays.
void watchStation(MainWindow& window, const Result<StationAtHand>& station, const DesktopOptions& options) {
    const QString file = text(options.open);
    if (!station) {
        window.showBroken(
            MainWindow::tr("The snapshot %1 can't be opened. %2").arg(file, sentence(station.error())));
    } else if (station->own && !file.isEmpty()) {
        station->own->whenItEnds([&window, file](const QString& said) {
            window.showBroken(
                MainWindow::tr("What served the snapshot %1 has ended; what is shown is from before. %2")
                    .arg(file, said));
        });
    }
}

}  // namespace

int runDesktop(QApplication& application, const DesktopOptions& options) {
    const EndSignals endSignals;
    const auto station = stationFor(options);
    const bool isShown = station || (!options.open.empty() && options.report.empty());
    if (!isShown) return complain(station.error());
    if (!options.report.empty()) return writeReport(*station, options);
    // Not connectStation(): a station that is away now is found when it comes, and the window says so
    // meanwhile.
    const QTemporaryDir nowhere;
    const auto client =
        std::make_shared<StationClient>(station ? station->socket : utf8(nowhere.filePath(u"nobody.sock"_s)));

    const SystemClock clock;
    ThemeChoice theme;
    if (const auto imposed = imposedTheme(options)) theme.impose(*imposed);
    TelemetrySession telemetry(client);
    PolicySession policy(client);
    HistorySession history(client, clock);
    TimeTravel travel(telemetry, clock);
    ReportMaker reports({client, client, client}, clock);
    MainWindow window({telemetry, policy, history, travel, reports}, theme, clock);
    DesktopNotifier notifier(QDBusConnection::sessionBus(), clock);
    connectNotifier(notifier, history, window);
    QObject::connect(&window, &MainWindow::openSnapshotRequested, &window, openElsewhere);
    watchStation(window, station, options);
    window.comparison().setOpener(openRecording);
    if (options.isMeasuring) window.probe().measureTurns();
    std::unique_ptr<Screenshot> screenshot;
    if (!options.screenshot.empty()) {
        screenshot = std::make_unique<Screenshot>(
            window, telemetry, Screenshot::Order{Screenshot::viewOf(options.view), text(options.screenshot)});
    }
    window.show();
    const int code = application.exec();
    if (options.isMeasuring) std::cerr << utf8(window.probe().report());
    return code;
}

}  // namespace binnacle
