// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"

#include "app/desktop/end_signals.h"
#include "app/desktop/own_station.h"
#include "app/desktop/screenshot.h"
#include "connectors/station/station_client.h"
#include "models/core/base/clock.h"
#include "models/qt/format.h"
#include "models/qt/history_session.h"
#include "models/qt/policy_session.h"
#include "models/qt/telemetry_session.h"
#include "models/qt/time_travel.h"
#include "views/alerts/desktop_notifier.h"
#include "views/shell/main_window.h"
#include "views/shell/paint_probe.h"
#include "views/shell/theme_choice.h"

#include <QApplication>
#include <iostream>
#include <memory>
#include <optional>

namespace binnacle {
namespace {

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

}  // namespace

int runDesktop(QApplication& application, const DesktopOptions& options) {
    const EndSignals endSignals;
    std::unique_ptr<OwnStation> own;
    std::string socket = options.socket;
    if (socket.empty()) {
        auto started = OwnStation::start();
        if (!started) return complain(started.error());
        own = std::move(*started);
        socket = own->socketPath();
    }
    // Not connectStation(): a station that is away now is found when it comes, and the window says so
    // meanwhile.
    const auto client = std::make_shared<StationClient>(socket);

    const SystemClock clock;
    ThemeChoice theme;
    if (const auto imposed = imposedTheme(options)) theme.impose(*imposed);
    TelemetrySession telemetry(client);
    PolicySession policy(client);
    HistorySession history(client, clock);
    TimeTravel travel(telemetry, clock);
    MainWindow window({telemetry, policy, history, travel}, theme, clock);
    DesktopNotifier notifier(QDBusConnection::sessionBus(), clock);
    connectNotifier(notifier, history, window);
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
