// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/own_station.h"

#include "models/core/base/text.h"
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
constexpr int kSnapshotReadyMs = 40'000;  ///< it gives a file up by itself after 30 s
constexpr qsizetype kLongestSaid = 1'000;
constexpr int kStopMs = 3'000;

QString besideUs(const QString& program) {
    return QDir(QCoreApplication::applicationDirPath()).filePath(program);
}

QString dataFolder() {
    return QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation))
        .filePath(u"station"_s);
}

/// The end of what it said: the reason, where it ended by itself. A hostile file may have a part in it.
QString lastWords(const QByteArray& said) {
    const QByteArray end = said.right(kLongestSaid).trimmed().replace('\n', ' ');
    return text(safeText(end.toStdString(), kLongestSaid));
}

}  // namespace

Result<std::unique_ptr<OwnStation>> OwnStation::start() {
    QDir().mkpath(dataFolder());
    return run({u"--data"_s, dataFolder()}, kReadyMs);
}

Result<std::unique_ptr<OwnStation>> OwnStation::open(const QString& snapshot) {
    const QFileInfo file(snapshot);
    if (!file.isFile()) return failure(ErrorCode::notFound, utf8(snapshot), "");
    return run({u"--snapshot"_s, file.absoluteFilePath()}, kSnapshotReadyMs);
}

Result<std::unique_ptr<OwnStation>> OwnStation::run(const QStringList& arguments, int readyMs) {
    const QString program = besideUs(u"binnacled"_s);
    if (!QFileInfo(program).isExecutable()) {
        return failure(ErrorCode::notFound, utf8(program), "It belongs beside this program; install both.");
    }
    std::unique_ptr<OwnStation> station(new OwnStation);
    if (!station->m_folder.isValid()) {
        return failure(ErrorCode::unavailable, "a private folder for the socket",
                       utf8(station->m_folder.errorString()));
    }
    QProcess& process = station->m_process;
    process.setProcessChannelMode(QProcess::SeparateChannels);
    // Ends with us even when we are killed; the check closes the gap between fork and prctl.
    process.setChildProcessModifier([parent = getpid()] {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != parent) _exit(1);
    });
    process.start(program, QStringList{u"--socket"_s, text(station->socketPath())} + arguments);
    if (auto ready = station->waitUntilReady(readyMs); !ready) return tl::unexpected<Error>(ready.error());
    return station;
}

Result<void> OwnStation::waitUntilReady(int readyMs) {
    const QDeadlineTimer deadline(readyMs);
    QByteArray said;
    m_process.setReadChannel(QProcess::StandardError);  // the one that waitForReadyRead() looks at
    while (!deadline.hasExpired()) {
        const bool isTold = m_process.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        said += m_process.readAllStandardError();
        if (said.contains("ready")) return {};
        if (!isTold && m_process.state() == QProcess::NotRunning) break;
    }
    return failure(ErrorCode::unavailable, "the station", utf8(lastWords(said)));
}

void OwnStation::whenItEnds(std::function<void(const QString& said)> told) {
    QObject::connect(&m_process, &QProcess::finished, &m_process,
                     [this, told = std::move(told)] { told(lastWords(m_process.readAllStandardError())); });
}

OwnStation::~OwnStation() {
    m_process.disconnect();
    if (m_process.state() == QProcess::NotRunning) return;
    m_process.terminate();
    if (!m_process.waitForFinished(kStopMs)) m_process.kill();
    m_process.waitForFinished(kStopMs);
}

void OwnStation::handTo(QThread& thread) {
    m_process.moveToThread(&thread);
}

std::string OwnStation::socketPath() const {
    return utf8(m_folder.filePath(u"station.sock"_s));
}

}  // namespace binnacle
