// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop.h"
#include "app/desktop/end_signals.h"
#include "app/desktop/options.h"

#include <QApplication>
#include <QIcon>
#include <clocale>

using namespace Qt::StringLiterals;

int main(int argc, char** argv) {
    const auto options = binnacle::parseOptions(argc, argv);
    if (const int* code = std::get_if<int>(&options)) return *code;

    // A report is drawn, but nothing is shown: it needs no screen.
    if (!std::get<binnacle::DesktopOptions>(options).report.empty()) qputenv("QT_QPA_PLATFORM", "offscreen");
    binnacle::EndSignals::block();
    QApplication application(argc, argv);
    // Qt takes the user's locale; figures and protocols are written and read in C's.
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationName(u"binnacle"_s);
    QApplication::setOrganizationName(u"binnacle"_s);
    QApplication::setApplicationVersion(QStringLiteral(BINNACLE_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Binnacle"_s);
    QGuiApplication::setDesktopFileName(u"org.binnacle.Binnacle"_s);
    QApplication::setWindowIcon(QIcon(u":/icons/binnacle.svg"_s));
    return binnacle::runDesktop(application, std::get<binnacle::DesktopOptions>(options));
}
