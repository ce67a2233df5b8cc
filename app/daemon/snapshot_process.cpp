// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/snapshot_process.h"

#include "app/daemon/confinement.h"
#include "app/daemon/versions.h"
#include "app/daemon/watchdog.h"
#include "connectors/station/station_server.h"
#include "models/core/base/clock.h"
#include "models/core/history/recorded_traffic.h"
#include "models/core/incident/snapshot_desk.h"
#include "models/core/incident/snapshot_recording.h"

#include <filesystem>
#include <utility>

namespace binnacle {
namespace {

// A file that takes longer was made to.
constexpr std::chrono::seconds kPatience{30};

}  // namespace

// In the order of need: each part uses only those above it, so the reverse order of destruction is safe.
struct SnapshotProcess::Parts {
    Parts(std::shared_ptr<const SnapshotFile> opened, std::unique_ptr<SnapshotRecording> read,
          SnapshotMemory memory)
        : file(std::move(opened)),
          recording(std::move(read)),
          traffic(*recording, clock),
          desk(file, *recording, std::move(memory)) {}

    SystemClock clock;
    std::shared_ptr<const SnapshotFile> file;
    std::unique_ptr<SnapshotRecording> recording;
    RecordedTraffic traffic;
    SnapshotDesk desk;
    std::unique_ptr<StationServer> consoles;
};

Result<std::unique_ptr<SnapshotProcess>> SnapshotProcess::start(const DaemonOptions& options) {
    auto listener = UnixListener::bind(options.socket);
    if (!listener) return tl::unexpected(listener.error());
    if (auto confined = confine(); !confined) return tl::unexpected(confined.error());
    const Watchdog watchdog(kPatience, {1, options.snapshot + ": reading it takes too long"});
    auto file = SnapshotFile::open(options.snapshot);
    if (!file) return tl::unexpected(file.error());
    auto recording = SnapshotRecording::open(*file);
    if (!recording) return tl::unexpected(recording.error());
    auto memory = readSnapshotMemory(**file);
    if (!memory) return tl::unexpected(memory.error());
    auto parts = std::make_unique<Parts>(std::move(*file), std::move(*recording), std::move(*memory));
    StationServerOptions server;
    server.socketPath = options.socket;
    server.listener = std::make_shared<UnixListener>(std::move(*listener));
    server.clock = &parts->clock;
    const SnapshotReport& report = parts->file->report();
    server.facts = {report.mesh,
                    true,
                    appVersion(),
                    "",
                    std::filesystem::path(options.snapshot).filename().string(),
                    RecordedSpan{report.from, report.to}};
    auto consoles = StationServer::start(server, {parts->traffic, parts->desk, parts->desk});
    if (!consoles) return tl::unexpected(consoles.error());
    parts->consoles = std::move(*consoles);
    return std::unique_ptr<SnapshotProcess>(new SnapshotProcess(std::move(parts)));
}

SnapshotProcess::SnapshotProcess(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}
SnapshotProcess::~SnapshotProcess() = default;

}  // namespace binnacle
