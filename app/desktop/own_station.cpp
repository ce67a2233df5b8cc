// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/own_station.h"

#include "models/qt/format.h"

#include <sys/prctl.h>
#include <unistd.h>
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <csignal>

namespace binnacle {
namespace {

using namespace Qt::StringLiterals;

constexpr int kReadyMs = 10'000;
constexpr int kStopMs = 3'000;

QString besideUs(const QString& program) {
    return QDir(QCoreApplication::applicationDirPath()).filePath(program);
}

QString dataFolder() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation))
        .filePath(u"station"_s);
}

}  // namespace

Result<std::unique_ptr<OwnStation>> OwnStation::start() {
    const QString program = besideUs(u"binnacled"_s);
    if (!QFileInfo(program).isExecutable()) {
        return failure(ErrorCode::notFound, utf8(program), "It belongs beside this program; install both.");
    }
    std::unique_ptr<OwnStation> station(new OwnStation);
    if (!station->m_folder.isValid()) {
        return failure(ErrorCode::unavailable, "a private folder for the socket",
                       utf8(station->m_folder.errorString()));
    }
    QDir().mkpath(dataFolder());
    QProcess& process = station->m_process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    // Ends with us even when we are killed; the check closes the gap between fork and prctl.
    process.setChildProcessModifier([parent = getpid()] {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(1);
    });
    process.start(program, {u"--socket"_s, text(station->socketPath()), u"--data"_s, dataFolder()});
    if (auto ready = station->waitUntilReady(); !ready) return tl::unexpected<Error>(ready.error());
    return station;
}

Result<void> OwnStation::waitUntilReady() {
    const QDeadlineTimer deadline(kReadyMs);
    QByteArray said;
    m_process.setReadChannel(QProcess::StandardError);  // the one that waitForReadyRead() looks at
    while (!deadline.hasExpired()) {
        const bool isTold = m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        said += m_process.readAllStandardError();
        if (said.contains("ready")) return {};
        if (!isTold && m_process.state() == QProcess::NotRunning) break;
    }
    return failure(ErrorCode::unavailable, "the station", utf8(QString::fromUtf8(said).trimmed()));
}

OwnStation::~OwnStation() {
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.terminate();
    if (!m_process.waitForFinished(kStopMs)) m_process.kill();
    m_process.waitForFinished(kStopMs);
}

std::string OwnStation::socketPath() const {
    return utf8(m_folder.filePath(u"station.sock"_s));
}

}  // namespace binnacle
