// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/station/unix_listener.h"
#include "models/core/history/recorded_span.h"
#include "models/core/ports/history_port.h"
#include "models/core/ports/policy_port.h"
#include "models/core/ports/traffic_source.h"

#include <sys/types.h>
#include <unistd.h>
#include <memory>
#include <optional>
#include <string>

namespace binnacle {

/// What only the composition knows about a station.
struct StationFacts {
    std::string mesh;  ///< name of the mesh, "" without a mesh file
    bool readOnly = true;
    std::string version;
    std::string listening;             ///< where proxies connect
    std::string snapshot;              ///< the file that is looked at; empty: a live station
    std::optional<RecordedSpan> span;  ///< of that file; a live station's history tells its own
};

struct StationServerOptions {
    std::string socketPath;
    std::shared_ptr<UnixListener> listener;  ///< bound already, at socketPath; empty: start() binds
    uid_t allowedUid = geteuid();
    const Clock* clock = nullptr;  ///< outlives the server
    int watches = 48;              ///< open at a time, of all clients
    std::size_t connections = 64;
    std::string scratchFolder;  ///< for a snapshot while it is sent; empty: the system's temporary folder
    StationFacts facts;
};

/// What a station is asked about. Each outlives the server.
struct StationPorts {
    const TrafficSource& traffic;
    PolicyPort& policy;
    HistoryPort& history;
};

/// Serves a TrafficSource, a PolicyPort and a HistoryPort to consoles of the same user, on a Unix socket
/// (0600, peer's uid checked). Not for proxies. Its threads are bounded by the number of watches; stop() (and
/// the destructor) ends open watches, joins and removes the socket. Owned and stopped by one thread; all
/// three are called on gRPC's threads.
class StationServer {
  public:
    static Result<std::unique_ptr<StationServer>> start(const StationServerOptions& options,
                                                        const StationPorts& ports);
    ~StationServer();
    void stop();

  private:
    struct State;
    explicit StationServer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// "gRPC 1.51.1, Protobuf 3.21.12": the versions this program runs on.
std::string transportVersions();

}  // namespace binnacle
