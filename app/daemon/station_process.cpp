// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/daemon/station_process.h"

#include "app/daemon/station_memory.h"
#include "app/daemon/versions.h"
#include "connectors/envoy/admin/admin_poller.h"
#include "connectors/envoy/admin/cluster_board.h"
#include "connectors/envoy/policy/envoy_control_plane.h"
#include "connectors/envoy/policy/mesh_file.h"
#include "connectors/envoy/telemetry/envoy_server.h"
#include "connectors/station/station_server.h"
#include "models/core/base/clock.h"
#include "models/core/policy/policy_desk.h"
#include "models/core/store/audit_store.h"
#include "models/core/topology/mesh.h"

#include <sys/stat.h>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace binnacle {
namespace {

Result<void> preparePrivateFolder(const std::string& folder) {
    std::error_code error;
    const bool made = std::filesystem::create_directories(folder, error);
    if (error) return failure(ErrorCode::unavailable, folder, "cannot be made: " + error.message());
    if (made && chmod(folder.c_str(), 0700) != 0)
        return failure(ErrorCode::unavailable, folder,
                       std::string("cannot be made private: ") + std::strerror(errno));
    return {};
}

Result<MeshFile> meshOf(const DaemonOptions& options) {
    return options.config.empty() ? Result<MeshFile>(MeshFile{}) : readMeshFile(options.config);
}

}  // namespace

// In the order of need: each part uses only those above it, so the reverse order of destruction is safe.
struct StationProcess::Parts {
    Parts(const DaemonOptions& daemonOptions, MeshFile meshFile)
        : options(daemonOptions),
          meshName(meshFile.name),
          mesh(clock),
          plane(std::move(meshFile), mesh, clock, "") {}

    DaemonOptions options;
    std::string meshName;
    SystemClock clock;
    Mesh mesh;
    EnvoyControlPlane plane;
    std::unique_ptr<AuditStore> store;
    std::unique_ptr<PolicyDesk> desk;
    std::unique_ptr<AlertWebhook> webhook;
    std::unique_ptr<StationMemory> memory;
    std::shared_ptr<ClusterBoard> clusters;
    std::unique_ptr<EnvoyServer> proxies;
    std::unique_ptr<AdminPoller> poller;
    std::unique_ptr<StationServer> consoles;

    Result<void> openPolicy();
    Result<void> openMemory();
    Result<void> openProxies();
    Result<void> openConsoles();
};

Result<void> StationProcess::Parts::openPolicy() {
    if (auto ready = preparePrivateFolder(options.data); !ready) return ready;
    auto opened = AuditStore::open(options.data);
    if (!opened) return tl::unexpected(opened.error());
    store = std::move(*opened);
    desk = std::make_unique<PolicyDesk>(plane, *store, clock);
    desk->setReadOnly(options.readOnly);
    return desk->restore();
}

Result<void> StationProcess::Parts::openMemory() {
    if (!options.webhook.url.empty()) {
        auto opened = AlertWebhook::open(options.webhook, clock);
        if (!opened) return tl::unexpected(opened.error());
        webhook = std::move(*opened);
    }
    memory = std::make_unique<StationMemory>(
        options, StationMemory::Surroundings{mesh, *desk, clock, webhook.get(), meshName});
    return {};
}

Result<void> StationProcess::Parts::openProxies() {
    clusters = std::make_shared<ClusterBoard>(mesh, clock);
    EnvoyServerOptions server;
    server.listen = options.listen;
    server.allowInsecureNonLoopback = options.allowInsecure;
    server.clusters = clusters;
    auto started = EnvoyServer::start(server, mesh, clock, plane.services());
    if (!started) return tl::unexpected(started.error());
    proxies = std::move(*started);
    plane.setStationAddress(proxies->address());
    desk->setAdoption(plane.adoption());
    poller = std::make_unique<AdminPoller>(plane.adminTargets(), clusters);
    return {};
}

Result<void> StationProcess::Parts::openConsoles() {
    StationServerOptions server;
    server.socketPath = options.socket;
    server.clock = &clock;
    server.scratchFolder = options.data;
    server.facts = {meshName, options.readOnly, appVersion(), proxies->address(), "", {}};
    auto started = StationServer::start(server, {memory->traffic(), *desk, memory->port()});
    if (!started) return tl::unexpected(started.error());
    consoles = std::move(*started);
    return {};
}

Result<std::unique_ptr<StationProcess>> StationProcess::start(const DaemonOptions& options) {
    auto mesh = meshOf(options);
    if (!mesh) return tl::unexpected(mesh.error());
    auto parts = std::make_unique<Parts>(options, std::move(*mesh));
    // What the trail holds goes to the control plane before any proxy can ask: a restart never sends less
    // than before.
    if (auto opened = parts->openPolicy(); !opened) return tl::unexpected(opened.error());
    // Before any proxy tells anything: what came earlier would not be recorded.
    if (auto opened = parts->openMemory(); !opened) return tl::unexpected(opened.error());
    if (auto opened = parts->openProxies(); !opened) return tl::unexpected(opened.error());
    if (auto opened = parts->openConsoles(); !opened) return tl::unexpected(opened.error());
    return std::unique_ptr<StationProcess>(new StationProcess(std::move(parts)));
}

StationProcess::StationProcess(std::unique_ptr<Parts> parts) : m_parts(std::move(parts)) {}

StationProcess::~StationProcess() {
    stop();
}

std::string StationProcess::proxyAddress() const {
    return m_parts->proxies->address();
}

std::string StationProcess::socketPath() const {
    return m_parts->options.socket;
}

void StationProcess::stop() {
    m_parts->consoles->stop();
    m_parts->poller.reset();
    m_parts->proxies->stop();
}

}  // namespace binnacle
