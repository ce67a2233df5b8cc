// SPDX-License-Identifier: GPL-3.0-or-later
// Writes reports to be looked at, and reports whose every text tries to run or to load something: what
// tests/integration/test_report.py opens in a browser. report_samples FOLDER. Not a test.
#include "tests/support/shop_incident.h"
#include "tests/support/web_canaries.h"
#include "views/incident/report_file.h"

#include "models/qt/format.h"

#include <QApplication>
#include <QDir>
#include <iostream>

using namespace binnacle;
using namespace Qt::StringLiterals;

namespace {

bool write(const ReportContent& content, const QString& file) {
    const auto written = writeReport(content, file, QApplication::font());
    if (!written) std::cerr << utf8(sentence(written.error())) << '\n';
    return written.has_value();
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QDir folder(argc > 1 ? QString::fromLocal8Bit(argv[1]) : u"."_s);
    folder.mkpath(u"."_s);
    std::string harm;
    for (const std::string& canary : webCanaries()) harm += ' ' + canary;
    bool isWritten = true;
    for (const QString& ending : {u"html"_s, u"pdf"_s, u"md"_s}) {
        isWritten = write(shopIncident(), folder.filePath(u"shop."_s + ending)) && isWritten;
        isWritten = write(shopIncident(harm), folder.filePath(u"canaries."_s + ending)) && isWritten;
    }
    return isWritten ? 0 : 1;
}
